/** The choice of the page's language. */
import { byId, el } from "./dom.ts";
import { languages, onLanguage, preferredLanguage, setLanguage, text } from "./language.ts";

export function drawLanguagePicker(): void {
  const select = byId("language", HTMLSelectElement);
  select.replaceChildren(
    ...languages.map((language) => {
      const name = new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
      return el("option", { value: language, lang: language }, name);
    }),
  );
  onLanguage(() => {
    document.title = text("page.document-title");
  });
  select.addEventListener("change", () => {
    const next = languages.find((language) => language === select.value);
    if (next !== undefined) setLanguage(next);
  });
  const first = preferredLanguage();
  select.value = first;
  setLanguage(first);
}
