import loaders from "kyc-assent/element-words";
import english from "../../src/consent/words/en.json";
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

const ENGLISH = { ...english, language: "en" } as Wording;
const loaded = new Map<string, Wording>([["en", ENGLISH]]);

/** The language that the package says the most wanted of these in, else English. */
export function tagOf(languages: readonly string[]): string {
  return lookup(languages, ["en", ...Object.keys(loaders)]) ?? "en";
}

/** The words in the first of these languages that there is; English while they have not been loaded. */
export function wordingOf(languages: readonly string[]): Wording {
  return loaded.get(tagOf(languages)) ?? ENGLISH;
}

/** Loads the words of the first of these languages that there is. English where that does not succeed. */
export async function loadWording(languages: readonly string[]): Promise<Wording> {
  const tag = tagOf(languages);
  try {
    const { default: wording = wordingOf(languages) } = (await loaders[tag]?.()) ?? {};
    loaded.set(tag, wording);
    return wording;
  } catch {
    return ENGLISH;
  }
}

/** Whether these are all the words that there are. */
export function isWhole(words: Partial<Words> | undefined): words is Words {
  return Object.keys(english).every((word) => word === "direction" || (words && word in words));
}
