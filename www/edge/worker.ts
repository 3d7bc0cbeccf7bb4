/** What `wrangler.jsonc` at the root deploys: the gateway as it is. */
export {
  B2coreSession,
  ConsentLedger,
  ConsentLog,
  default,
  PartnerSession,
  PartnerVerification,
  PolicyBook,
} from "./index.ts";
