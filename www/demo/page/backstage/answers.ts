/** The panel that shows what the gateway answered, newest first. No token and nothing that the page sent. */
import type { Decision } from "../../../package/types.ts";
import { byId, el } from "../dom.ts";
import type { Exchange } from "../gateway.ts";

/** Answers kept on the page. */
const KEPT = 20;

export function showAnswer(exchange: Exchange): void {
  const list = byId("answers", HTMLOListElement);
  byId("answers-empty", HTMLElement).hidden = true;
  const newest = list.firstElementChild;
  const repeats = newest?.getAttribute("data-answer") === fingerprint(exchange);
  if (repeats) {
    const count = Number(newest.getAttribute("data-count")) + 1;
    newest.setAttribute("data-count", String(count));
    newest.querySelector(".answer-count")?.replaceChildren(`× ${count}`);
    return;
  }
  list.prepend(answer(exchange));
  while (list.children.length > KEPT) list.lastElementChild?.remove();
}

export function clearAnswers(): void {
  byId("answers", HTMLOListElement).replaceChildren();
  byId("answers-empty", HTMLElement).hidden = false;
}

function fingerprint({ method, route, status, body }: Exchange): string {
  return JSON.stringify([method, route, status, stated(body, "code"), decisionsIn(body)]);
}

function answer(exchange: Exchange): HTMLElement {
  const { method, route, status, milliseconds, body } = exchange;
  const code = stated(body, "code");
  const decisions = decisionsIn(body);
  const kind = status === null ? "none" : status < 300 ? "good" : status < 500 ? "refused" : "failed";
  return el(
    "li",
    { "data-answer": fingerprint(exchange), "data-count": 1, "data-kind": kind },
    el(
      "details",
      {},
      el(
        "summary",
        {},
        el("span", { class: "answer-status" }, status === null ? "no answer" : String(status)),
        el("span", { class: "answer-call" }, `${method} ${route}`),
        el("span", { class: "answer-time" }, `${milliseconds} ms`),
        el("span", { class: "answer-count" }),
        typeof code === "string" && el("span", { class: "answer-code" }, code),
        decisions.length > 0 &&
          el(
            "span",
            { class: "answer-decisions" },
            decisions.map(({ scope, next }) => `${scope} → ${next}`).join(", "),
          ),
      ),
      el("pre", { role: "group", tabindex: "0", "aria-label": `Body of ${method} ${route}` }, pretty(body)),
    ),
  );
}

function decisionsIn(body: unknown): readonly Decision[] {
  const decisions = stated(body, "decisions");
  return Array.isArray(decisions) ? (decisions as readonly Decision[]) : [];
}

function stated(body: unknown, name: string): unknown {
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

function pretty(body: unknown): string {
  if (body === null) return "No answer came.";
  return typeof body === "string" ? body : JSON.stringify(body, null, 2);
}
