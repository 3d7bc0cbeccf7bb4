import { adopt, el, grouped } from "../dom.ts";
import type { FlowError } from "../error.ts";
import { ErrorSummary, type Fault } from "../form/error-summary.ts";
import { fieldSheet } from "../form/field-sheet.ts";
import { FieldView } from "../form/field-view.ts";
import { askFields, handIn } from "../gateway.ts";
import type { DrawStep, Stage, Step } from "../stage.ts";
import type { FlowField } from "../task.ts";

/** Asks what the gateway says is to be asked, and hands it in. */
export const draw: DrawStep<"form"> = (stage, task) => new FormStep(stage, task.id, task.fields);

class FormStep implements Step {
  readonly content: readonly Node[];
  readonly #stage: Stage;
  readonly #id: string;
  readonly #summary: ErrorSummary;
  readonly #groups = el("div", { part: "parts" });
  #views: FieldView[] = [];
  #asking: Promise<void> | null = null;
  #asked = "";

  constructor(stage: Stage, id: string, fields: readonly FlowField[]) {
    this.#stage = stage;
    this.#id = id;
    const { speech } = stage;
    this.#summary = new ErrorSummary(speech);
    adopt(stage.root, fieldSheet());
    const button = el("button", { type: "submit", part: "button primary" }, speech.say("action.continue"));
    const actions = el("div", { part: "actions" }, button);
    const form = el("form", { novalidate: true, part: "form" }, this.#summary.element, this.#groups, actions);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.content = [form];
    this.#show(fields);
    this.#asked = JSON.stringify({});
  }

  entered(): void {
    // What was typed before a reload may ask for more than the gateway knew.
    this.#decide();
  }

  /** Shows exactly these fields. Those that stay keep their element, and with it focus and value. */
  #show(fields: readonly FlowField[]): void {
    const { speech, draft } = this.#stage;
    const before = new Map(this.#views.map((view) => [view.field.item, view]));
    this.#views = fields.map((field) => {
      const known = before.get(field.item);
      if (known && JSON.stringify(known.field) === JSON.stringify(field)) return known;
      const view: FieldView = new FieldView(speech, field, draft.values.get(field.item) ?? "", (isOver) => {
        draft.set(field.item, view.value, field.control === "password" || field.control === "one-time-code");
        if (isOver && field.decides) this.#decide();
      });
      return view;
    });
    const groups = grouped(this.#views, ({ field }) => field.group);
    const sets = [...this.#groups.querySelectorAll<HTMLFieldSetElement>(":scope > fieldset")];
    const wanted = [...groups].map(([group, views]) => {
      const set =
        sets.find((one) => one.getAttribute("data-group") === group) ??
        el("fieldset", { part: "group", "data-group": group }, el("legend", {}, speech.say(`group.${group}`)));
      const gone = [...set.children].filter(
        (child) => child.matches("[part~=field]") && !views.some((v) => v.element === child),
      );
      for (const child of gone) child.remove();
      // The only group is what the heading has said already.
      set.querySelector("legend")?.part.toggle("unseen", groups.size === 1);
      arrange(
        set,
        views.map(({ element }) => element),
      );
      return set;
    });
    for (const set of sets) if (!wanted.includes(set)) set.remove();
    arrange(this.#groups, wanted);
  }

  get #deciding(): Record<string, string> {
    const deciding = this.#views.filter(({ field, value }) => field.decides && value);
    return Object.fromEntries(deciding.map(({ field, value }) => [field.item, value]));
  }

  /** Asks for the fields anew, when an answer has changed that decides about them. */
  #decide(): void {
    const values = this.#deciding;
    const asked = JSON.stringify(values);
    if (asked === this.#asked || this.#asking) return;
    const { notice, speech } = this.#stage;
    let fields: readonly FlowField[] | null = null;
    this.#asking = notice
      .run("progress.asking", async () => {
        fields = await askFields(this.#stage.caller(), this.#id, values);
        this.#asked = asked;
        this.#show(fields);
      })
      .then(() => {
        this.#asking = null;
        if (!fields) return;
        this.#stage.announce(speech.say("fields.changed"));
        this.#decide();
      });
  }

  async #send(): Promise<void> {
    await this.#asking;
    if (this.#fail(new Map(this.#views.map((view) => [view.field.item, view.problem])))) return;
    if (JSON.stringify(this.#deciding) !== this.#asked) return this.#decide();
    const { notice, draft } = this.#stage;
    const given = this.#views.filter(({ value }) => value !== "");
    const values = Object.fromEntries(given.map(({ field, value }) => [field.item, value]));
    const send = async () => {
      const flow = await handIn(this.#stage.caller(), this.#id, values);
      draft.clear();
      this.#stage.take(flow);
    };
    await notice.run("progress.sending", send, (error) => this.#refused(error));
  }

  /** Ties what the gateway found wrong to the fields; what is at no field is told as a failure. */
  #refused({ fields }: FlowError): boolean {
    return this.#fail(new Map(fields.map(({ item, problem }) => [item, problem])));
  }

  #fail(problems: ReadonlyMap<string, string | null>): boolean {
    const faults = this.#views.map((view) => view.fail(problems.get(view.field.item) ?? null));
    const found = faults.filter((fault): fault is Fault => fault !== null);
    this.#summary.show(found);
    return found.length > 0;
  }
}

/** Puts the elements at the parent's end in this order, without touching those that are in place: a touch costs the focus. */
function arrange(parent: Element, elements: readonly Element[]): void {
  let next: Element | null = null;
  for (const element of [...elements].reverse()) {
    if (element.parentElement !== parent || element.nextElementSibling !== next) parent.insertBefore(element, next);
    next = element;
  }
}
