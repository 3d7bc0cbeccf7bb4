/**
 * The element by itself: it brings the policy's text and the core along and needs no gateway to be shown. Text and core
 * lie beside this file, and are found from it. Recording a consent still takes a gateway.
 *
 * The core is the package's WebAssembly. A page whose policy does not allow `'wasm-unsafe-eval'` shows the same text
 * without it; then what was shown is checked by the gateway alone, which checks it anyhow.
 */
import { check, init, present } from "kyc-assent/consent";
import { ConsentError, type Presentation, usePresentationSource, type Words } from "kyc-assent/element";
import type { Policy } from "../package/types.ts";

export * from "kyc-assent/element";

/** A policy in one language, with the words of the interface. */
type Text = Policy & { readonly words: Words };

const texts = new Map<string, Text>();
let hasCore = false;

usePresentationSource({
  async present(policy, languages, { signal, fetch, fresh, region }) {
    const load = async (language: string): Promise<Text | null> => {
      const path = `./policies/${encodeURIComponent(policy)}/${encodeURIComponent(language)}.json`;
      const reply = await fetch(new URL(path, import.meta.url), { signal, cache: fresh ? "no-cache" : "default" });
      if (reply.status === 404) return null;
      if (!reply.ok) throw new ConsentError("unavailable", `The policy's text: answer ${reply.status}`);
      return reply.json();
    };
    const core = init().then(
      () => true,
      () => false,
    );
    for (const tag of [...languages, "en"]) {
      // Both at once: whether a region has a text of its own is not worth a second wait.
      const found = await Promise.all([...new Set([tag, tag.split("-")[0] ?? tag])].map(load));
      const text = found.find(Boolean);
      if (!text) continue;
      hasCore = await core;
      const presentation = hasCore ? present(text, [tag], region) : withoutCore(text, region);
      texts.set(keyOf(presentation), text);
      return { ...presentation, words: text.words };
    }
    throw new ConsentError("not-found", "The package has no text of this policy");
  },

  check(evidence) {
    const text = texts.get(keyOf(evidence));
    return hasCore && text ? check(text, evidence, { evidence: true }) : [];
  },
});

function keyOf({ policy, version, language }: Pick<Presentation, "policy" | "version" | "language">): string {
  return [policy, version, language].join();
}

/** The one sentence of the file, as it stands there. */
function withoutCore(text: Text, name: string | undefined): Omit<Presentation, "words"> {
  const { policy, version, logo, sentences, regions } = text;
  const [sentence] = sentences;
  const region = regions?.find((known) => known.region === name);
  const href = region?.link ?? text.link;
  if (!sentence || !href) throw new ConsentError("unreadable", "The policy's text has no sentence");
  const segments = sentence.segments.map(({ text, link: isLink }) => (isLink ? { text, href } : { text }));
  return {
    ...sentence,
    policy,
    version,
    segments,
    ...(logo && { logo: { required: true, ...logo } }),
    ...(region && { region: region.region }),
  };
}
