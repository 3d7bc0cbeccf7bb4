/** The package's texts for people: what each decision tells them, and what data and documents are called. One language at a time. */
import type { DataItem, DocumentItem } from "../../package/types.ts";
import { type Language, language, onLanguage, redraw } from "./language.ts";

interface PackageTexts {
  readonly next: Readonly<Record<string, { readonly title: string; readonly text: string }>>;
  readonly data: Readonly<Record<DataItem, string>>;
  readonly documents: Readonly<Record<DocumentItem, string>>;
  readonly scopes: Readonly<Record<string, string>>;
}

const loaded = new Map<Language, PackageTexts>();

/** Loads the texts of the page's language, now and after every change of it. Until they are there, the page has its own words. */
export function followLanguage(): void {
  onLanguage(() => void load(language()));
  void load(language());
}

async function load(wanted: Language): Promise<void> {
  if (loaded.has(wanted)) return;
  try {
    const response = await fetch(`/texts/${wanted}.json`);
    if (!response.ok) return;
    loaded.set(wanted, (await response.json()) as PackageTexts);
  } catch {
    // Not reached: the next change of language asks again.
    return;
  }
  if (language() === wanted) redraw();
}

function current(): PackageTexts | null {
  return loaded.get(language()) ?? null;
}

/** What a decision tells the person, by its `text`; null while it is not there. */
export function nextText(key: string): { readonly title: string; readonly text: string } | null {
  return current()?.next[key] ?? null;
}

/** What data is called. */
export function dataName(item: DataItem): string {
  return current()?.data[item] ?? item;
}

/** What a document is called. */
export function documentName(item: DocumentItem): string {
  return current()?.documents[item] ?? item;
}

/** What data or a document of that name is called; null for a word that is none of ours. */
export function itemName(word: string): string | null {
  const known: Readonly<Record<string, string>> = { ...current()?.data, ...current()?.documents };
  return known[word] ?? null;
}

/** What a decision is about; nothing where the package has no name for it. */
export function scopeName(scope: string): string | null {
  return current()?.scopes[scope] ?? null;
}
