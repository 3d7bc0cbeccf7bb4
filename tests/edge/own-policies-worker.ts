/** The gateway with the two documented examples as policies of an operator's own. */
import { gateway } from "kyc-assent/gateway";
import crossmintTerms from "../../src/consent/policies/examples/crossmint-terms-of-service.json";
import shopTerms from "../../src/consent/policies/examples/shop-terms.json";
import type { Policy } from "../../www/package/types.ts";

export {
  B2coreSession,
  ConsentLedger,
  ConsentLog,
  PartnerSession,
  PartnerVerification,
  PolicyBook,
} from "kyc-assent/gateway";
export default gateway({ policies: [shopTerms, crossmintTerms] as unknown as Policy[] });
