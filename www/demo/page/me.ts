/** Everything about the person who is signed in, as `GET /me` answers it. */
import type { CrossmintEligibilities, Decision, ErrorCode, Partner, Plan } from "../../package/types.ts";
import type { ConsentOnRecord } from "./gateway.ts";

export interface Me {
  readonly consents: readonly ConsentOnRecord[];
  readonly products: CrossmintEligibilities["eligibility"];
  readonly decisions: readonly Decision[];
  readonly plan: Plan;
  /** The partners of which nothing is known just now, and why. */
  readonly problems: readonly PartnerProblem[];
}

export interface PartnerProblem {
  readonly partner: Partner;
  readonly code: ErrorCode;
  readonly detail: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** The partners' names, the same in all languages. */
export const partnerNames: Readonly<Record<Partner, string>> = {
  crossmint: "Crossmint",
  kriptomat: "Kriptomat",
  b2core: "B2CORE",
  sumsub: "Sumsub",
};

/** At B2CORE the person signs in: that nobody has is a state, not a failure. */
export function isSignedOut({ partner, code }: PartnerProblem): boolean {
  return partner === "b2core" && code === "unauthorized";
}

export function decisionOf(me: Me, partner: Partner): Decision | null {
  return me.decisions.find((decision) => decision.partner === partner) ?? null;
}

export function problemOfPartner(me: Me, partner: Partner): PartnerProblem | null {
  return me.problems.find((problem) => problem.partner === partner) ?? null;
}
