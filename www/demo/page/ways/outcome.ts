/** A box that says how it went, in the words of a decision, with a mark for the eye. */
import type { Decision } from "../../../package/types.ts";
import { el } from "../dom.ts";
import { live, words } from "../language.ts";
import { nextText } from "../package-texts.ts";
import { saidOf } from "../plan/plan-row.ts";
import type { TextKey } from "../texts/en.ts";

export type Kind = "proceed" | "provide" | "stop" | "hold" | "wait";

/** @param more what it means here, or what the person can do; null where the decision says enough */
export function outcome(kind: Kind, decision: Decision, more: TextKey | null, ...rest: readonly Node[]): HTMLElement {
  const what = el(
    "div",
    { class: "outcome-words" },
    el(
      "p",
      { class: "outcome-title" },
      live(() => nextText(decision.text)?.title ?? ""),
    ),
    el(
      "p",
      {},
      live(() => nextText(decision.text)?.text ?? ""),
    ),
    ...saidOf(decision),
    more !== null && el("p", {}, words(more)),
  );
  what.append(...rest);
  const [box, mark] = kind === "wait" ? ["checking", "checking-mark"] : [`result result-${kind}`, "result-mark"];
  return el("div", { class: box }, el("span", { class: mark, "aria-hidden": "true" }), what);
}
