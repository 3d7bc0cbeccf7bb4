/** The gateway with little patience, so that tests need not wait. */
import { gateway } from "kyc-assent/gateway";

export {
  B2coreSession,
  ConsentLedger,
  ConsentLog,
  PartnerSession,
  PartnerVerification,
  PolicyBook,
} from "kyc-assent/gateway";
export default gateway({ limits: { partnerTime: 500, bodyTime: 500, bodyBytes: 20_000, replyBytes: 20_000 } });
