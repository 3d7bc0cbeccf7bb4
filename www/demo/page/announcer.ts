/** Tells screen readers what changed. The same text twice is told twice. */
import { byId } from "./dom.ts";

export function announce(message: string): void {
  const region = byId("announcements", HTMLElement);
  region.replaceChildren();
  // A region that is filled in the same turn it was emptied may stay silent.
  setTimeout(() => region.replaceChildren(message), 50);
}
