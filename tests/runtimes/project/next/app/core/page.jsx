"use client";
// The core with its wasm beside it, and the element.
import * as core from "kyc-assent/browser";
import "kyc-assent/element";
import policy from "kyc-assent/policies/crossmint-privacy-policy.json";
import { useEffect } from "react";

export default function Page() {
  useEffect(() => {
    void answer();
  }, []);
  return null;
}

async function answer() {
  await core.init();
  const body = '{"eligibility":[{"type":"onramp","status":"verified"}]}';
  const { decisions } = core.read("crossmint.getVerification", { status: 200, headers: {}, body });
  globalThis.said = {
    next: decisions[0]?.next,
    language: core.present(policy, ["de"]).language,
    element: customElements.get("kyc-consent") !== undefined,
  };
}
