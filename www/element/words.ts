import loaders from "kyc-assent/element-words";
import { lookup } from "./language.ts";

/**
 * The sentences of the interface, in the language of the presentation. They are data, one file of src/consent/words for
 * each language; `{company}` stands for the company named by `presentation.logo.of`.
 */
export interface Words {
  /** There is no text to agree to yet. */
  readonly notLoaded: string;
  /** Shown when the form is sent while the box is not ticked. */
  readonly required: string;
  /** Describes the link to the policy. */
  readonly newTab: string;
  /** Why the box cannot be ticked: its text or the logo cannot be seen. Holds `{company}`. */
  readonly notShown: string;
  /** Progress of `record()`, once it takes over a second. */
  readonly saving: string;
  readonly saved: string;
  /** Progress of `withdraw()`, once it takes over a second. */
  readonly withdrawing: string;
  readonly withdrawn: string;
  /** `record()` failed; the tick is kept. */
  readonly failed: string;
  /** `withdraw()` failed; the box stays unticked. */
  readonly withdrawFailed: string;
  readonly offline: string;
  /** The gateway refused the host's token, or the host gave none. */
  readonly signedOut: string;
  /** The policy has a newer version: the box was unticked and the text replaced. */
  readonly stale: string;
  /** Comes before what the operator wrote of the changes, for a person who agreed to an earlier version. */
  readonly changed: string;
  /** Label of the button that saves the receipt. */
  readonly receipt: string;
  /** The receipt could not be fetched. */
  readonly receiptFailed: string;
  /** Label of the button that repeats what failed. */
  readonly retry: string;
}

/** The name of one sentence of the interface. */
export type Word = keyof Words;

/** The words of one language. */
export interface Wording extends Words {
  /** BCP 47. */
  readonly language: string;
  readonly direction: "ltr" | "rtl";
}

/** What is said where not even English arrives. */
export const NOT_LOADED = {
  language: "en",
  direction: "ltr",
  notLoaded: "The consent text has not loaded yet.",
  retry: "Try again",
} as const satisfies Partial<Wording>;

const loaded = new Map<string, Wording>();

/** The language that the package says the most wanted of these in, else English. */
export function tagOf(languages: readonly string[]): string {
  return lookup(languages, Object.keys(loaders)) ?? "en";
}

/**
 * The languages to ask a gateway for: the first alone, where the package speaks it, so that a page can write the address in
 * advance. Further ones a gateway has of `Accept-Language`.
 */
export function toAskFor([first = "", ...others]: readonly string[]): string {
  return lookup([first], Object.keys(loaders)) ? first : [first, ...others].join();
}

/** The words in the first of these languages that there is, once they are loaded. */
export function knownWording(languages: readonly string[]): Wording | undefined {
  return loaded.get(tagOf(languages));
}

/** Loads the words of the first of these languages that there is, or English; undefined where neither arrives. */
export async function loadWording(languages: readonly string[]): Promise<Wording | undefined> {
  for (const tag of [tagOf(languages), "en"]) {
    try {
      const wording = loaded.get(tag) ?? (await loaders[tag]?.())?.default;
      if (wording) loaded.set(tag, wording);
      if (wording) return wording;
    } catch {
      // English, then.
    }
  }
  return undefined;
}
