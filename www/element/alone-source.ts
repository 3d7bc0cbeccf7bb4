import { ConsentError, type Presentation, tagOf, usePresentationSource } from "kyc-assent/element";
import type { Evidence, Presentation as Sentence } from "../package/types.ts";
import { type Check, coreOf } from "./core.ts";

/** A policy in one language: one presentation, or one for each region; and the words of the interface. */
export interface PolicyText {
  readonly presentations: readonly Sentence[];
  readonly words: Presentation["words"];
}

/**
 * Gives a policy's text in a language of the package; null or undefined where there is none. A module that has it as its
 * default will do.
 */
export type LoadPolicyText = (
  language: string,
) => Promise<PolicyText | { readonly default: PolicyText } | null | undefined>;

/** How a text is to be fetched, where it is fetched. */
export interface Fetching {
  readonly signal: AbortSignal;
  readonly fetch: typeof globalThis.fetch;
  /** Past the cache: what is known is out of date. */
  readonly fresh: boolean;
}

/** What an element by itself brings along. */
export interface Brought {
  text(policy: string, language: string, fetching: Fetching): ReturnType<LoadPolicyText>;
  /** The bytes of the core. */
  core(): Promise<BufferSource>;
}

const own = new Map<string, LoadPolicyText>();
const shown = new Map<string, Sentence>();
let core: Promise<Check | null> | undefined;
let check: Check | null = null;

/**
 * Says where the texts of a policy of your own come from, as `npx kyc-assent present FILE` writes them. A bundler takes
 * them along so:
 *
 * ```ts
 * usePolicyTexts("shop-terms", (language) => import(`./presentations/shop-terms/${language}.json`));
 * ```
 *
 * @param policy its name
 * @param load gives the text in a language of the package (BCP 47)
 */
export function usePolicyTexts(policy: string, load: LoadPolicyText): void {
  own.set(policy, load);
}

/** From now on every element of the page shows these texts. */
export function bringAlong(brought: Brought): void {
  usePresentationSource({
    async present(policy, languages, fetching) {
      const load = async (language: string): Promise<PolicyText | null | undefined> => {
        const found = await (own.get(policy)?.(language) ?? brought.text(policy, language, fetching));
        return found && "default" in found ? found.default : found;
      };
      core ??= coreOf(brought.core);
      // It is the languages of the package that its policies are in: what it does not have is not asked for.
      const text = (await load(tagOf(languages))) ?? (await load("en"));
      if (!text) throw new ConsentError("not-found", `No text of ${policy} was brought along: see usePolicyTexts`);
      const sentence = text.presentations.find((one) => !one.region || one.region === fetching.region);
      if (!sentence) throw new ConsentError("invalid-input", "The policy differs by region; set the attribute region");
      check = await core;
      if (!check) core = undefined;
      shown.set(keyOf(sentence), sentence);
      return { ...sentence, words: text.words };
    },

    check(evidence) {
      const sentence = shown.get(keyOf(evidence));
      return check && sentence ? check(sentence, evidence) : [];
    },
  });
}

function keyOf({ policy, version, language, region }: Sentence | Evidence): string {
  return [policy, version, language, region].join();
}
