import { AssentError } from "kyc-assent/edge";
import { callPartner } from "./partner-call.ts";
import type { Teller } from "./tellers.ts";

/** Tells Crossmint. It records the version that is current when it is told; none can be named. */
export const tellCrossmint: Teller = async (settings, { locator, policy, acceptedAt, region }, context) => {
  // The clock of another machine may be a little behind the one that stamped the acceptance.
  const now = new Date(Math.max(Date.now(), Date.parse(acceptedAt))).toISOString();
  const input = { userLocator: locator, acceptedAt, ...documentOf(policy, region) };
  return callPartner(settings, "crossmint.acceptLegalDocument", { account: settings.crossmint, input, now }, context);
};

function documentOf(policy: string, region: string) {
  if (policy === "crossmint-privacy-policy") return { type: policy } as const;
  if (policy === "crossmint-terms-of-service" && isRegion(region)) return { type: policy, region } as const;
  const message = "Crossmint has no document of that name and region";
  throw new AssentError({ code: "invalid-input", message, field: "policy" });
}

function isRegion(region: string): region is "eu" | "worldwide" | "us" {
  return ["eu", "worldwide", "us"].includes(region);
}
