import type { Context } from "hono";
import { AssentError, prepare, read } from "kyc-assent/edge";
import type {
  Call,
  CrossmintStoredSections,
  CrossmintUserSummary,
  Decision,
  OperationName,
  Operations,
  Reading,
} from "../../package/types.ts";
import type { Person } from "../ledger/person.ts";
import { consentsTo, gatedReading } from "../policies/consent-gate.ts";
import { CROSSMINT_PRIVACY_POLICY } from "../policies/package-policies.ts";
import { verificationOf } from "../verification/verification-of.ts";
import { callContext, policiesInUse, type Visit } from "../visit.ts";
import { callPartner, exchange } from "./partner-call.ts";
import { uploadRequest } from "./upload-request.ts";

/** An operation that carries no data of the person. */
export function call<N extends OperationName>(
  c: Context<Visit>,
  operation: N,
  input: Operations[N]["input"],
): Promise<Reading<N>> {
  const request = { account: c.get("settings").crossmint, input, now: new Date().toISOString() };
  return callPartner(c.get("settings"), operation, request as Call<N>, callContext(c));
}

/** An operation that carries the person's data: sent under the consent that is on the ledger now, or not at all. */
export async function callWithConsent<
  N extends "crossmint.putUser" | "crossmint.uploadDocument" | "crossmint.triggerVerification",
>(c: Context<Visit>, person: Person, operation: N, input: Readonly<Record<string, unknown>>): Promise<Reading<N>> {
  const consent = (await consentsTo(c, person, "crossmint")).get(CROSSMINT_PRIVACY_POLICY);
  // Also without it, which the configuration rules out: the core then refuses to build the request.
  const acceptedAt = consent === undefined ? 0 : Date.parse(consent.acceptedAt);
  // The clock of the machine that stamped the acceptance may be a little ahead of this one's.
  const now = new Date(Math.max(Date.now(), acceptedAt)).toISOString();
  // What the page sent has not been checked yet: the core does that.
  const request = { account: c.get("settings").crossmint, input, consent, now } as unknown as Call<N>;
  const prepared =
    operation === "crossmint.uploadDocument"
      ? uploadRequest(request as Call<"crossmint.uploadDocument">)
      : prepare(operation, request);
  const reading = await exchange(c.get("settings"), operation, prepared, callContext(c), (reply) =>
    read(operation, reply),
  );
  await noteLapse(c, person, reading, now);
  return gatedReading(c, person, "crossmint", reading);
}

export async function getUser(c: Context<Visit>, person: Person): Promise<Reading<"crossmint.getUser">> {
  const askedAt = new Date().toISOString();
  const reading = await call(c, "crossmint.getUser", { userLocator: person.locator });
  await noteLapse(c, person, reading, askedAt);
  return reading;
}

/** What Crossmint holds of the person, so that an update drops none of it. */
export async function storedSections(c: Context<Visit>, person: Person): Promise<{ stored?: CrossmintStoredSections }> {
  try {
    const { userDetails, kycData, dueDiligence, verificationHistory } = (await getUser(c, person)).value;
    return { stored: { userDetails, kycData, dueDiligence, verificationHistory } };
  } catch (error) {
    if (error instanceof AssentError && error.code === "not-found") return {};
    throw error;
  }
}

/**
 * Where Crossmint says that the person has to agree again, what it was told before no longer counts here either. A
 * status that is merely looked at may be of before: that is for {@link crossmintStanding}.
 */
async function noteLapse<N extends OperationName>(
  c: Context<Visit>,
  person: Person,
  reading: Reading<N>,
  askedAt: string,
): Promise<void> {
  for (const decision of reading.decisions) {
    if (decision.next === "ask-consent" && namesAcceptance(decision)) {
      await person.lapse(decision.policy, decision.partner, askedAt);
    }
  }
  // Its decisions speak of the privacy policy; other documents stand in the list alone.
  for (const policy of documentsOutOfDate(reading.value)) {
    const isInUse = (await policiesInUse(c)).of("crossmint").some((known) => known.policy === policy);
    if (isInUse && policy !== CROSSMINT_PRIVACY_POLICY) await person.lapse(policy, "crossmint", askedAt);
  }
}

/** Documents that were accepted in a version that is not valid any more, and in none that is. */
function documentsOutOfDate(value: object): readonly string[] {
  const { legalDocuments = [] } = value as Partial<CrossmintUserSummary>;
  const isValid = (type: string) => legalDocuments.some((known) => known.type === type && known.isValidVersion);
  return [...new Set(legalDocuments.map(({ type }) => type))].filter((type) => !isValid(type));
}

/** Starts the verification, in the person's turn. */
export async function trigger(c: Context<Visit>, person: Person): Promise<Reading<"crossmint.triggerVerification">> {
  const askedAt = new Date().toISOString();
  const input = { userLocator: person.locator };
  const reading = await callWithConsent(c, person, "crossmint.triggerVerification", input);
  await noteTrigger(c, person, askedAt);
  return reading;
}

/** From now on the status is that of this trigger. Should it not be noted, the person may have to trigger once more. */
async function noteTrigger(c: Context<Visit>, person: Person, at: string): Promise<void> {
  const verification = await verificationOf({ partner: "crossmint", id: person.locator }, c.get("settings"));
  await verification.triggered(at).catch(() => undefined);
}

/** Whether it speaks of an acceptance that Crossmint has. A summary that lists none may be of an older kind. */
function namesAcceptance({ policy, said }: Extract<Decision, { next: "ask-consent" }>): boolean {
  const { legalDocuments } = said;
  return !Array.isArray(legalDocuments) || legalDocuments.includes(policy);
}
