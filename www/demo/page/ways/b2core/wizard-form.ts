/** The documents that a step of the wizard asks for. Each is handed in by itself; the answer says what is still asked for. */
import type { B2coreWizard, Decision } from "../../../../package/types.ts";
import { announce } from "../../announcer.ts";
import { el, freshId } from "../../dom.ts";
import type { Gateway, Reading } from "../../gateway.ts";
import { storeFile } from "../../host-files.ts";
import { type Label, labelText, labelWords, text, words } from "../../language.ts";
import { partnerNames } from "../../me.ts";
import type { Problem } from "../../problem.ts";
import { sampleFile } from "../../sample.ts";
import { ErrorSummary, type FieldFault } from "../../steps/error-summary.ts";
import { PartView } from "../../steps/part-view.ts";
import { Task } from "../../task.ts";
import { type DocumentType, documentTypes } from "./document-types.ts";

type File = PartView<number>;

export interface WizardEvents {
  /** The wizard has answered what is no further step of this form. */
  readonly onAnswer: (answer: Reading<B2coreWizard>) => void;
  /** The session is over. What was chosen is still here. */
  readonly onOver: () => void;
  /** The person wants to begin anew. */
  readonly onRestart: () => void;
}

export class WizardForm {
  readonly element: HTMLElement;
  readonly #gateway: Gateway;
  readonly #events: WizardEvents;
  readonly #uuid: string;
  readonly #summary = new ErrorSummary();
  readonly #task = new Task({ partner: partnerNames.b2core, handle: (problem) => this.#handle(problem) });
  /** Where the files lie that were stored already: a file is stored once, however often it takes to hand it in. */
  readonly #paths = new Map<globalThis.File, string>();
  #files: readonly File[];
  #sending: File | null = null;

  constructor(gateway: Gateway, { uuid, ...wizard }: B2coreWizard, events: WizardEvents) {
    this.#gateway = gateway;
    this.#events = events;
    this.#uuid = uuid ?? "";
    const types = documentTypes(wizard);
    const choice = types.filter(({ group }) => group === "one");
    const all = types.filter(({ group }) => group === "all");
    this.#files = all.map(fileFor);
    const submit = el("button", { type: "submit", class: "button" }, words("documents.send"));
    const restart = el("button", { type: "button", class: "button button-quiet" }, words("b2core.restart"));
    restart.addEventListener("click", () => events.onRestart());
    this.#task.guard(submit);
    this.#task.guard(restart);
    const form = el(
      "form",
      { class: "documents", novalidate: true, "aria-labelledby": "b2core-title" },
      choice.length > 0 && this.#choiceOf(choice),
      all.length > 0 && group("b2core.all", ...this.#files.map(({ element }) => element)),
      types.length === 0 && el("p", {}, words("b2core.no-types")),
      this.#task.element,
      el("div", { class: "actions" }, types.length > 0 && submit, restart),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.element = el("div", { class: "wizard" }, this.#summary.element, form);
  }

  /** Whether something is on its way just now. */
  get busy(): boolean {
    return this.#sending !== null;
  }

  async fillIn(): Promise<void> {
    for (const view of this.#files) {
      if (view.file === null) view.choose(await sampleFile(labelText(view.part.label)));
    }
    announce(text("sample.filled"));
  }

  leave(): void {
    this.#task.leave();
  }

  /** One document of several kinds is enough: the kind is chosen first, the file goes with it. */
  #choiceOf(types: readonly DocumentType[]): HTMLElement {
    const place = el("div", { class: "parts" });
    const others = this.#files;
    const use = (type: DocumentType) => {
      const file = fileFor(type);
      this.#files = [file, ...others];
      place.replaceChildren(file.element);
    };
    const name = freshId("b2core-kind");
    const radios = types.map((type, place) => {
      const id = freshId("b2core-kind");
      const radio = el("input", { type: "radio", id, name, value: type.id, checked: place === 0 });
      radio.addEventListener("change", () => use(type));
      return el("div", { class: "kind" }, radio, el("label", { for: id }, labelWords(labelOf(type))));
    });
    const [first] = types;
    if (first !== undefined) use(first);
    return group("b2core.one", el("div", { class: "kinds" }, ...(radios.length > 1 ? radios : [])), place);
  }

  async #send(): Promise<void> {
    const faults = this.#files.map((file) => file.fault()).filter((fault): fault is FieldFault => fault !== null);
    this.#summary.show(faults);
    if (faults.length > 0) return;
    await this.#task.run("documents.sending", async () => {
      let answer: Reading<B2coreWizard> | null = null;
      for (const file of this.#files.filter(({ done }) => !done)) answer = await this.#handIn(file);
      if (answer !== null) this.#events.onAnswer(answer);
    });
  }

  async #handIn(view: File): Promise<Reading<B2coreWizard>> {
    const { file } = view;
    if (file === null) throw new Error("A document without a file is a fault, and is not sent.");
    this.#sending = view;
    view.sending(0);
    try {
      const path = this.#paths.get(file) ?? (await storeFile(file, (part) => view.sending(part)));
      this.#paths.set(file, path);
      const answer = await this.#gateway.runWizard(this.#uuid, view.part.type, [path]);
      view.arrived();
      announce(text("document.arrived", { document: labelText(view.part.label) }));
      this.#sending = null;
      return answer;
    } catch (cause) {
      view.stopped();
      throw cause;
    }
  }

  #handle({ code }: Problem): boolean {
    const view = this.#sending;
    this.#sending = null;
    if (code === "unauthorized") {
      this.#events.onOver();
      return true;
    }
    if (view === null || (code !== "refused" && code !== "invalid-input")) return false;
    view.fail("document.refused");
    this.#summary.show([{ label: view.part.label, message: "document.refused", control: view.control }]);
    return true;
  }
}

function fileFor(type: DocumentType): File {
  return new PartView({ type: type.id, label: labelOf(type) }, false);
}

/** The partner's own words; where it has none, the number that it asks for. */
function labelOf({ id, name }: DocumentType): Label {
  return name === "" ? { said: `№ ${id}` } : { said: name };
}

function group(legend: "b2core.one" | "b2core.all", ...content: readonly HTMLElement[]): HTMLElement {
  return el("fieldset", { class: "document" }, el("legend", {}, words(legend)), ...content);
}

/** What the wizard has decided. Without a decision nothing goes on. */
export function wizardDecision({ decisions }: Reading<B2coreWizard>): Decision | null {
  return decisions[0] ?? null;
}
