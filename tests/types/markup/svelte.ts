// The tags in Svelte's markup: what its language tools look them up by.

import type {} from "kyc-assent/svelte";
import type { SvelteHTMLElements } from "svelte/elements";

export const consent: SvelteHTMLElements["kyc-consent"] = {
  class: "card",
  policy: "crossmint-privacy-policy",
  density: "compact",
  disabled: false,
  authorize: () => "token",
  "onkyc-consent-given": ({ detail }) => detail.evidence.tickedAt.toUpperCase(),
};
export const flow: SvelteHTMLElements["kyc-flow"] = { "onkyc-flow-done": ({ detail }) => detail.id };
export const status: SvelteHTMLElements["kyc-status"] = { "onkyc-status-changed": ({ detail }) => detail.timeline };

// @ts-expect-error law 3: no property ticks the box
export const ticked: SvelteHTMLElements["kyc-consent"] = { checked: true };
// @ts-expect-error a density that there is not
export const tight: SvelteHTMLElements["kyc-consent"] = { density: "tight" };
// @ts-expect-error an event of another element
export const foreign: SvelteHTMLElements["kyc-consent"] = { "onkyc-flow-done": () => {} };
