/** Puts one state on the stage: the element, a gateway that answers as the state says, and what is done in it. */
import { el } from "../dom.ts";
import type { Act, Answer, State } from "./state.ts";

/** Milliseconds between two looks whether an element has got there. */
const PACE = 30;

type Shown = HTMLElement & { fetch: typeof fetch; reportValidity?(): boolean };

/** An element on its way to its state. */
export interface Staged {
  readonly picture: HTMLElement;
  /** It has got there, which its `data-ready` says too. */
  readonly ready: Promise<void>;
}

/** The element, and a gateway that answers as the state says. */
export function draw(state: State, lang: string, density: string): Staged {
  const element = document.createElement(state.tag) as Shown;
  element.fetch = gatewayOf(state);
  const attributes = { gateway: "gateway", lang, keep: "none", ...(density && { density }), ...state.attributes };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  const logo = { slot: "logo", src: "/images/crossmint-placeholder.svg", width: 344, height: 48 };
  if (state.tag !== "kyc-status") element.append(el("img", { ...logo, alt: "Placeholder for the logo" }));
  if (state.tag === "kyc-flow") {
    element.append(
      el("p", { slot: "outside", class: "outside" }, "The host’s own part of the check"),
      el("a", { slot: "done", href: "/" }, "To the payment"),
    );
  }
  const picture = el("div", { class: "picture", "data-state": state.name }, element);
  const ready = play(state, element).then(() => picture.setAttribute("data-ready", ""));
  return { picture, ready };
}

function gatewayOf({ answers }: State): typeof fetch {
  return async (address, init) => {
    const url = new URL(address instanceof Request ? address.url : address, location.href);
    const route = `${init?.method ?? "GET"} ${url.pathname.replace(/^.*\/gateway\//, "")}`;
    const answer = answers[route] ?? { status: 404, body: { code: "not-found" } };
    return "never" in answer ? never(init?.signal ?? null) : reply(answer, url.searchParams.get("lang") ?? "");
  };
}

async function reply(answer: Exclude<Answer, { never: true }>, languages: string): Promise<Response> {
  if (!("sentence" in answer)) return Response.json(answer.body, { status: answer.status ?? 200 });
  for (const language of [...languages.split(","), "en"]) {
    const found = await fetch(`/presentations/${answer.sentence}/${language.split("-")[0]}.json`);
    if (!found.ok) continue;
    const { presentations, words } = await found.json();
    return Response.json({ ...presentations[0], words });
  }
  return Response.json({}, { status: 404 });
}

function never(signal: AbortSignal | null): Promise<Response> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}

async function play({ acts = [], until, tag }: State, element: Shown): Promise<void> {
  const begun = tag === "kyc-consent" ? "box" : "heading";
  if (acts.length > 0) await seen(element, begun);
  for (const act of acts) await perform(act, element);
  await seen(element, until);
}

function find(element: Element, selector: string): HTMLElement | null {
  return element.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
}

async function seen(element: Element, part: string): Promise<void> {
  const box = () => find(element, `[part~="${part}"]`)?.getBoundingClientRect();
  while (!box()?.height) await new Promise((resolve) => setTimeout(resolve, PACE));
}

async function perform(act: Act, element: Shown): Promise<void> {
  if ("miss" in act) {
    // The element says it itself; the browser's own bubble would hide that.
    element.addEventListener("invalid", (event) => event.preventDefault());
    element.reportValidity?.();
  } else if ("press" in act) find(element, `[part~="${act.press}"]`)?.click();
  else if ("fill" in act) {
    for (const [name, value] of Object.entries(act.fill)) {
      const input = find(element, `[name="${name}"]`);
      if (!(input instanceof HTMLInputElement)) continue;
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  } else {
    const files = new DataTransfer();
    files.items.add(await pictureFile());
    for (const input of element.shadowRoot?.querySelectorAll<HTMLInputElement>("input[type=file]") ?? []) {
      if (input.hasAttribute("capture")) continue;
      input.files = files.files;
      input.dispatchEvent(new Event("change"));
    }
    while ((element.shadowRoot?.querySelectorAll("canvas").length ?? 0) < act.choose.length) {
      await new Promise((resolve) => setTimeout(resolve, PACE));
    }
  }
}

/** A picture that shows nobody. */
async function pictureFile(): Promise<File> {
  const canvas = el("canvas", { width: 480, height: 320 });
  const paint = canvas.getContext("2d");
  if (paint) {
    paint.fillStyle = "#dfe7ea";
    paint.fillRect(0, 0, 480, 320);
    paint.fillStyle = "#8aa4ad";
    paint.fillRect(32, 48, 128, 160);
    for (const [place, width] of [240, 200, 160].entries()) paint.fillRect(192, 56 + place * 48, width, 20);
    paint.fillRect(32, 248, 416, 16);
    paint.fillRect(32, 276, 416, 16);
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  return new File([blob ?? new Blob()], "picture.png", { type: "image/png" });
}
