import { present } from "kyc-assent/edge";
import crossmintPrivacyPolicy from "../../src/consent/policies/crossmint-privacy-policy.json";
import interfaceWords from "../../src/consent/words.json";
import type { Policy, Presentation } from "../package/types.ts";
import { Refusal } from "./problem.ts";

/** The element's own words in one language. */
type Words = Readonly<Record<string, string>>;

const POLICIES: ReadonlyMap<string, Policy> = new Map(
  // TypeScript widens the literals of a JSON file.
  [crossmintPrivacyPolicy as unknown as Policy].map((policy) => [policy.policy, policy]),
);

const WORDS: ReadonlyMap<string, Words> = new Map(Object.entries(interfaceWords));

/** What people must agree to before Crossmint is sent any data. */
export const CROSSMINT_POLICY: Policy = crossmintPrivacyPolicy as unknown as Policy;

/** The policy of that name, in its current version. */
export function policyOf(name: unknown): Policy {
  const policy = typeof name === "string" ? POLICIES.get(name) : undefined;
  if (policy === undefined)
    throw new Refusal(404, { code: "not-found", message: "this gateway has no policy of that name" });
  return policy;
}

/** What to show, with the words of the interface around it. Under `reviewedOnly` in a reviewed language only. */
export function presentationOf(
  policy: Policy,
  languages: readonly string[],
  reviewedOnly: boolean,
): Presentation & { readonly words: Words } {
  const sentences = reviewedOnly ? policy.sentences.filter(({ reviewed }) => reviewed) : policy.sentences;
  const presentation = present({ ...policy, sentences }, languages);
  return { ...presentation, words: WORDS.get(presentation.language) ?? interfaceWords.en };
}
