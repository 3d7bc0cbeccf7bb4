/** A labelled text field with its error. */
import { type Attributes, el, freshId } from "../../dom.ts";
import { type Parameters, words } from "../../language.ts";
import type { TextKey } from "../../texts/en.ts";

export class TextField {
  readonly element: HTMLElement;
  readonly control: HTMLInputElement;
  readonly #error: HTMLElement;

  constructor(label: TextKey, attributes: Attributes, hint?: TextKey) {
    const id = freshId("b2core-field");
    const described = [hint === undefined ? null : `${id}-hint`, `${id}-error`].filter((name) => name !== null);
    this.control = el("input", { id, required: true, "aria-describedby": described.join(" "), ...attributes });
    this.#error = el("p", { id: `${id}-error`, class: "field-error" });
    this.element = el(
      "div",
      { class: "field" },
      el("label", { for: id }, words(label)),
      hint !== undefined && el("p", { id: `${id}-hint`, class: "field-hint" }, words(hint)),
      this.control,
      this.#error,
    );
    this.control.addEventListener("input", () => this.fail(null));
  }

  get value(): string {
    return this.control.value.trim();
  }

  /** Shows what is wrong, or takes it away. */
  fail(message: TextKey | null, parameters: Parameters = {}): void {
    this.#error.replaceChildren(...(message === null ? [] : [words(message, parameters)]));
    this.element.classList.toggle("field-invalid", message !== null);
    if (message === null) this.control.removeAttribute("aria-invalid");
    else this.control.setAttribute("aria-invalid", "true");
  }

  /** Whether something was given; says so where nothing was. */
  isGiven(): boolean {
    const given = this.value !== "";
    this.fail(given ? null : "errors.empty");
    return given;
  }
}

/** The first of the fields with an error takes the focus. */
export function focusFirstError(fields: readonly TextField[]): void {
  fields.find(({ control }) => control.getAttribute("aria-invalid") === "true")?.control.focus();
}
