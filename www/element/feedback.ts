import type { Presentation } from "./presentation.ts";
import type { View } from "./view.ts";
import { type Word, wordsBeforeLoading } from "./words.ts";

/** One sentence of the interface, the company's name filled in. */
export function wordOf({ words, logo }: Presentation, word: Word): string {
  return (words[word] ?? "").replaceAll("{company}", logo?.of ?? "");
}

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
    this.#show("", "");
  }

  /** With `retry`, it is a failure that the person can do something about. */
  say(presentation: Presentation | null, word: Word, retry?: () => unknown): void {
    if (presentation) this.#show(wordOf(presentation, word), wordOf(presentation, "retry"), retry);
  }

  /** Says that there is no text yet. No presentation means no words, so the element brings its own for this. */
  sayNotLoaded(languages: readonly string[], retry: () => unknown): void {
    const { language, direction, message, retry: label } = wordsBeforeLoading(languages);
    this.#view.base.lang = language;
    this.#view.base.dir = direction;
    this.#show(message, label, retry);
  }

  #show(message: string, label: string, retry?: () => unknown): void {
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
