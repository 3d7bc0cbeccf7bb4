import type { AuditObservation } from "./audit-report.ts";

/** How often a box is looked at, in milliseconds. */
const EVERY = 40;
/** How often a page whose box is gone is searched for it again, in milliseconds. */
const SEARCH_EVERY = 200;

/** What the core knows of boxes. */
export interface Boxes {
  /** The boxes of the consents, in the order of the facts; null where one has none. */
  find(): readonly (Element | null)[];
  isTicked(box: Element): boolean;
}

/**
 * Watches the boxes of a page, and tells for each consent what happened to its box. A box that is replaced is taken for the
 * same one.
 *
 * @param duration in milliseconds
 */
export async function watchBoxes(boxes: Boxes, root: Node, duration: number): Promise<readonly AuditObservation[][]> {
  const observed: AuditObservation[][] = [];
  const start = performance.now();
  const pressed = new WeakSet<EventTarget>();
  const onPress = (event: Event) => {
    if (event.isTrusted) for (const target of event.composedPath()) pressed.add(target);
  };
  const types = ["click", "keydown"];
  const listen = root.ownerDocument ?? root;
  for (const type of types) listen.addEventListener(type, onPress, true);
  try {
    let known = boxes.find();
    let were = known.map((box) => box !== null && boxes.isTicked(box));
    let searched = start;
    while (performance.now() - start < duration) {
      await new Promise((resolve) => setTimeout(resolve, EVERY));
      const now = performance.now();
      const isLost = known.length === 0 || known.some((box) => !box?.isConnected);
      if (isLost && now - searched >= SEARCH_EVERY) {
        searched = now;
        known = boxes.find();
      }
      const are = known.map((box) => box !== null && boxes.isTicked(box));
      for (const [index, box] of known.entries()) {
        if (!box || !are[index] || were[index] !== false) continue;
        const event = pressed.has(box) ? "ticked-by-person" : "ticked-by-itself";
        observed[index] ??= [];
        observed[index].push({ event, after: Math.round(now - start) });
      }
      were = are;
    }
  } finally {
    for (const type of types) listen.removeEventListener(type, onPress, true);
  }
  return observed;
}
