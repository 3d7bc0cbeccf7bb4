/** One document that is asked for: which kind of it, and a file for each of its sides. */
import type { DocumentItem } from "../../../package/types.ts";
import { el, freshId } from "../dom.ts";
import { labelText, words } from "../language.ts";
import { sampleFile } from "../sample.ts";
import { itemTitles, type Way, ways } from "./document-types.ts";
import type { FieldFault } from "./error-summary.ts";
import { PartView } from "./part-view.ts";

export class DocumentChoice {
  readonly item: DocumentItem;
  readonly element: HTMLFieldSetElement;
  readonly #kinds = el("div", { class: "kinds" });
  readonly #files = el("div", { class: "parts" });
  #chosen: string | null = null;
  #parts: readonly PartView[] = [];

  constructor(item: DocumentItem) {
    this.item = item;
    this.element = el("fieldset", { class: "document" }, el("legend", {}, words(itemTitles[item])));
    this.element.append(this.#kinds, this.#files);
    this.offer(ways[item].slice(0, 1));
  }

  /** Offers these ways; the one that was chosen stays chosen, with its files, where it is still offered. */
  offer(offered: readonly Way[]): void {
    const [first] = offered;
    const chosen = offered.find(({ id }) => id === this.#chosen) ?? first;
    if (chosen === undefined) return;
    this.#kinds.replaceChildren(...(offered.length > 1 ? this.#radios(offered, chosen) : []));
    if (chosen.id !== this.#chosen) this.#use(chosen);
  }

  get parts(): readonly PartView[] {
    return this.#parts;
  }

  get done(): boolean {
    return this.#parts.every(({ done }) => done);
  }

  faults(): FieldFault[] {
    return this.#parts.map((part) => part.fault()).filter((fault) => fault !== null);
  }

  /** A made-up picture for each side that has no file yet. */
  async fillIn(): Promise<void> {
    for (const part of this.#parts) if (part.file === null) part.choose(await sampleFile(labelText(part.part.label)));
  }

  #radios(offered: readonly Way[], chosen: Way): readonly HTMLElement[] {
    const name = freshId("kind");
    return offered.map((way) => {
      const id = freshId("kind");
      const radio = el("input", { type: "radio", id, name, value: way.id, checked: way === chosen });
      radio.addEventListener("change", () => this.#use(way));
      return el("div", { class: "kind" }, radio, el("label", { for: id }, words(way.label)));
    });
  }

  #use(way: Way): void {
    this.#chosen = way.id;
    this.#parts = way.parts.map((part) => new PartView(part, part.label === itemTitles[this.item]));
    this.#files.replaceChildren(...this.#parts.map(({ element }) => element));
  }
}
