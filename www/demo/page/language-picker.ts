/** The choice of the page's language. */
import { byId } from "./dom.ts";
import { languages, onLanguage, preferredLanguage, setLanguage, text } from "./language.ts";
import { languageOptions } from "./language-options.ts";

export function drawLanguagePicker(): void {
  const select = byId("language", HTMLSelectElement);
  select.replaceChildren(...languageOptions(languages));
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
