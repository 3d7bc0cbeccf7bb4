import { AssentError } from "kyc-assent/edge";
import { callPartner } from "./partner-call.ts";
import type { Teller } from "./tellers.ts";

const PRIVACY_POLICY = "crossmint-privacy-policy";

/** Tells Crossmint. It records the version that is current when it is told; none can be named. */
export const tellCrossmint: Teller = async (settings, { locator, policy, acceptedAt }, context) => {
  if (policy !== PRIVACY_POLICY) {
    throw new AssentError({
      code: "invalid-input",
      message: "Crossmint has no document of that name",
      field: "policy",
    });
  }
  // The clock of another machine may be a little behind the one that stamped the acceptance.
  const now = new Date(Math.max(Date.now(), Date.parse(acceptedAt))).toISOString();
  const input = { userLocator: locator, type: policy, acceptedAt } as const;
  return callPartner(settings, "crossmint.acceptLegalDocument", { account: settings.crossmint, input, now }, context);
};
