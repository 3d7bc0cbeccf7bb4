/** The fields of the details step: drawn as they are asked for, kept when more are asked for. */
import type { DataItem } from "../../../package/types.ts";
import { el } from "../dom.ts";
import { type Field, type FieldGroup, fields, fromHost } from "../fields.ts";
import { day, live, text, words } from "../language.ts";
import { hostChecks, type Values } from "../record.ts";
import type { TextKey } from "../texts/en.ts";
import type { FieldFault } from "./error-summary.ts";
import { FieldView } from "./field-view.ts";

const groups: readonly (readonly [FieldGroup, TextKey])[] = [
  ["person", "group.person"],
  ["address", "group.address"],
  ["contact", "group.contact"],
  ["identity", "group.identity"],
  ["finances", "group.finances"],
];

export class DetailsForm {
  readonly element = el("div", { class: "field-groups" });
  readonly #views = new Map<DataItem, FieldView>();
  readonly #sets = new Map<FieldGroup, HTMLFieldSetElement>();
  readonly #fromHost = el(
    "p",
    { class: "from-host", hidden: true },
    live(() => text("details.from-host", { date: day(hostChecks.identity) })),
  );
  readonly #values: Values;
  readonly #onDeciding: () => void;

  /** @param onDeciding called when an answer changed that decides what else is asked */
  constructor(values: Values, onDeciding: () => void) {
    this.#values = values;
    this.#onDeciding = onDeciding;
    for (const [group, legend] of groups) {
      const set = el("fieldset", { class: "field-group", hidden: true }, el("legend", {}, words(legend)));
      this.#sets.set(group, set);
      this.element.append(set);
    }
    this.element.append(this.#fromHost);
  }

  /** Shows exactly these items; fields that stay keep their element, focus and value. */
  show(asked: ReadonlySet<DataItem>, optional: ReadonlySet<DataItem>): void {
    for (const [group, set] of this.#sets) {
      let before: Element | null = null;
      for (const field of fields.filter((one) => one.group === group).toReversed()) {
        const view = this.#views.get(field.item);
        if (!asked.has(field.item)) {
          view?.element.remove();
          this.#views.delete(field.item);
          continue;
        }
        const shown = view ?? this.#make(field);
        shown.optional = optional.has(field.item);
        if (view === undefined) set.insertBefore(shown.element, before);
        before = shown.element;
      }
      set.hidden = before === null;
    }
    this.#fromHost.hidden = ![...fromHost].some((item) => asked.has(item));
  }

  #make(field: Field): FieldView {
    const view = new FieldView(field, this.#values.get(field.item) ?? "", (value) => {
      this.#values.set(field.item, value);
      view.fail(null);
    });
    if (field.decides === true) view.control.addEventListener("change", () => this.#onDeciding());
    this.#views.set(field.item, view);
    return view;
  }

  view(item: DataItem): FieldView | undefined {
    return this.#views.get(item);
  }

  get items(): readonly DataItem[] {
    return fields.map(({ item }) => item).filter((item) => this.#views.has(item));
  }

  /** Puts the focus on the first field that is none of these. */
  focusAfter(known: readonly DataItem[]): void {
    const next = this.items.find((item) => !known.includes(item));
    if (next !== undefined) this.#views.get(next)?.control.focus();
  }

  /** Marks the items with what is wrong and gives the list for the summary; all other fields are clear. */
  fail(wrong: ReadonlyMap<DataItem, TextKey>): FieldFault[] {
    const faults: FieldFault[] = [];
    for (const item of this.items) {
      const view = this.#views.get(item);
      const message = wrong.get(item) ?? null;
      view?.fail(message);
      if (view !== undefined && message !== null) faults.push({ label: view.label, message, control: view.control });
    }
    return faults;
  }

  /** The shown items that are still empty and may not be. */
  get empty(): readonly DataItem[] {
    const isEmpty = (item: DataItem) => (this.#values.get(item) ?? "").trim() === "";
    return this.items.filter((item) => isEmpty(item) && this.#views.get(item)?.optional === false);
  }

  set(item: DataItem, value: string): void {
    this.#values.set(item, value);
    const view = this.#views.get(item);
    if (view === undefined) return;
    view.value = value;
    view.fail(null);
  }
}
