/** How the page learns of changes, and the last state it was told. */
import { byId, el } from "../dom.ts";
import type { Me } from "../me.ts";
import type { Line } from "../me-feed.ts";

const told: Readonly<Record<Line, string>> = {
  looking: "Asking GET /me …",
  stream: "GET /me/stream: states arrive as they change.",
  polling: "No stream comes through: GET /me with If-None-Match.",
  lost: "The gateway does not answer: trying again.",
};

let states = 0;

export function showLine(line: Line): void {
  const element = byId("line", HTMLElement);
  element.setAttribute("data-line", line);
  element.replaceChildren(told[line]);
}

export function showMe(me: Me): void {
  states += 1;
  const place = byId("told", HTMLDetailsElement);
  place.hidden = false;
  byId("told-count", HTMLElement).replaceChildren(states === 1 ? "1 state so far" : `${states} states so far`);
  // It scrolls, so the keyboard must reach it.
  const shown = { role: "group", tabindex: "0", "aria-label": "The last state of GET /me" };
  place.querySelector("pre")?.remove();
  place.append(el("pre", shown, JSON.stringify(me, null, 2)));
}

export function clearLine(): void {
  states = 0;
  byId("told", HTMLDetailsElement).hidden = true;
  showLine("looking");
}
