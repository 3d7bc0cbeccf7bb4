import type { Context } from "hono";
import { sinceTold } from "kyc-assent/edge";
import type { ConsentRecord } from "../ledger/consent-ledger.ts";
import type { Person } from "../ledger/person.ts";
import { counts } from "../policies/consent-gate.ts";
import { CROSSMINT_PRIVACY_POLICY } from "../policies/package-policies.ts";
import { callContext, policiesInUse, type Visit } from "../visit.ts";
import type { Standing } from "./looks.ts";
import { asked, verificationOf } from "./verification-of.ts";

/**
 * Where a person stands at Crossmint, in the light of what it was told since: an answer of before the person agreed anew
 * does not ask for a consent again, and an acceptance that Crossmint does not count is noted as lapsed. Crossmint is not
 * asked while its last answer is fresh and no older than `mostAge` milliseconds. Where they are asked for at the same
 * time, the person's consents come along while they are still as they were read.
 */
export async function crossmintStanding(
  c: Context<Visit>,
  person: Person,
  mostAge: number,
  consentsToo?: () => Promise<readonly ConsentRecord[]>,
): Promise<{ readonly standing: Standing; readonly askedAt: string; readonly consents?: readonly ConsentRecord[] }> {
  const { settings } = c.var;
  const subject = { partner: "crossmint", id: person.locator } as const;
  const verification = await verificationOf(subject, settings);
  const [{ standing, ...times }, read] = await Promise.all([
    asked(verification.timed(subject, mostAge, callContext(c))),
    consentsToo?.(),
  ]);
  const { askedAt } = times;
  if (!standing.decisions.some(({ next }) => next === "ask-consent")) {
    return { standing, askedAt, ...(read !== undefined && { consents: read }) };
  }
  const policy = (await policiesInUse(c)).named(CROSSMINT_PRIVACY_POLICY);
  const consents = read ?? (await person.consents());
  const toldAt = consents.findLast((consent) => counts(consent, policy))?.toldAt;
  const { decisions, lapsed } = sinceTold(standing.decisions, { ...times, toldAt });
  const asDecided = { ...standing, decisions };
  if (!lapsed) return { standing: asDecided, askedAt, consents };
  await person.lapse(policy.policy, "crossmint", askedAt);
  return { standing: asDecided, askedAt };
}
