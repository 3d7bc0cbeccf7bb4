/** The gateway with the two documented examples as policies of an operator's own, more of the same for other partners, and own words. */
import { gateway } from "kyc-assent/gateway";
import crossmintTerms from "../../src/consent/policies/examples/crossmint-terms-of-service.json";
import shopTerms from "../../src/consent/policies/examples/shop-terms.json";
import type { Policy } from "../../www/package/types.ts";

export * from "kyc-assent/gateway";

const others = ["b2core", "sumsub"].map((partner) => ({ ...shopTerms, policy: `${partner}-terms`, partner }));
export default gateway({
  policies: [shopTerms, crossmintTerms, ...others] as unknown as Policy[],
  words: { de: { required: "Bitte zuerst ankreuzen." } },
});
