import { present } from "kyc-assent/edge";
import type { Policy, Presentation } from "../../package/types.ts";

/** Words of the element by language, in place of the package's, which the element has beside it; see `kyc-assent/words.json`. */
export type OwnWords = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What to show, with the host's words for what is around it. Under `reviewedOnly` in a reviewed language only. */
export function presentationOf(
  policy: Policy,
  languages: readonly string[],
  reviewedOnly: boolean,
  region?: string,
  own: OwnWords = {},
): Presentation & { readonly words?: OwnWords[string] } {
  const sentences = reviewedOnly ? policy.sentences.filter(({ reviewed }) => reviewed) : policy.sentences;
  const presentation = present({ ...policy, sentences }, languages, region);
  const words = Object.hasOwn(own, presentation.language) ? own[presentation.language] : undefined;
  return { ...presentation, ...(words && { words }) };
}
