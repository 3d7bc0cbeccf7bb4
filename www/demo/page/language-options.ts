/** Languages to choose from, each by its own name. */
import { el } from "./dom.ts";

export function languageOptions(tags: readonly string[]): HTMLOptionElement[] {
  return tags.map((tag) => {
    const name = new Intl.DisplayNames([tag], { type: "language", languageDisplay: "standard" }).of(tag) ?? tag;
    return el("option", { value: tag, lang: tag }, name);
  });
}
