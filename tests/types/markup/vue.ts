// The tags in Vue's templates: what its language tools look them up by.

import type {} from "kyc-assent/vue";
import type { GlobalComponents } from "vue";

type Props<Name extends keyof GlobalComponents> = InstanceType<GlobalComponents[Name]>["$props"];

export const consent: Props<"kyc-consent"> = {
  class: "card",
  policy: "crossmint-privacy-policy",
  density: "compact",
  disabled: false,
  authorize: () => "token",
  onKycConsentGiven: ({ detail }) => detail.evidence.tickedAt.toUpperCase(),
};
export const flow: Props<"kyc-flow"> = { scopes: "onramp", onKycFlowDone: ({ detail }) => detail.id };
export const status: Props<"kyc-status"> = { onKycStatusChanged: ({ detail }) => detail.timeline.length };

// @ts-expect-error law 3: no property ticks the box
export const ticked: Props<"kyc-consent"> = { checked: true };
// @ts-expect-error a density that there is not
export const tight: Props<"kyc-consent"> = { density: "tight" };
// @ts-expect-error an event of another element
export const foreign: Props<"kyc-consent"> = { onKycFlowDone: () => {} };
