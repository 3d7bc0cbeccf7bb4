import { present } from "kyc-assent/edge";
import type { Policy, Presentation } from "../../package/types.ts";
import type { Answer } from "../contract/index.ts";
import { etagOf } from "../etag.ts";

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

/** A policy with the sentences of one language alone, where it has some: the core reads what it is given, whole. */
export function inLanguage(policy: Policy, language: unknown): Policy {
  const sentences = policy.sentences.filter((sentence) => sentence.language === language);
  return sentences.length === 0 ? policy : { ...policy, sentences };
}

/** An answer's body with its tag. */
export interface Tagged {
  readonly body: string;
  readonly etag: string;
}

/** More wishes than the browsers of one region have. */
const MOST_KEPT = 100;
const kept = new WeakMap<OwnWords, WeakMap<Policy, Map<string, Tagged>>>();

/** The same as an answer, made once for all who wish for the same languages: of everything a gateway says, this is said most. */
export async function presentationText(
  policy: Policy,
  languages: readonly string[],
  reviewedOnly: boolean,
  region: string | undefined,
  own: OwnWords,
): Promise<Tagged> {
  const ofWords = kept.get(own) ?? new WeakMap<Policy, Map<string, Tagged>>();
  const ofPolicy = ofWords.get(policy) ?? new Map<string, Tagged>();
  kept.set(own, ofWords.set(policy, ofPolicy));
  const there = policy.sentences.filter(({ reviewed }) => reviewed || !reviewedOnly);
  // What comes after a language that there is makes no difference.
  const served = languages.findIndex((tag) => there.some(({ language }) => language === tag));
  const wanted = served < 0 ? languages : languages.slice(0, served + 1);
  const wish = JSON.stringify([wanted, reviewedOnly, region]);
  const known = ofPolicy.get(wish);
  if (known !== undefined) return known;
  const shown: Answer<"GET /policies/{policy}/presentation", 200> = presentationOf(
    policy,
    wanted,
    reviewedOnly,
    region,
    own,
  );
  const body = JSON.stringify(shown);
  const made = { body, etag: await etagOf(body) };
  if (ofPolicy.size >= MOST_KEPT) ofPolicy.clear();
  ofPolicy.set(wish, made);
  return made;
}
