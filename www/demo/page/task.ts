/** Runs one thing at a time for a step: with progress, and with a way on when it fails. */
import { announce } from "./announcer.ts";
import { el } from "./dom.ts";
import { Failure, type OwnAdvice } from "./failure.ts";
import { type Parameter, text, words } from "./language.ts";
import { partnerNames } from "./me.ts";
import { Problem } from "./problem.ts";
import type { TextKey } from "./texts/en.ts";

/** Milliseconds after which a screen reader is told that it takes a while. */
const LONG = 1000;

export interface TaskOptions {
  /** Whose name a failure bears; Crossmint's where none is given. */
  readonly partner?: Parameter;
  /** What is said of some problems instead of the usual. */
  readonly advice?: OwnAdvice;
  /** Takes a problem that the step knows how to handle; true when it did. */
  readonly handle?: (problem: Problem) => boolean;
}

export class Task {
  /** Progress and failure; belongs near the button that starts the task. */
  readonly element: HTMLElement;
  readonly #failure: Failure;
  readonly #progress = el("div", { class: "progress", hidden: true });
  readonly #label = el("p", { class: "progress-label" });
  readonly #handle: (problem: Problem) => boolean;
  readonly #buttons: HTMLButtonElement[] = [];
  #running = false;
  #left = false;

  constructor(options: TaskOptions = {}) {
    this.#failure = new Failure(options.partner ?? partnerNames.crossmint, options.advice);
    this.#handle = options.handle ?? (() => false);
    this.#progress.append(this.#label, el("div", { class: "progress-bar", "aria-hidden": "true" }));
    this.element = el("div", { class: "task" }, this.#progress, this.#failure.element);
  }

  /** Whether it failed, and only the person can set it going again. */
  get stuck(): boolean {
    return !this.#running && this.#failure.code !== null && !this.#failure.retriesByItself;
  }

  /** A button that has no effect while the task runs. It keeps its focus. */
  guard(button: HTMLButtonElement): HTMLButtonElement {
    this.#buttons.push(button);
    return button;
  }

  /** Starts `action`, unless one is running: a double click does nothing twice. */
  async run(progress: TextKey, action: () => Promise<void>): Promise<void> {
    if (this.#running || this.#left) return;
    this.#running = true;
    this.#failure.trying();
    this.#mark(true);
    this.#label.replaceChildren(words(progress));
    this.#progress.hidden = false;
    const slow = setTimeout(() => announce(text(progress)), LONG);
    let problem: Problem | null = null;
    try {
      await action();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      problem = cause;
    } finally {
      clearTimeout(slow);
      this.#running = false;
      this.#progress.hidden = true;
      this.#mark(false);
    }
    if (this.#left) return;
    if (problem === null) {
      if (this.#failure.code === "no-connection") announce(text("failure.connected"));
      this.#failure.clear();
    } else if (this.#handle(problem)) this.#failure.clear();
    else this.#failure.show(problem, () => void this.run(progress, action));
  }

  /** Takes away what is told of a failure: it does not matter any more. */
  clear(): void {
    if (!this.#running) this.#failure.clear();
  }

  /** The step is over: nothing more is tried or shown. */
  leave(): void {
    this.#left = true;
    this.#failure.stop();
  }

  #mark(busy: boolean): void {
    for (const button of this.#buttons) {
      if (busy) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }
}
