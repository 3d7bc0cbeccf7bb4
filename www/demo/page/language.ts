/** The page's language, and text that follows it: a change redraws words, never fields, so nothing typed is lost. */
import { ar } from "./texts/ar.ts";
import { de } from "./texts/de.ts";
import { en, type TextKey, type Texts } from "./texts/en.ts";
import { es } from "./texts/es.ts";
import { fr } from "./texts/fr.ts";
import { it } from "./texts/it.ts";
import { pt } from "./texts/pt.ts";

const tables = { en, de, fr, es, it, pt, ar } satisfies Record<string, Texts>;
export type Language = keyof typeof tables;
/** What is put into a text. A function is asked each time the text is drawn: for words that follow the language too. */
export type Parameter = string | number | (() => string);
export type Parameters = Readonly<Record<string, Parameter>>;

export const languages = Object.keys(tables) as readonly Language[];

/** Languages written from right to left. */
const rightToLeft: ReadonlySet<Language> = new Set(["ar"]);

let current: Language = "en";
const followers = new Set<WeakRef<{ redraw(): void }>>();
const watchers = new Set<() => void>();

export function language(): Language {
  return current;
}

/** The first of the browser's languages that the page has, else English. `?lang=` in the address comes first. */
export function preferredLanguage(): Language {
  const asked = new URLSearchParams(location.search).get("lang");
  const wishes = [...(asked === null ? [] : [asked]), ...navigator.languages];
  for (const wish of wishes) {
    const stem = wish.toLowerCase().split("-")[0];
    const found = languages.find((known) => known === stem);
    if (found !== undefined) return found;
  }
  return "en";
}

export function setLanguage(next: Language): void {
  current = next;
  document.documentElement.lang = next;
  document.documentElement.dir = rightToLeft.has(next) ? "rtl" : "ltr";
  redraw();
  for (const watcher of watchers) watcher();
}

/** Draws all text anew that follows the language: after a change, and when texts have arrived that were not there. */
export function redraw(): void {
  for (const reference of followers) {
    const follower = reference.deref();
    if (follower === undefined) followers.delete(reference);
    else follower.redraw();
  }
}

/** Calls `watcher` after every change of language. */
export function onLanguage(watcher: () => void): void {
  watchers.add(watcher);
}

/** One text in the page's language, `{name}` replaced. */
export function text(key: TextKey, parameters: Parameters = {}): string {
  return tables[current][key].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name] ?? whole;
    return isolated(String(typeof value === "function" ? value() : value));
  });
}

/** In a text from right to left, what is put in keeps a direction of its own: else 2026-11-23 reads 23-11-2026. */
function isolated(value: string): string {
  if (!rightToLeft.has(current)) return value;
  const start = /[\p{Script=Arabic}\u200f]/u.test(value) ? "\u2067" : "\u2066";
  return `${start}${value}\u2069`;
}

class LiveText extends Text {
  readonly #render: () => string;

  constructor(render: () => string) {
    super(render());
    this.#render = render;
    followers.add(new WeakRef(this));
  }

  redraw(): void {
    this.data = this.#render();
  }
}

/** A text node that follows the language. */
export function live(render: () => string): Text {
  return new LiveText(render);
}

/** {@link text} as a node that follows the language. */
export function words(key: TextKey, parameters: Parameters = {}): Text {
  return live(() => text(key, parameters));
}

/** Puts texts into all elements of the page's own HTML that name one by `data-text`. */
export function fillIn(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-text]")) {
    const key = element.getAttribute("data-text") ?? "";
    if (isTextKey(key)) element.replaceChildren(words(key));
  }
}

function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}

/** The name of a country in the page's language. */
export function countryName(code: string): string {
  return new Intl.DisplayNames([current], { type: "region" }).of(code) ?? code;
}

/** What is shown: one of the page's own texts, or a partner's words as they came. */
export type Label = TextKey | { readonly said: string };

export function labelText(label: Label): string {
  return typeof label === "string" ? text(label) : label.said;
}

/** {@link labelText} as a node that follows the language. */
export function labelWords(label: Label): Text {
  return live(() => labelText(label));
}

/** Several items as one list in the page's language. */
export function list(items: readonly string[], type: "conjunction" | "disjunction" = "conjunction"): string {
  return new Intl.ListFormat(current, { type }).format(items);
}

/** Whole seconds as `0:05` or `15:00`. */
export function duration(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** An amount of money in the page's language. */
export function money(amount: number, currency: string): string {
  return new Intl.NumberFormat(current, { style: "currency", currency }).format(amount);
}

/** A number in the page's language. */
export function decimal(amount: number, digits: number): string {
  return new Intl.NumberFormat(current, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    amount,
  );
}

/** A day in the page's language. */
export function day(iso: string): string {
  return new Intl.DateTimeFormat(current, { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso));
}
