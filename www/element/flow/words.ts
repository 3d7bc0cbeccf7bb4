import loaders from "kyc-assent/flow-words";
import { lookup } from "../language.ts";

/** The words of one language, and what is the same in the texts of the package. */
export interface FlowWords {
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  readonly reviewed: boolean;
  readonly words: Readonly<Record<string, string>>;
  readonly next: Readonly<Record<string, { readonly title: string; readonly text: string }>>;
  readonly data: Readonly<Record<string, string>>;
  readonly documents: Readonly<Record<string, string>>;
  readonly scopes: Readonly<Record<string, string>>;
}

/** What is said before there are words. */
export const BEFORE_LOADING = { text: "This could not be loaded yet.", retry: "Try again" } as const;

/** The tag of a language that there are words in: the first of those preferred, else English. */
export function tagOf(preferred: readonly string[]): string {
  return lookup(preferred, Object.keys(loaders)) ?? "en";
}

/** Loads one language. */
export async function loadWords(preferred: readonly string[]): Promise<FlowWords> {
  const load = loaders[tagOf(preferred)];
  if (!load) throw new RangeError("English is always there");
  return (await load()).default;
}

/** Words as they are shown: the host's before the package's. */
export class Speech {
  readonly #words: FlowWords;
  readonly #own: Readonly<Record<string, string>>;

  /** How dates, numbers and names are written: the language with the person's region, where one is known. */
  readonly locale: string;

  /** @param preferred the tags that the language was chosen by */
  constructor(words: FlowWords, preferred: readonly string[], own: Readonly<Record<string, string>> = {}) {
    this.#words = words;
    this.#own = own;
    const isSame = (tag: string) => tag.toLowerCase().startsWith(`${words.language.toLowerCase()}-`);
    this.locale = preferred.find(isSame) ?? words.language;
  }

  get language(): string {
    return this.#words.language;
  }

  get direction(): "ltr" | "rtl" {
    return this.#words.direction;
  }

  /** One text by its key, with `{name}` filled in. */
  say(key: string, fill: Readonly<Record<string, string>> = {}): string {
    const text = this.find(key) ?? key;
    // What is put in keeps a direction of its own.
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in fill ? `\u2068${fill[name]}\u2069` : whole));
  }

  /** One text by its key, if there is one. */
  find(key: string): string | undefined {
    return this.#own[key] ?? this.#words.words[key];
  }

  /** What the core says is next. */
  next(key: string): { readonly title: string; readonly text: string } {
    const { title = "", text = "" } = this.#words.next[key] ?? {};
    return { title: this.#own[`next.${key}.title`] ?? title, text: this.#own[`next.${key}.text`] ?? text };
  }

  /** The name of an item that is asked for. */
  item(item: string): string {
    const { data, documents } = this.#words;
    return this.find(`item.${item}`) ?? data[item] ?? documents[item] ?? item;
  }

  scope(scope: string): string {
    return this.#own[`scope.${scope}`] ?? this.#words.scopes[scope] ?? scope;
  }

  /** Bytes, as megabytes. */
  size(bytes: number): string {
    const options = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 } as const;
    return new Intl.NumberFormat(this.locale, options).format(Math.max(0.1, bytes / 1024 / 1024));
  }

  seconds(count: number): string {
    const options = { style: "unit", unit: "second", unitDisplay: "long" } as const;
    return new Intl.NumberFormat(this.locale, options).format(count);
  }

  time(moment: Date, options: Intl.DateTimeFormatOptions = { timeStyle: "medium" }): string {
    return new Intl.DateTimeFormat(this.locale, options).format(moment);
  }
}
