/** Says how it went. What the partner said is shown only where the core lets it. */
import type { Decision } from "../../../package/types.ts";
import { el } from "../dom.ts";
import { words } from "../language.ts";
import type { Checkout, Step } from "../step.ts";
import { Task } from "../task.ts";
import type { TextKey } from "../texts/en.ts";

type Outcome = "proceed" | "stop" | "hold";

const outcomes: Readonly<Record<Outcome, { title: TextKey; next: TextKey; more: TextKey }>> = {
  proceed: { title: "result.proceed", next: "result.proceed.next", more: "result.proceed.more" },
  stop: { title: "result.stop", next: "result.stop.next", more: "result.stop.more" },
  hold: { title: "result.hold", next: "result.hold.next", more: "result.hold.more" },
};

export function resultStep(checkout: Checkout, decision: Decision | null): Step {
  const outcome: Outcome = decision?.next === "proceed" || decision?.next === "stop" ? decision.next : "hold";
  const { title, next, more } = outcomes[outcome];
  const task = new Task({ handle: (problem) => checkout.redirect(problem) });
  const again = el("button", { type: "button", class: "button" }, words("result.again"));
  again.addEventListener("click", () => checkout.restart());
  const lookAgain = el("button", { type: "button", class: "button button-quiet" }, words("checking.look-now"));
  lookAgain.addEventListener("click", () => checkout.look());
  // A wish that no step of this page can fulfil is told as it came.
  const shown = decision?.next === "provide" ? decision.other : (decision?.show ?? []);
  return {
    title,
    next,
    content: [
      el(
        "div",
        { class: `result result-${outcome}` },
        el("span", { class: "result-mark", "aria-hidden": "true" }),
        el("p", {}, words(more)),
      ),
      shown.length > 0 && el("ul", { class: "result-said", lang: "en" }, ...shown.map((line) => el("li", {}, line))),
      task.element,
      el("div", { class: "actions" }, outcome === "hold" && lookAgain, again),
    ].filter((node) => node instanceof Node),
    leave: () => task.leave(),
  };
}
