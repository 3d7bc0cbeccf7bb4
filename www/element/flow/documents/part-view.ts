import { el } from "../dom.ts";
import type { Fault } from "../form/error-summary.ts";
import type { FlowPart } from "../task.ts";
import type { Speech } from "../words.ts";
import { BadFile, type Limits, type Prepared, prepare } from "./prepare.ts";

/** Where the files of parts are kept. */
export interface Shelf {
  get(part: string): Prepared | undefined;
  set(part: string, file: Prepared): void;
  delete(part: string): void;
}

/** One file to hand in: the choice or the camera, its picture, and how far its upload is. */
export class PartView {
  readonly part: FlowPart;
  readonly element: HTMLElement;
  isReceived: boolean;
  readonly #speech: Speech;
  readonly #limits: Limits;
  readonly #shelf: Shelf;
  readonly #label: string;
  readonly #input: HTMLInputElement;
  readonly #button = el("span");
  readonly #status = el("p", { part: "hint" });
  readonly #error = el("p", { part: "error" });
  readonly #preview = el("div");
  readonly #bar: HTMLProgressElement;
  #turn = 0;

  /** @param title of the document: a part of the same name needs no second one to be seen */
  constructor(speech: Speech, part: FlowPart, limits: Limits, shelf: Shelf, isReceived: boolean, title: string) {
    this.part = part;
    this.isReceived = isReceived;
    this.#speech = speech;
    this.#limits = limits;
    this.#shelf = shelf;
    this.#label = part.name ?? speech.find(`part.${part.part}`) ?? speech.item(part.part);
    const id = `part-${part.part}`;
    const look = this.#label === title ? "unseen" : "label";
    const name = el("p", { id, part: look }, part.name === undefined ? this.#label : el("bdi", {}, this.#label));
    this.#status.id = `${id}-status`;
    this.#error.id = `${id}-error`;
    this.#button.id = `${id}-choose`;
    this.#input = this.#makeInput(this.#button);
    this.#bar = el("progress", { max: 1, "aria-labelledby": id, hidden: true });
    const actions = el("div", { part: "actions" }, el("label", { part: "button file" }, this.#button, this.#input));
    if (part.camera && matchMedia("(any-pointer: coarse)").matches) {
      const words = el("span", { id: `${id}-camera` }, speech.say("file.camera"));
      const camera = this.#makeInput(words);
      camera.accept = "image/*";
      camera.setAttribute("capture", part.camera);
      actions.append(el("label", { part: "button file" }, words, camera));
    }
    this.element = el(
      "div",
      { part: "document-part" },
      name,
      this.#preview,
      this.#status,
      this.#bar,
      this.#error,
      actions,
    );
    this.show();
  }

  #makeInput(words: HTMLElement): HTMLInputElement {
    const id = `part-${this.part.part}`;
    const input = el("input", {
      type: "file",
      accept: this.#limits.accept.join(),
      "aria-labelledby": `${words.id} ${id}`,
      "aria-describedby": `${id}-status ${id}-error`,
    });
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      // Its name stays here, and the same file can be chosen again.
      if (file) void this.#choose(file).then(() => (input.value = ""));
    });
    return input;
  }

  get file(): Prepared | undefined {
    return this.#shelf.get(this.part.part);
  }

  async #choose(file: Blob): Promise<void> {
    const turn = ++this.#turn;
    this.#shelf.delete(this.part.part);
    this.isReceived = false;
    this.fail(null);
    this.show();
    this.#status.textContent = this.#speech.say("file.reading");
    try {
      const prepared = await prepare(file, this.#limits);
      if (turn !== this.#turn) return;
      this.#shelf.set(this.part.part, prepared);
      this.show();
    } catch (cause) {
      if (turn !== this.#turn) return;
      this.show();
      this.fail(`file-${cause instanceof BadFile ? cause.reason : "broken"}`);
    }
  }

  /** Draws what is there. */
  show(): void {
    const { file } = this;
    const say = this.#speech.say.bind(this.#speech);
    this.#bar.hidden = true;
    this.#button.textContent = say(file || this.isReceived ? "file.replace" : "file.choose");
    this.#status.part.toggle("received", this.isReceived);
    const size = this.#speech.size(file?.body.size ?? this.#limits.maxBytes);
    const key = this.isReceived ? "received" : !file ? "limits" : file.picture ? "ready" : "pdf";
    this.#status.textContent = say(`file.${key}`, { size });
    this.#preview.replaceChildren(...(file?.picture ? [this.#draw(file.picture)] : []));
  }

  sending(share: number): void {
    this.#bar.hidden = false;
    this.#bar.value = share;
    this.#status.textContent = this.#speech.say("file.sending");
  }

  /** @returns what to say of it */
  arrived(): string {
    this.isReceived = true;
    this.#shelf.delete(this.part.part);
    this.show();
    return `${this.#label}: ${this.#speech.say("file.received")}`;
  }

  stopped(isCancelled: boolean): void {
    this.show();
    this.#status.textContent = this.#speech.say(isCancelled ? "file.cancelled" : "file.failed");
  }

  /** What is missing before anything is sent. */
  get problem(): string | null {
    return this.isReceived || this.file ? null : "file-none";
  }

  fail(problem: string | null): Fault | null {
    const message =
      problem && this.#speech.say(`problem.${problem}`, { size: this.#speech.size(this.#limits.maxBytes) });
    this.#error.textContent = message;
    this.#input.ariaInvalid = message ? "true" : null;
    if (message) this.#input.setAttribute("aria-errormessage", this.#error.id);
    else this.#input.removeAttribute("aria-errormessage");
    return message ? { label: this.#label, message, control: this.#input } : null;
  }

  /** A small picture, drawn rather than linked: a strict host allows no `blob:` images. */
  #draw(picture: ImageBitmap): HTMLCanvasElement {
    const scale = Math.min(1, 480 / picture.width, 360 / picture.height);
    const label = this.#speech.say("file.preview", { part: this.#label });
    const canvas = el("canvas", { part: "preview", role: "img", "aria-label": label });
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  }
}
