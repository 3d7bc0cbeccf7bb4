/** The gateway with a policy file of which nobody has seen that it breaks rules. */
import { gateway } from "kyc-assent/gateway";
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

const broken = {
  ...shopTerms,
  link: "http://shop.example/terms",
  sentences: [...shopTerms.sentences, shopTerms.sentences[0]],
};
export default gateway({ policies: [broken as unknown as Policy] });
