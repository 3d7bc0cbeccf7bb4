// The gateway whose ledgers are never told what Crossmint answered, as when whoever asked was stopped on the way.
import { gateway, ConsentLedger as Ledger } from "kyc-assent/gateway";

export { B2coreSession, ConsentLog, PartnerSession, PartnerVerification, PolicyBook } from "kyc-assent/gateway";

export class ConsentLedger extends Ledger {
  override async bring(): Promise<void> {
    // Lost.
  }
}

export default gateway({ limits: { partnerTime: 500 } });
