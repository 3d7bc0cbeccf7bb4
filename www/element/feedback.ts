import type { View } from "./view.ts";
import type { Wording } from "./words.ts";

/** What it takes to say that there is no text. */
type Saying = Pick<Wording, "language" | "direction" | "notLoaded" | "retry">;

/** The live region, and the button that tries again. */
export class Feedback {
  readonly #view: View;
  #again: () => unknown = () => {};

  constructor(view: View) {
    this.#view = view;
    view.retry.addEventListener("click", () => this.#again());
  }

  /** Whether the last thing said was a failure that can be tried again. */
  get isFailure(): boolean {
    return !this.#view.retry.hidden;
  }

  clear(): void {
    this.say("", "");
  }

  /** Says that there is no text yet. */
  sayNotLoaded({ language, direction, notLoaded, retry: label }: Saying, retry: () => unknown): void {
    this.#view.base.lang = language;
    this.#view.base.dir = direction;
    this.say(notLoaded, label, retry);
  }

  /** With `retry`, it is a failure that the person can do something about. */
  say(message: string, label: string, retry?: () => unknown): void {
    const { status, retry: button } = this.#view;
    // The button goes away under the focus of whoever pressed it: the box is the next best place.
    if (!retry && button.matches(":focus")) this.#view.box.focus();
    status.textContent = message;
    status.part.toggle("failure", Boolean(retry));
    button.textContent = label;
    button.hidden = !retry;
    if (retry) this.#again = retry;
  }
}
