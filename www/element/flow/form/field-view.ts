import { el } from "../dom.ts";
import type { FlowField } from "../task.ts";
import type { Speech } from "../words.ts";
import { countries } from "./countries.ts";
import { DateFields } from "./date.ts";
import type { Fault } from "./error-summary.ts";

/** One question with its label, hint and error, all tied to the control. */
export class FieldView {
  readonly field: FlowField;
  readonly element: HTMLElement;
  readonly #speech: Speech;
  readonly #error: HTMLElement;
  readonly #date: DateFields | null = null;
  readonly #controls: readonly (HTMLInputElement | HTMLSelectElement)[];
  readonly #label: string;

  /** @param changed called with each input, and with `true` once it is over */
  constructor(speech: Speech, field: FlowField, value: string, changed: (isOver: boolean) => void) {
    const { item, control, required } = field;
    const id = `field-${item}`;
    this.field = field;
    this.#speech = speech;
    this.#label = speech.item(item);
    this.#error = el("p", { id: `${id}-error`, part: "error" });
    const hint = control === "date" ? this.#example() : speech.find(`hint.${item}`);
    const hintLine = hint ? el("p", { id: `${id}-hint`, part: "hint" }, hint) : null;
    const optional = !required && el("span", { part: "optional" }, ` ${speech.say("field.optional")}`);
    const common = { part: "field", "data-item": item };
    if (control === "date") {
      this.#date = new DateFields(speech, id, field.autocomplete, () => this.#change(changed, false));
      this.#controls = [...this.#date.inputs.values()];
      const legend = el("legend", {}, this.#label, optional);
      this.element = el("fieldset", common, legend, hintLine, this.#date.element, this.#error);
    } else {
      const one = this.#makeControl(id);
      one.addEventListener("input", () => this.#change(changed, false));
      one.addEventListener("change", () => this.#change(changed, true));
      this.#controls = [one];
      const label = el("label", { for: id, part: "label" }, this.#label, optional);
      this.element = el("div", common, label, hintLine, one, this.#error);
    }
    for (const one of this.#controls) {
      one.required = required;
      one.setAttribute("aria-describedby", [hintLine?.id, this.#error.id].filter(Boolean).join(" "));
    }
    this.value = value;
  }

  get value(): string {
    return (this.#date?.value ?? this.#controls[0]?.value ?? "").trim();
  }

  set value(value: string) {
    if (this.#date) this.#date.value = value;
    else if (this.#controls[0]) this.#controls[0].value = value;
  }

  /** What the person can see is wrong, before anything is sent. */
  get problem(): string | null {
    if (this.field.required && this.value === "") return "required";
    if (this.#date && this.value !== "" && !/^\d{4}-\d\d-\d\d$/.test(this.value)) return "date";
    return null;
  }

  /** Shows what is wrong, or takes it away. */
  fail(problem: string | null): Fault | null {
    const key = `problem.${problem}`;
    const message = problem && this.#speech.say(this.#speech.find(key) ? key : "problem.invalid");
    this.#error.textContent = message;
    for (const control of this.#controls) {
      control.ariaInvalid = message ? "true" : null;
      if (message) control.setAttribute("aria-errormessage", this.#error.id);
      else control.removeAttribute("aria-errormessage");
    }
    const [control] = this.#controls;
    return message && control ? { label: this.#label, message, control } : null;
  }

  focus(): void {
    this.#controls[0]?.focus();
  }

  #change(changed: (isOver: boolean) => void, isOver: boolean): void {
    this.fail(null);
    changed(isOver);
  }

  #example(): string {
    const options = { calendar: "gregory", day: "numeric", month: "numeric", year: "numeric" } as const;
    return this.#speech.say("hint.date", { example: this.#speech.time(new Date(1987, 2, 27), options) });
  }

  #makeControl(id: string): HTMLInputElement | HTMLSelectElement {
    const { item, control, group, autocomplete, maxLength } = this.field;
    const common = { id, name: item, part: "control", autocomplete: autocomplete ?? "off" };
    if (control === "country" || control === "choice") {
      const first = el("option", { value: "" }, this.#speech.say("field.choose"));
      return el("select", common, first, ...this.#options().map(([value, label]) => el("option", { value }, label)));
    }
    const code = control === "one-time-code" && { inputmode: "numeric", autocomplete: "one-time-code" };
    const isName = control === "text" && group !== "identity";
    const more = { type: control === "one-time-code" ? "text" : control, dir: isName ? "auto" : "ltr" };
    return el("input", { ...common, ...more, maxlength: maxLength, spellcheck: "false", ...code });
  }

  #options(): readonly (readonly [value: string, label: string])[] {
    const { control, options } = this.field;
    if (control === "choice") {
      return (options ?? []).map(({ value, label }) => [value, label ?? this.#speech.find(`option.${value}`) ?? value]);
    }
    const names = new Intl.DisplayNames(this.#speech.language, { type: "region" });
    const codes = options?.map(({ value }) => value) ?? countries;
    return codes
      .map((code) => [code, names.of(code) ?? code] as const)
      .sort(([, one], [, other]) => one.localeCompare(other, this.#speech.language));
  }
}
