// The gateway of kyc-assent, as a Worker of your own. Bindings and variables are explained in wrangler.jsonc.
export {
  B2coreSession,
  ConsentLedger,
  ConsentLog,
  default,
  PartnerSession,
  PartnerVerification,
  PolicyBook,
} from "kyc-assent/gateway";
