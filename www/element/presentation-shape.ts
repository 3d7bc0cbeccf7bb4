import type { Presentation as Sentence } from "../package/types.ts";
import type { Words } from "./words.ts";

/**
 * What to show: the sentence in one language, and words of the interface in place of the package's in that language. Words
 * with a `direction` are a whole file of the package: then none of its own are fetched.
 */
export interface Presentation extends Sentence {
  readonly words?: Partial<Words> & { readonly direction?: "ltr" | "rtl" };
}

/** Whether a value can be shown: a named policy and version, and a sentence with exactly one link, over https. */
export function isPresentation(value: unknown): value is Presentation {
  const { policy, version, language, segments, words } = (value ?? {}) as Partial<Presentation>;
  return (
    [policy, version, language].every((text) => typeof text === "string" && text !== "") &&
    Array.isArray(segments) &&
    segments.every(({ text }) => typeof text === "string") &&
    segments.filter(({ href }) => href !== undefined).length === 1 &&
    segments.some(({ href }) => /^https:\/\/[^\s]+$/.test(href ?? "")) &&
    Object.values(Object(words)).every((word) => typeof word === "string")
  );
}
