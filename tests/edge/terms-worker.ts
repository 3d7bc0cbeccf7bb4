/** The gateway with the documented example of an operator's own policy, for Crossmint: then there are two. */
import { gateway } from "kyc-assent/gateway";
import shopTerms from "../../src/consent/policies/examples/shop-terms.json";
import type { Policy } from "../../www/package/types.ts";

export * from "kyc-assent/gateway";

export default gateway({ policies: [{ ...shopTerms, partner: "crossmint" } as unknown as Policy] });
