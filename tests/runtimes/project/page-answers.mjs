// What a page says of the core that it was bundled with.
import policy from "kyc-assent/policies/crossmint-privacy-policy.json";

/** @param {typeof import("../../www/package/browser.ts")} core */
export async function answers(core) {
  await core.init();
  const reply = await (await fetch("reply.json")).text();
  const { decisions } = core.read("crossmint.getVerification", { status: 200, headers: {}, body: reply });
  globalThis.said = {
    next: decisions[0]?.next,
    language: core.present(policy, ["de"]).language,
    element: customElements.get("kyc-consent") !== undefined,
  };
}
