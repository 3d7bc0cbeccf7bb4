/** Counts down to the next look, by a clock that nobody sets. */
import { el } from "../dom.ts";
import { duration, live, text } from "../language.ts";

export class Countdown {
  readonly element = el("p", { class: "checking-countdown" });
  readonly #onDue: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(onDue: () => void) {
    this.#onDue = onDue;
  }

  start(seconds: number): void {
    const due = performance.now() + seconds * 1000;
    const show = () => {
      const left = Math.max(0, Math.ceil((due - performance.now()) / 1000));
      this.element.replaceChildren(live(() => text("checking.countdown", { time: duration(left) })));
      if (left > 0) return;
      this.stop();
      this.#onDue();
    };
    clearInterval(this.#timer);
    this.#timer = setInterval(show, 1000);
    show();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.element.replaceChildren();
  }
}
