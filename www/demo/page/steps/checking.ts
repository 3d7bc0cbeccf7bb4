/** Starts the check where that is what is next, and looks again as often as the gateway says, until it is decided. */
import type { Decision } from "../../../package/types.ts";
import { announce } from "../announcer.ts";
import { el } from "../dom.ts";
import { duration, live, text, words } from "../language.ts";
import { decisionAt, type Position, stepAt } from "../position.ts";
import type { Checkout, Step } from "../step.ts";
import { Task } from "../task.ts";
import type { TextKey } from "../texts/en.ts";

type Wait = Extract<Decision, { next: "wait" }>;

const reasons: Readonly<Record<Wait["reason"], TextKey>> = {
  started: "checking.started",
  review: "checking.review",
  "manual-review": "checking.manual-review",
};

export function checkingStep(checkout: Checkout, position: Position): Step {
  const { gateway } = checkout;
  const state = el("p", { class: "checking-state", role: "status" });
  const countdown = el("p", { class: "checking-countdown" });
  const lookNow = el("button", { type: "button", class: "button button-quiet" }, words("checking.look-now"));
  const task = new Task({ handle: (problem) => checkout.redirect(problem) });
  task.guard(lookNow);
  let timer: ReturnType<typeof setInterval> | undefined;
  let reason: Wait["reason"] | null = null;
  let pause = 0;
  let left = false;

  /** Stays while the gateway says wait, else goes where it says. */
  function follow(decisions: readonly Decision[]): void {
    const next = { decisions, stored: position.stored };
    const decision = decisionAt(next);
    if (decision?.next === "wait") wait(decision);
    // Asked for a start that did not take: it is started again only when the person asks for it.
    else if (stepAt(next) === "checking") idle();
    else checkout.go(next);
  }

  function wait(decision: Wait): void {
    if (reason !== decision.reason) {
      reason = decision.reason;
      state.replaceChildren(words(reasons[decision.reason]));
    }
    pause = decision.lookAgainAfter;
    count();
  }

  function idle(): void {
    reason = null;
    state.replaceChildren(words("checking.not-started"));
    lookNow.replaceChildren(words("checking.start"));
  }

  function count(): void {
    const due = performance.now() + pause * 1000;
    clearInterval(timer);
    const show = () => {
      const seconds = Math.max(0, Math.ceil((due - performance.now()) / 1000));
      countdown.replaceChildren(live(() => text("checking.countdown", { time: duration(seconds) })));
      if (seconds === 0) void look();
    };
    timer = setInterval(show, 1000);
    show();
  }

  async function look(): Promise<void> {
    clearInterval(timer);
    timer = undefined;
    countdown.replaceChildren();
    await task.run("checking.looking", async () => follow((await gateway.verification()).decisions));
    // One look that failed is no reason to stop looking.
    if (task.stuck && !left) count();
  }

  function start(): void {
    lookNow.replaceChildren(words("checking.look-now"));
    void task.run("checking.starting", async () => {
      follow((await gateway.verify()).decisions);
      announce(text("checking.started"));
    });
  }

  lookNow.addEventListener("click", () => {
    if (reason === null) start();
    else void look();
  });

  return {
    title: "checking.title",
    next: "checking.next",
    content: [
      el("div", { class: "checking" }, el("div", { class: "checking-mark", "aria-hidden": "true" }), state, countdown),
      task.element,
      lookNow,
      el("p", { class: "small" }, words("checking.leave-hint")),
    ],
    waits: () => reason !== null && timer !== undefined,
    enter: () => {
      const decision = decisionAt(position);
      if (decision?.next === "wait") wait(decision);
      else start();
    },
    leave: () => {
      left = true;
      clearInterval(timer);
      task.leave();
    },
  };
}
