import type { AuditConsent, AuditFacts, AuditObservation, AuditRect } from "../../package/audit-report.ts";
import type { Copy } from "./copy.ts";
import type { Tried } from "./tries.ts";

/**
 * Whether sentence and logos leave a mark on the screen: a picture of each with and without it. What hides them in a way that no
 * style tells of (a mask, a filter, white on white, a layer that lets presses through) hides them here, too.
 */
export async function tryPixels(copy: Copy, facts: AuditFacts): Promise<Tried> {
  const observed: [number, AuditObservation][] = [];
  for (const [index, consent] of facts.consents.entries()) {
    const runs = runsOf(consent);
    if (runs.length > 0 && (await looksTheSame(copy, runs, "-webkit-text-fill-color", "#f0f"))) {
      observed.push([index, { event: "not-drawn" }]);
    }
    const logos = consent.logos.map(({ place }) => place);
    const unseen: boolean[] = [];
    for (const place of logos) unseen.push(await looksTheSame(copy, [place], "visibility", "hidden"));
    if (unseen.length > 0 && unseen.every(Boolean)) observed.push([index, { event: "logo-not-drawn" }]);
  }
  return { observed, unknown: [] };
}

type Place = AuditConsent["sentence"]["place"];

function runsOf({ sentence }: AuditConsent): readonly Place[] {
  return sentence.runs.filter(({ unseen }) => !unseen).map(({ place }) => place);
}

async function looksTheSame(copy: Copy, places: readonly Place[], property: string, value: string): Promise<boolean> {
  const [first] = places;
  if (!first || !(await copy.world.call("reveal", first.path))) return false;
  const [left, top, width, height] = (await copy.page.evaluate(
    "[scrollX, scrollY, innerWidth, innerHeight]",
  )) as number[] as [number, number, number, number];
  const clip = within(first.rect, left, top, width, height);
  if (!clip) return false;
  const picture = () => copy.page.screenshot({ clip, animations: "disabled" });
  const before = await picture();
  await copy.world.call(
    "restyle",
    places.map(({ path }) => path),
    property,
    value,
  );
  const after = await picture();
  await copy.world.call("restore");
  return before.equals(after);
}

/** The part of a rectangle that is in the window; null where there is none. */
function within(rect: AuditRect, left: number, top: number, width: number, height: number): AuditRect | null {
  const x = Math.max(0, rect.x - left);
  const y = Math.max(0, rect.y - top);
  const right = Math.min(width, rect.x - left + rect.width);
  const bottom = Math.min(height, rect.y - top + rect.height);
  return right - x >= 1 && bottom - y >= 1 ? { x, y, width: right - x, height: bottom - y } : null;
}
