// The gateway whose ledgers take their time to send somebody to Crossmint: long enough to leave meanwhile.
import { gateway, ConsentLedger as Ledger } from "kyc-assent/gateway";

export { B2coreSession, ConsentLog, PartnerSession, PartnerVerification, PolicyBook } from "kyc-assent/gateway";

export class ConsentLedger extends Ledger {
  override async status(...asked: Parameters<Ledger["status"]>): ReturnType<Ledger["status"]> {
    const found = await super.status(...asked);
    await scheduler.wait(1_000);
    return found;
  }
}

export default gateway();
