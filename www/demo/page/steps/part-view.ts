/** One file to hand in: the choice, how far its upload is, and what is wrong with it. */
import type { CrossmintDocumentType } from "../../../package/types.ts";
import { el, freshId } from "../dom.ts";
import { decimal, labelWords, live, text, words } from "../language.ts";
import type { TextKey } from "../texts/en.ts";
import type { Part } from "./document-types.ts";
import type { FieldFault } from "./error-summary.ts";

/** Bytes a file may have: as base64 it still fits into the largest body that the gateway takes. */
export const LARGEST_FILE = 10 * 1024 * 1024;

const MEGABYTE = 1024 * 1024;

type State = "empty" | "chosen" | "sending" | "done";

export class PartView<T extends string | number = CrossmintDocumentType> {
  readonly part: Part<T>;
  readonly element: HTMLElement;
  readonly control: HTMLInputElement;
  readonly #status: HTMLElement;
  readonly #bar: HTMLProgressElement;
  readonly #error: HTMLElement;
  #file: File | null = null;
  #state: State = "empty";

  /** @param named whether what surrounds it names it already */
  constructor(part: Part<T>, named: boolean) {
    this.part = part;
    const id = freshId(`file-${part.type}`);
    this.control = el("input", {
      id,
      type: "file",
      accept: "image/jpeg,image/png,application/pdf",
      "aria-describedby": `${id}-status ${id}-error`,
    });
    this.#status = el("p", { id: `${id}-status`, class: "part-status" });
    this.#bar = el("progress", { max: 1, value: 0, "aria-labelledby": `${id}-label`, hidden: true });
    this.#error = el("p", { id: `${id}-error`, class: "field-error" });
    this.control.addEventListener("change", () => {
      const file = this.control.files?.[0];
      if (file !== undefined) this.choose(file);
    });
    this.element = el(
      "div",
      { class: "part" },
      el("label", { for: id, id: `${id}-label`, class: named && "hidden" }, labelWords(part.label)),
      this.control,
      this.#status,
      this.#bar,
      this.#error,
    );
    this.#show("empty");
  }

  /** The file, unless none was chosen yet. */
  get file(): File | null {
    return this.#file;
  }

  get done(): boolean {
    return this.#state === "done";
  }

  choose(file: File): void {
    this.#file = file;
    // A file that was not chosen by hand: the field shall name it all the same.
    if (this.control.files?.[0] !== file) {
      const transfer = new DataTransfer();
      transfer.items.add(file);
      this.control.files = transfer.files;
    }
    this.fail(null);
    this.#show("chosen");
    if (file.size > LARGEST_FILE) this.fail("document.too-large");
    else if (file.size === 0) this.fail("document.empty-file");
  }

  /** What is wrong before anything is sent. */
  fault(): FieldFault | null {
    const message = this.#wrong();
    this.fail(message);
    return message === null ? null : { label: this.part.label, message, control: this.control };
  }

  #wrong(): TextKey | null {
    if (this.done) return null;
    if (this.#file === null) return "document.none-chosen";
    if (this.#file.size > LARGEST_FILE) return "document.too-large";
    return this.#file.size === 0 ? "document.empty-file" : null;
  }

  fail(message: TextKey | null): void {
    this.#error.replaceChildren(...(message === null ? [] : [words(message)]));
    this.element.classList.toggle("field-invalid", message !== null);
    if (message === null) this.control.removeAttribute("aria-invalid");
    else this.control.setAttribute("aria-invalid", "true");
  }

  sending(part: number): void {
    this.#bar.value = part;
    if (this.#state !== "sending") this.#show("sending");
  }

  stopped(): void {
    this.#show(this.#file === null ? "empty" : "chosen");
  }

  arrived(): void {
    this.#show("done");
  }

  #show(state: State): void {
    this.#state = state;
    this.element.setAttribute("data-state", state);
    this.#bar.hidden = state !== "sending";
    this.control.disabled = state === "sending";
    this.#status.replaceChildren(live(() => this.#words()));
  }

  #words(): string {
    switch (this.#state) {
      case "empty":
        return text("document.limits", { size: LARGEST_FILE / MEGABYTE });
      case "chosen":
        return text("document.chosen", {
          name: this.#file?.name ?? "",
          size: decimal((this.#file?.size ?? 0) / MEGABYTE, 2),
        });
      case "sending":
        return text("document.sending");
      case "done":
        return text("document.done");
    }
  }
}

/** The file as a data URI. */
export function dataUri(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result)));
    reader.addEventListener("error", () => reject(new Error("The file cannot be read.", { cause: reader.error })));
    reader.readAsDataURL(file);
  });
}
