/** Says what went wrong, what the person can do, and tries again: on demand, or by itself where waiting is all it takes. */
import { el } from "./dom.ts";
import { live, type Parameter, text, words } from "./language.ts";
import type { Problem, ProblemCode } from "./problem.ts";
import type { TextKey } from "./texts/en.ts";

/** Seconds between tries while nobody answers: the last one stays. */
const PAUSES = [2, 4, 8, 15] as const;

/** What is said of a problem, and what the person can do. `{partner}` in both is the partner's name. */
export const advice: Readonly<Record<ProblemCode, readonly [title: TextKey, advice: TextKey]>> = {
  "no-connection": ["failure.no-connection", "failure.no-connection.advice"],
  "rate-limited": ["failure.rate-limited", "failure.rate-limited.advice"],
  unavailable: ["failure.unavailable", "failure.unavailable.advice"],
  unreadable: ["failure.unreadable", "failure.unreadable.advice"],
  refused: ["failure.refused", "failure.refused.advice"],
  "not-enabled": ["failure.not-enabled", "failure.not-enabled.advice"],
  "not-found": ["failure.not-found", "failure.not-found.advice"],
  unauthorized: ["failure.unauthorized", "failure.unauthorized.advice"],
  "consent-required": ["failure.consent-required", "failure.consent-required.advice"],
  "invalid-input": ["failure.invalid-input", "failure.invalid-input.advice"],
  trapped: ["failure.trapped", "failure.trapped.advice"],
};

/** Other words for some problems. */
export type OwnAdvice = Partial<typeof advice>;

export class Failure {
  readonly element: HTMLElement;
  readonly #partner: Parameter;
  readonly #advice: typeof advice;
  readonly #alert = el("div", { role: "alert" });
  readonly #countdown = el("p", { class: "failure-countdown", hidden: true });
  readonly #again = el("button", { type: "button", class: "button button-quiet" }, words("action.again"));
  #shown: ProblemCode | null = null;
  #tries = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #retry: () => void = () => {};

  /**
   * @param partner whose name is told
   * @param own what is said instead of the usual
   */
  constructor(partner: Parameter, own: OwnAdvice = {}) {
    this.#partner = partner;
    this.#advice = { ...advice, ...own };
    this.#again.addEventListener("click", () => this.#now());
    this.element = el("section", { class: "failure", hidden: true }, this.#alert, this.#countdown, this.#again);
  }

  get code(): ProblemCode | null {
    return this.#shown;
  }

  get retriesByItself(): boolean {
    return this.#timer !== undefined;
  }

  /** Shows the problem; `retry` repeats what failed. */
  show(problem: Problem, retry: () => void): void {
    this.#retry = retry;
    // The same trouble again is not told again: only the countdown starts anew.
    if (this.#shown === problem.code) this.#tries += 1;
    else {
      this.#shown = problem.code;
      this.#tries = 0;
      const [title, what] = this.#advice[problem.code];
      this.#alert.replaceChildren(
        el("p", { class: "failure-title" }, words(title, { partner: this.#partner })),
        el("p", {}, words(what, { partner: this.#partner })),
        el("p", { class: "failure-code", lang: "en", dir: "ltr" }, stamp(problem)),
      );
    }
    this.element.hidden = false;
    this.#again.removeAttribute("aria-disabled");
    const pause = pauseAfter(problem, this.#tries);
    if (pause === null) this.#countdown.hidden = true;
    else this.#count(pause);
  }

  /** Something is under way again: the notice stays until it is known how it went. */
  trying(): void {
    this.stop();
    if (this.#shown !== null) this.#again.setAttribute("aria-disabled", "true");
  }

  clear(): void {
    this.stop();
    this.#shown = null;
    this.#tries = 0;
    this.element.hidden = true;
    this.#alert.replaceChildren();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#countdown.hidden = true;
  }

  #count(pause: number): void {
    clearInterval(this.#timer);
    let left = pause;
    this.#countdown.replaceChildren(live(() => text("failure.countdown", { seconds: left })));
    this.#countdown.hidden = false;
    this.#timer = setInterval(() => {
      left -= 1;
      if (left <= 0) this.#now();
      else this.#countdown.replaceChildren(live(() => text("failure.countdown", { seconds: left })));
    }, 1000);
  }

  #now(): void {
    if (this.#again.getAttribute("aria-disabled") === "true") return;
    this.#retry();
  }
}

/** Seconds after which the page tries again by itself; null when a person must decide. */
function pauseAfter(problem: Problem, tries: number): number | null {
  if (problem.code === "no-connection") return PAUSES[Math.min(tries, PAUSES.length - 1)] ?? null;
  if (problem.code === "rate-limited") return problem.retryAfter ?? null;
  return null;
}

function stamp(problem: Problem): string {
  const parts: string[] = [problem.code];
  if (problem.status !== null) parts.push(`HTTP ${problem.status}`);
  if (problem.requestId !== undefined) parts.push(`request ${problem.requestId}`);
  return parts.join(" · ");
}
