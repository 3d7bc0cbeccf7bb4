/** The list of everything that is wrong with a form, each item a way to its field. */
import { el } from "../dom.ts";
import { type Label, labelWords, words } from "../language.ts";
import type { TextKey } from "../texts/en.ts";

export interface FieldFault {
  readonly label: Label;
  readonly message: TextKey;
  readonly control: HTMLElement;
}

export class ErrorSummary {
  readonly element = el("section", { class: "summary-of-errors", tabindex: "-1", hidden: true });

  /** Shows the faults and takes the focus; nothing when there are none. */
  show(faults: readonly FieldFault[]): void {
    this.element.hidden = faults.length === 0;
    if (faults.length === 0) return;
    const items = faults.map(({ label, message, control }) => {
      const link = el("a", { href: `#${control.id}` }, labelWords(label), ": ", words(message));
      link.addEventListener("click", (event) => {
        event.preventDefault();
        control.focus();
      });
      return el("li", {}, link);
    });
    this.element.replaceChildren(el("h3", {}, words("errors.title")), el("ul", {}, ...items));
    this.element.focus();
  }

  clear(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
