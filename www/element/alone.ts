/**
 * The element by itself: it brings the policy's text and the core along and needs no gateway to be shown. Text and core
 * lie beside this file, and are found from it. Recording a consent still takes a gateway.
 *
 * The text is a presentation that the core made when the package was built; the core in the page checks what became of
 * it. It is WebAssembly: a page whose policy does not allow `'wasm-unsafe-eval'` shows the same text without it; then
 * what was shown is checked by the gateway alone, which checks it anyhow.
 */
import { ConsentError, type Presentation, tagOf, usePresentationSource } from "kyc-assent/element";
import type { Evidence, Presentation as Sentence } from "../package/types.ts";
import { type Check, loadCore } from "./core.ts";

export * from "kyc-assent/element";

/** A policy in one language: one presentation, or one for each region; and the words of the interface. */
interface Text {
  readonly presentations: readonly Sentence[];
  readonly words: Presentation["words"];
}

const shown = new Map<string, Sentence>();
let core: Promise<Check | null> | undefined;
let check: Check | null = null;

usePresentationSource({
  async present(policy, languages, { signal, fetch, fresh, region }) {
    const load = async (language: string): Promise<Text | null> => {
      const path = `./presentations/${encodeURIComponent(policy)}/${language}.json`;
      const reply = await fetch(new URL(path, import.meta.url), { signal, cache: fresh ? "no-cache" : "default" });
      if (reply.status === 404) return null;
      if (!reply.ok) throw new ConsentError("unavailable", `The policy's text: answer ${reply.status}`);
      return reply.json();
    };
    core ??= loadCore();
    // It is the languages of the package that its policies are in: what it does not have is not asked for.
    const text = (await load(tagOf(languages))) ?? (await load("en"));
    if (!text) throw new ConsentError("not-found", "The package has no text of this policy");
    const sentence = text.presentations.find((one) => !one.region || one.region === region);
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

function keyOf({ policy, version, language, region }: Sentence | Evidence): string {
  return [policy, version, language, region].join();
}
