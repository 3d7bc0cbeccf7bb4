/** The gateway with streams that look often, so that tests need not wait. */
import { gateway } from "kyc-assent/gateway";

export {
  B2coreSession,
  ConsentLedger,
  ConsentLog,
  PartnerSession,
  PartnerVerification,
  PolicyBook,
} from "kyc-assent/gateway";
export default gateway({ limits: { freshTime: 50, streamLook: 100, streamHeartbeat: 300, partnerTime: 2_000 } });
