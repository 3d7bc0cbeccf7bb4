/** The tester's button for sample data. It works for the way that is open, where that has something to fill in. */
import { byId } from "../dom.ts";
import type { Way } from "../ways/way.ts";

export type FillIn = () => void | Promise<void>;

const offers = new Map<Way, FillIn>();
let open: Way = "crossmint";

/** What sample data is for a way just now; null where there is nothing to fill in. */
export function offerSample(way: Way, fillIn: FillIn | null): void {
  if (fillIn === null) offers.delete(way);
  else offers.set(way, fillIn);
  mark();
}

export function sampleFor(way: Way): void {
  open = way;
  mark();
}

export function drawFillIn(): void {
  const button = byId("fill-in", HTMLButtonElement);
  button.addEventListener("click", () => void fillIn(button));
  mark();
}

async function fillIn(button: HTMLButtonElement): Promise<void> {
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  await offers.get(open)?.();
  button.ariaBusy = "false";
}

function mark(): void {
  byId("fill-in", HTMLButtonElement).disabled = !offers.has(open);
}
