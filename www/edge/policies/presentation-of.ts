import { present } from "kyc-assent/edge";
import interfaceWords from "../../../src/consent/words.json";
import type { Policy, Presentation } from "../../package/types.ts";

/** The element's own words in one language. */
type Words = Readonly<Record<string, string>>;

const WORDS: ReadonlyMap<string, Words> = new Map(Object.entries(interfaceWords));

/** What to show, with the words of the interface around it. Under `reviewedOnly` in a reviewed language only. */
export function presentationOf(
  policy: Policy,
  languages: readonly string[],
  reviewedOnly: boolean,
  region?: string,
): Presentation & { readonly words: Words } {
  const sentences = reviewedOnly ? policy.sentences.filter(({ reviewed }) => reviewed) : policy.sentences;
  const presentation = present({ ...policy, sentences }, languages, region);
  return { ...presentation, words: WORDS.get(presentation.language) ?? interfaceWords.en };
}
