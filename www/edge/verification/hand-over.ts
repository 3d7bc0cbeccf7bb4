import { AssentError, tokenOutcome } from "kyc-assent/edge";
import type { Settings } from "../configuration.ts";
import { log } from "../log.ts";
import { inSession, kriptomatOf } from "../partners/kriptomat-call.ts";
import { type CallContext, callPartner } from "../partners/partner-call.ts";
import { detailOf } from "../problem.ts";
import { LOOKS, type Standing } from "./looks.ts";

/** Who is handed over, as the two partners know the person. */
export interface HandedOver {
  readonly userId: string;
  readonly applicantId: string;
}

/** What is on record of an import whose end is not known. Each method has written before it returns. */
export interface ImportRecord {
  /** Whether a share token was sent of which nobody knows what came. */
  isOpen(): boolean;
  open(): void;
  close(): void;
}

/**
 * Hands a person whom Sumsub has approved to Kriptomat. A share token works once and is sent once: the record is
 * written before it goes out, and whatever the reply, the user is read before another token is made.
 */
export async function handOver(
  record: ImportRecord,
  settings: Settings,
  person: HandedOver,
  context: CallContext,
): Promise<Standing> {
  const standing = await LOOKS.kriptomat(settings, person.userId, context);
  if (!mayStart(standing)) {
    record.close();
    return standing;
  }
  await mustBeApproved(settings, person, context);
  for (let sent = 1; ; sent++) {
    if (record.isOpen()) log("warn", { event: "import-repeated", requestId: context.requestId });
    record.close();
    try {
      const { decisions } = await importOnce(record, settings, person, context);
      record.close();
      return { value: {}, decisions };
    } catch (error) {
      // Nothing was sent, so nothing is unclear.
      if (!record.isOpen()) throw error;
      const { outcome, mustLook, mayRenew } = tokenOutcome(codeOf(error), sent);
      if (mustLook) {
        const now = await LOOKS.kriptomat(settings, person.userId, context);
        if (!mayStart(now)) {
          record.close();
          return now;
        }
      }
      if (outcome !== "unclear") record.close();
      if (!mayRenew) throw error;
    }
  }
}

/** Makes a share token and sends it. After a 401 another one is made: the first has been out. */
function importOnce(record: ImportRecord, settings: Settings, person: HandedOver, context: CallContext) {
  return inSession(settings, context, async (accessToken) => {
    const token = await shareToken(settings, person, context);
    record.open();
    const account = { ...kriptomatOf(settings).account, accessToken };
    const input = { userId: Number(person.userId), token };
    return callPartner(settings, "kriptomat.importKyc", { account, input, now: new Date().toISOString() }, context);
  });
}

async function shareToken(settings: Settings, { applicantId }: HandedOver, context: CallContext): Promise<string> {
  const { account, forClientId } = sharing(settings);
  const call = { account, input: { applicantId, forClientId }, now: new Date().toISOString() };
  try {
    return (await callPartner(settings, "sumsub.createShareToken", call, context)).value.token;
  } catch (error) {
    // A copy: the status that goes with it is Sumsub's, and says nothing of the session with Kriptomat.
    throw new AssentError(detailOf(error));
  }
}

/** Only a finished review that ended well is shared. */
async function mustBeApproved(settings: Settings, { applicantId }: HandedOver, context: CallContext): Promise<void> {
  const { decisions } = await LOOKS.sumsub(settings, applicantId, context);
  if (decisions.length > 0 && decisions.every(({ next }) => next === "proceed")) return;
  throw new AssentError({
    code: "refused",
    message: "Sumsub has not approved this applicant, so nothing was shared; GET /sumsub/applicant says what is next",
  });
}

function sharing(settings: Settings) {
  const forClientId = kriptomatOf(settings).sumsubClientId;
  if (forClientId !== undefined && settings.sumsub !== undefined) {
    return { account: settings.sumsub.account, forClientId };
  }
  throw new AssentError({
    code: "not-enabled",
    message: "this gateway is not set up to share people of Sumsub with Kriptomat",
  });
}

function mayStart({ decisions }: Standing): boolean {
  return decisions.some(({ next }) => next === "start-verification");
}

function codeOf(error: unknown): string {
  return error instanceof AssentError ? error.code : "";
}
