import { el } from "../dom.ts";
import type { Speech } from "../words.ts";

/** What is wrong, with what, and where the focus belongs to mend it. */
export interface Fault {
  readonly label: string;
  readonly message: string;
  readonly control: HTMLElement;
}

/** Everything that is wrong, each a link to its field. Takes the focus when it appears. */
export class ErrorSummary {
  readonly element = el("section", { part: "errors", tabindex: "-1", "aria-labelledby": "errors-title", hidden: true });
  readonly #speech: Speech;

  constructor(speech: Speech) {
    this.#speech = speech;
  }

  show(faults: readonly Fault[]): void {
    this.element.hidden = faults.length === 0;
    if (faults.length === 0) {
      this.element.replaceChildren();
      return;
    }
    const items = faults.map(({ label, message, control }) => {
      const link = el("a", { href: "#" }, `${label}: ${message}`);
      // A shadow root's fields cannot be reached by the address.
      link.addEventListener("click", (event) => {
        event.preventDefault();
        control.focus();
      });
      return el("li", {}, link);
    });
    const title = el("p", { id: "errors-title", part: "label" }, this.#speech.say("errors.title"));
    this.element.replaceChildren(title, el("ul", { role: "list" }, ...items));
    this.element.focus();
  }
}
