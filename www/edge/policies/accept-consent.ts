import type { Context } from "hono";
import { acceptedEvent, check, claimDoubts, present } from "kyc-assent/edge";
import type { AcceptedEvent, CheckOptions, Evidence, Policy } from "../../package/types.ts";
import type { Accepted } from "../ledger/consent-ledger.ts";
import type { Person } from "../ledger/person.ts";
import { log } from "../log.ts";
import { detailOf, Refusal } from "../problem.ts";
import type { Visit } from "../visit.ts";
import { inLanguage } from "./presentation-of.ts";

/** What comes with the evidence. */
export interface Given {
  readonly person: Person;
  readonly policy: Policy;
  readonly evidence: Evidence;
  /** The region that the person belongs to, where it is known. */
  readonly region: string | undefined;
  /** The page's. */
  readonly origin: string;
  /** The idempotency key, hashed. */
  readonly key: string | undefined;
  readonly rendering?: AcceptedEvent["rendering"];
}

/** Checks the evidence of a consent against the policy's own table, and puts the consent on record. */
export async function acceptConsent(c: Context<Visit>, given: Given): Promise<Accepted> {
  const { person, policy, evidence, region, origin, key, rendering } = given;
  const demands = { reviewedOnly: c.get("settings").reviewedOnly, ...(region !== undefined && { region }) };
  const shown = inLanguage(policy, evidence.language);
  try {
    rulesKept(shown, evidence, demands);
  } catch (error) {
    const { code, rules = [code] } = detailOf(error);
    const refused = { operation: "refused", policy: policy.policy, partner: policy.partner, code: rules[0] };
    log("info", { event: "consent", ...refused, requestId: c.get("requestId") });
    throw error;
  }
  noteDoubts(evidence, c.get("requestId"));
  // What goes into the ledger is the gateway's own sentence, which the one that was shown has just been compared with.
  const presentation = present(shown, [evidence.language], evidence.region);
  const accepted = acceptedEvent(policy, presentation, evidence, origin, presentation.region ?? "");
  const event = rendering === undefined ? accepted : { ...accepted, rendering };
  return person.accept({ partner: policy.partner, event, key });
}

/** The core counts a member that is missing, or of another type, as broken. */
export function rulesKept(policy: Policy, evidence: Evidence, demands: Omit<CheckOptions, "evidence">): void {
  const rules = check(policy, evidence, { ...demands, evidence: true });
  if (rules.length === 0) return;
  const message = "the consent was not shown or not given as the policy demands; see rules";
  throw new Refusal(422, { code: "invalid-input", message, rules });
}

/** The browser's times are its own claims: kept as such where they are times, and never what the gateway goes by. */
function noteDoubts(evidence: Evidence, requestId: string): void {
  const problems = claimDoubts(evidence, new Date().toISOString());
  if (problems.length > 0) log("warn", { event: "claims-doubted", problems, requestId });
}
