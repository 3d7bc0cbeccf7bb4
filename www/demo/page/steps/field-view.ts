/** One labelled field, with hint and error tied to it. */
import { countries } from "../countries.ts";
import { el, freshId } from "../dom.ts";
import type { Field } from "../fields.ts";
import { countryName, live, words } from "../language.ts";
import type { TextKey } from "../texts/en.ts";

export class FieldView {
  readonly field: Field;
  readonly element: HTMLElement;
  readonly control: HTMLInputElement | HTMLSelectElement;
  readonly #error: HTMLElement;
  readonly #mayBeEmpty = el("span", { class: "field-optional", hidden: true }, " ", words("field.optional"));
  readonly #hintId: string | null;

  constructor(field: Field, value: string, onChange: (value: string) => void) {
    this.field = field;
    const id = freshId(`field-${field.item}`);
    this.#error = el("p", { id: `${id}-error`, class: "field-error", hidden: true });
    this.#hintId = field.hint === undefined ? null : `${id}-hint`;
    this.control = controlFor(field, id);
    this.control.value = value;
    this.control.addEventListener("input", () => onChange(this.control.value));
    this.#describe(false);
    this.element = el(
      "div",
      { class: `field field-${field.item}` },
      el("label", { for: id }, words(field.label), this.#mayBeEmpty),
      field.hint !== undefined && el("p", { id: this.#hintId, class: "field-hint" }, words(field.hint)),
      this.control,
      this.#error,
    );
  }

  set value(value: string) {
    this.control.value = value;
  }

  get optional(): boolean {
    return !this.#mayBeEmpty.hidden;
  }

  set optional(optional: boolean) {
    this.#mayBeEmpty.hidden = !optional;
    this.control.required = !optional;
  }

  get label(): TextKey {
    return this.field.label;
  }

  /** Shows what is wrong, or takes it away. */
  fail(message: TextKey | null): void {
    this.#error.replaceChildren(...(message === null ? [] : [words(message)]));
    this.#error.hidden = message === null;
    this.element.classList.toggle("field-invalid", message !== null);
    if (message === null) this.control.removeAttribute("aria-invalid");
    else this.control.setAttribute("aria-invalid", "true");
    this.#describe(message !== null);
  }

  #describe(failed: boolean): void {
    const ids = [this.#hintId, failed ? this.#error.id : null].filter((id) => id !== null);
    if (ids.length === 0) this.control.removeAttribute("aria-describedby");
    else this.control.setAttribute("aria-describedby", ids.join(" "));
  }
}

function controlFor(field: Field, id: string): HTMLInputElement | HTMLSelectElement {
  const common = { id, name: field.item, required: true, autocomplete: field.autocomplete ?? "off" };
  if (field.control === "country") return countrySelect(common);
  if (field.control === "choice") {
    const options = (field.choices ?? []).map(([value, label]) => el("option", { value }, words(label)));
    return el("select", common, el("option", { value: "" }, words("field.choose")), ...options);
  }
  const spelled = field.control === "text" && field.group === "identity" ? { spellcheck: "false" } : {};
  return el("input", { ...common, ...spelled, type: field.control });
}

/** All countries, by their names in the page's language. */
export function countrySelect(attributes: Readonly<Record<string, string | boolean>>): HTMLSelectElement {
  const sorted = countries
    .map((code) => ({ code, name: countryName(code) }))
    .sort((one, other) => one.name.localeCompare(other.name, document.documentElement.lang));
  return el(
    "select",
    attributes,
    el("option", { value: "" }, words("field.choose")),
    ...sorted.map(({ code }) =>
      el(
        "option",
        { value: code },
        live(() => countryName(code)),
      ),
    ),
  );
}
