import { documentSheet } from "../documents/document-sheet.ts";
import { PartView } from "../documents/part-view.ts";
import { adopt, el } from "../dom.ts";
import { FlowError } from "../error.ts";
import { ErrorSummary, type Fault } from "../form/error-summary.ts";
import { fieldSheet } from "../form/field-sheet.ts";
import { handInPart } from "../gateway.ts";
import type { DrawStep, Stage, Step } from "../stage.ts";
import type { DocumentsTask, FlowDocument } from "../task.ts";

/** Takes a file for each part of each document, and sends them one after the other. */
export const draw: DrawStep<"documents"> = (stage, task) => new DocumentsStep(stage, task);

class DocumentsStep implements Step {
  readonly content: readonly Node[];
  readonly #stage: Stage;
  readonly #task: DocumentsTask;
  readonly #summary: ErrorSummary;
  readonly #cancel: HTMLButtonElement;
  readonly #parts = new Map<FlowDocument, readonly PartView[]>();
  #sending: AbortController | null = null;

  constructor(stage: Stage, task: DocumentsTask) {
    this.#stage = stage;
    this.#task = task;
    const { speech } = stage;
    adopt(stage.root, fieldSheet());
    adopt(stage.root, documentSheet());
    this.#summary = new ErrorSummary(speech);
    const send = el("button", { type: "submit", part: "button primary" }, speech.say("action.send"));
    this.#cancel = el("button", { type: "button", part: "button", hidden: true }, speech.say("action.cancel"));
    this.#cancel.addEventListener("click", () => {
      this.#sending?.abort();
      send.focus();
    });
    const documents = task.documents.map((document) => this.#drawDocument(document));
    const actions = el("div", { part: "actions" }, send, this.#cancel);
    const form = el("form", { novalidate: true, part: "form" }, this.#summary.element, ...documents, actions);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.content = [form];
  }

  leave(): void {
    this.#sending?.abort();
  }

  #drawDocument(document: FlowDocument): HTMLElement {
    const { speech, draft } = this.#stage;
    const { item, ways, received } = document;
    const set = el("fieldset", { part: "group document" }, el("legend", {}, speech.item(item)));
    const place = el("div", { part: "parts" });
    const begun = ways.find(({ parts }) => parts.some(({ part }) => received.includes(part)));
    const chosen = ways.find(({ way }) => way === draft.ways.get(item)) ?? begun ?? ways[0];
    const use = (way = chosen) => {
      if (!way) return;
      draft.ways.set(item, way.way);
      const views = way.parts.map(
        (part) => new PartView(speech, part, this.#task, draft.files, received.includes(part.part), speech.item(item)),
      );
      this.#parts.set(document, views);
      place.replaceChildren(...views.map(({ element }) => element));
    };
    if (ways.length > 1) {
      const radios = ways.map((way) => {
        const radio = el("input", { type: "radio", name: `way-${item}`, value: way.way, checked: way === chosen });
        radio.addEventListener("change", () => use(way));
        return el("label", { part: "choice" }, radio, speech.find(`way.${way.way}`) ?? way.way);
      });
      set.append(el("fieldset", { part: "ways" }, el("legend", {}, speech.say("way.legend")), ...radios));
    }
    set.append(place);
    use();
    return set;
  }

  get #views(): readonly PartView[] {
    return [...this.#parts.values()].flat();
  }

  async #send(): Promise<void> {
    const { notice } = this.#stage;
    if (notice.isBusy) return;
    const faults = this.#views.map((view) => view.fail(view.problem));
    this.#summary.show(faults.filter((fault): fault is Fault => fault !== null));
    if (faults.some(Boolean)) return;
    await notice.run("progress.sending", () => this.#sendAll());
  }

  async #sendAll(): Promise<void> {
    const sending = new AbortController();
    this.#sending = sending;
    this.#cancel.hidden = false;
    try {
      // What has arrived stays: another try sends the rest.
      for (const view of this.#views) {
        if (!view.isReceived && !(await this.#sendOne(view, sending.signal))) return;
      }
      this.#stage.draft.files.clear();
      this.#stage.look();
    } finally {
      this.#cancel.hidden = true;
      this.#sending = null;
    }
  }

  /** @returns whether it was taken */
  async #sendOne(view: PartView, signal: AbortSignal): Promise<boolean> {
    const onProgress = (share: number) => view.sending(share);
    view.sending(0);
    try {
      const body = await this.#bodyOf(view, signal, onProgress);
      await handInPart(this.#stage.caller(), this.#task.id, view.part.part, { body, signal, onProgress });
      this.#stage.announce(view.arrived());
      return true;
    } catch (cause) {
      const code = cause instanceof FlowError ? cause.code : "unavailable";
      view.stopped(signal.aborted);
      if (signal.aborted) throw new FlowError("cancelled", "The upload was stopped");
      if (code !== "refused" && code !== "invalid-input") throw cause;
      const fault = view.fail("file-refused");
      if (fault) this.#summary.show([fault]);
      return false;
    }
  }

  async #bodyOf(view: PartView, signal: AbortSignal, onProgress: (share: number) => void) {
    const blob = view.file?.body ?? new Blob();
    if (this.#task.storage === "gateway") return blob;
    const storeFile = this.#stage.storeFile();
    if (!storeFile) throw new FlowError("not-enabled", "Set storeFile: the host has to store this file");
    // A person's own names for files may tell who the person is.
    const name = `document.${blob.type.split("/")[1]}`;
    return storeFile(new File([blob], name, { type: blob.type }), { signal, onProgress });
  }
}
