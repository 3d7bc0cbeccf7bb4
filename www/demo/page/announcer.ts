/** Tells screen readers what changed. The same text twice is told twice; what comes at the same time is told together. */
import { byId } from "./dom.ts";

/** Milliseconds: a region that is filled in the same turn it was emptied may stay silent. */
const PAUSE = 50;

let waiting: string[] = [];

export function announce(message: string): void {
  waiting.push(message);
  if (waiting.length > 1) return;
  const region = byId("announcements", HTMLElement);
  region.replaceChildren();
  setTimeout(() => {
    region.replaceChildren(waiting.join(" "));
    waiting = [];
  }, PAUSE);
}
