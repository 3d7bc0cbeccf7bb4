/**
 * The element by itself: it brings the policy's text and the core along and needs no gateway to be shown. Text and core
 * lie beside this file, and are found from it; a bundler takes `alone-bundled.ts` instead, by the export condition
 * `module`. Recording a consent still takes a gateway.
 *
 * The text is a presentation that the core made when the package was built; the core in the page checks what became of
 * it. It is WebAssembly: a page whose policy does not allow `'wasm-unsafe-eval'` shows the same text without it; then
 * what was shown is checked by the gateway alone, which checks it anyhow.
 */
import { ConsentError } from "kyc-assent/element";
import { bringAlong } from "./alone-source.ts";

export * from "kyc-assent/element";
export { type LoadPolicyText, type PolicyText, usePolicyTexts } from "./alone-source.ts";

bringAlong({
  async text(policy, language, { signal, fetch, fresh }) {
    const path = `./presentations/${encodeURIComponent(policy)}/${language}.json`;
    const reply = await fetch(new URL(path, import.meta.url), { signal, cache: fresh ? "no-cache" : "default" });
    if (reply.status === 404) return null;
    if (!reply.ok) throw new ConsentError("unavailable", `The policy's text: answer ${reply.status}`);
    return reply.json();
  },

  async core() {
    return (await fetch(new URL("./element-alone.wasm", import.meta.url))).arrayBuffer();
  },
});
