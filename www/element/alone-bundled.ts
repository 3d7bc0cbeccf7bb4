/**
 * The element by itself, as bundlers get it: what lies beside `alone.ts` as files is imported here, so that nothing is to be
 * copied. Each text is a piece of its own, loaded when its language is wanted; the core is within, in hexadecimal digits,
 * which compress better than base64.
 */
import texts from "kyc-assent/presentations";
import { bringAlong } from "./alone-source.ts";
import core from "./element-alone.wasm";

export * from "kyc-assent/element";
export { type LoadPolicyText, type PolicyText, usePolicyTexts } from "./alone-source.ts";

bringAlong({
  text: async (policy, language) => texts[policy]?.[language]?.(),
  core: async () => Uint8Array.from(core.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)),
});
