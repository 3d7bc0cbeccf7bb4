import { el } from "./dom.ts";
import { type FlowError, flowError } from "./error.ts";
import type { Speech } from "./words.ts";

/** Milliseconds after which whoever waits is told so. */
const SLOW = 1000;

/** What is told of some errors instead of the usual. */
const SAME: Readonly<Record<string, string>> = {
  "timed-out": "unavailable",
  trapped: "unavailable",
  "not-found": "unavailable",
  "consent-required": "refused",
};

/** Progress, failures, and the button that tries again. One thing is under way at a time. */
export class Notice {
  readonly element: HTMLElement;
  readonly #status = el("p", { part: "status", role: "status" });
  readonly #bar = el("div", { part: "activity", "aria-hidden": "true", hidden: true });
  readonly #retry = el("button", { type: "button", part: "button retry", hidden: true });
  readonly #speech: Speech;
  readonly #failed: (error: FlowError) => void;
  #again: () => void = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isBusy = false;

  constructor(speech: Speech, failed: (error: FlowError) => void) {
    this.#speech = speech;
    this.#failed = failed;
    this.#retry.textContent = speech.say("action.retry");
    this.#retry.addEventListener("click", () => {
      if (this.#retry.ariaDisabled !== "true") this.#again();
    });
    this.element = el("div", { part: "notice" }, this.#status, this.#bar, this.#retry);
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /**
   * Runs `action`, unless something is under way: a double click does nothing twice.
   *
   * @param handle takes an error that the step knows how to tell; true when it did
   */
  async run(progress: string, action: () => Promise<void>, handle?: (error: FlowError) => boolean): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    const button = this.#button;
    if (button) button.ariaDisabled = "true";
    const slow = setTimeout(() => this.#say(this.#speech.say(progress), true), SLOW);
    try {
      await action();
      clearTimeout(slow);
      this.clear();
    } catch (cause) {
      const error = flowError(cause);
      clearTimeout(slow);
      if (error.code === "cancelled" || handle?.(error)) this.clear();
      else this.fail(error, () => void this.run(progress, action, handle));
    } finally {
      this.#isBusy = false;
      if (button) button.ariaDisabled = null;
    }
  }

  /** Tells of an error, with a way on. */
  fail(error: FlowError, again: () => void): void {
    const { code, retryAfter } = error;
    const key = `failure.${SAME[code] ?? code}`;
    const wait = retryAfter ?? (code === "rate-limited" ? 10 : 0);
    const fill = { time: this.#speech.seconds(wait) };
    this.#say(this.#speech.say(this.#speech.find(key) ? key : "failure.unavailable", fill), false);
    this.#status.part.add("failure");
    this.#again = again;
    this.#retry.hidden = false;
    this.#retry.ariaDisabled = code === "rate-limited" ? "true" : null;
    if (code === "rate-limited")
      this.#timer = setTimeout(() => this.#retry.removeAttribute("aria-disabled"), wait * 1000);
    this.#failed(error);
  }

  /** Says what is waited for, unless a failure is told just now. */
  wait(progress: string): void {
    if (this.#retry.hidden) this.#say(this.#speech.say(progress), true);
  }

  #say(text: string, isProgress: boolean): void {
    this.clear();
    this.#status.textContent = text;
    this.#bar.hidden = !isProgress;
  }

  clear(): void {
    clearTimeout(this.#timer);
    if (this.#retry.matches(":focus")) this.#button?.focus();
    this.#status.textContent = "";
    this.#status.part.remove("failure");
    this.#bar.hidden = this.#retry.hidden = true;
  }

  /** The gateway has answered: what failed before is over. */
  recover(): void {
    if (!this.#isBusy && !this.#retry.hidden) this.clear();
  }

  /** The button that carries the step on. */
  get #button(): HTMLButtonElement | null {
    const root = this.element.getRootNode();
    return root instanceof ShadowRoot ? root.querySelector<HTMLButtonElement>("[part~=primary]") : null;
  }
}
