import type { Context } from "hono";
import { policyRegion } from "kyc-assent/edge";
import type { Policy } from "../../package/types.ts";
import { Refusal } from "../problem.ts";
import type { SignedIn } from "../sign-in.ts";
import type { Visit } from "../visit.ts";

/**
 * The region of the policy that the person belongs to by the token's claim of residence; undefined where the policy is
 * the same everywhere, or the gateway is told of no such claim: then the page names the region.
 */
export function regionOfPerson(
  c: Context<Visit>,
  { claims }: Pick<SignedIn, "claims">,
  policy: Policy,
): string | undefined {
  const { residenceClaim } = c.get("settings").policies;
  if (policy.regions === undefined || residenceClaim === undefined) return undefined;
  const country = claims[residenceClaim];
  if (typeof country !== "string" || !/^[A-Z]{2}$/.test(country)) {
    const message = "the token does not say in which country the person lives in the way that is configured";
    throw new Refusal(401, { code: "unauthorized", message });
  }
  const region = policyRegion(policy, country);
  if (region !== null) return region;
  const message = "this policy has no region for the country in which the person lives";
  throw new Refusal(404, { code: "not-found", message, field: "region" });
}
