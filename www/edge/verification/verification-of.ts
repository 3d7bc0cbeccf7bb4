import { AssentError } from "kyc-assent/edge";
import type { Settings } from "../configuration.ts";
import { type Outcome, unwrapped } from "../ledger/outcome.ts";
import { keyedName } from "../sessions/seal.ts";
import type { Subject } from "./looks.ts";
import type { PartnerVerification } from "./partner-verification.ts";

/** One person's verification at one partner. Its name is a keyed hash, so that it gives nothing away. */
export async function verificationOf(
  subject: Subject,
  settings: Settings,
): Promise<DurableObjectStub<PartnerVerification>> {
  return settings.verifications.getByName(await keyedName(settings.ledgerKey, subject.partner, subject.id));
}

/** What the verification answers. Throws `AssentError`. */
export async function asked<T>(answer: Promise<Outcome<T>>): Promise<T> {
  return unwrapped(await reached(answer));
}

/** The same of what cannot fail there. */
export async function reached<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch {
    throw new AssentError({ code: "unavailable", message: "the verification is out of reach; try again" });
  }
}
