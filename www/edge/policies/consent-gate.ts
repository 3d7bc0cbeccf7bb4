import type { Context } from "hono";
import { isInForce, untilAccepted } from "kyc-assent/edge";
import type { Acceptance, Consent, Decision, Partner, Policy } from "../../package/types.ts";
import type { ConsentRecord } from "../ledger/consent-ledger.ts";
import type { Person } from "../ledger/person.ts";
import { policiesInUse, type Visit } from "../visit.ts";
import type { PoliciesInUse } from "./policy-registry.ts";

/**
 * Lets nobody through to a partner before all of its policies in use are accepted in the versions that count now, and
 * the partner knows of those that it wants to be told of. Throws `consent-required` otherwise. Gives the acceptances, by
 * policy.
 */
export async function consentsTo(
  c: Context<Visit>,
  person: Person,
  partner: Partner,
): Promise<ReadonlyMap<string, Consent>> {
  const policies = (await policiesInUse(c)).of(partner);
  const consents = policies.length === 0 ? [] : await person.consentsTo(policies);
  return new Map(consents.map((consent) => [consent.policy, consent]));
}

/**
 * Decisions of one partner as they count for this person: `ask-consent` while a policy of that partner is missing. `known`
 * is what is in force of that partner's policies, where it has just been read.
 */
export async function gated(
  c: Context<Visit>,
  person: Person,
  partner: Partner,
  decisions: readonly Decision[],
  known?: readonly ConsentRecord[],
): Promise<readonly Decision[]> {
  const needed = (await policiesInUse(c)).of(partner);
  if (needed.length === 0) return decisions;
  const inForce = known ?? (await person.inForce(needed));
  const lacking = needed.map(({ policy }) => policy).filter((name) => !inForce.some(({ policy }) => policy === name));
  return lacking.length === 0 ? decisions : untilAccepted(decisions, partner, lacking);
}

/** A partner's answer, its decisions as they count for this person. */
export async function gatedReading<T extends { readonly decisions: readonly Decision[] }>(
  c: Context<Visit>,
  person: Person,
  partner: Partner,
  reading: T,
): Promise<T> {
  return { ...reading, decisions: await gated(c, person, partner, reading.decisions) };
}

/** Names of the partner's policies in use of which no acceptance counts. */
export function missing(
  policies: PoliciesInUse,
  partner: Partner,
  consents: readonly ConsentRecord[],
): readonly string[] {
  const given = Map.groupBy(consents, ({ policy }) => policy);
  const lacks = (policy: Policy) => !given.get(policy.policy)?.some((consent) => counts(consent, policy));
  return policies
    .of(partner)
    .filter(lacks)
    .map(({ policy }) => policy);
}

/** Whether a consent can rest on this acceptance: it is of the version needed, and nobody has ended it. */
export function counts(record: ConsentRecord, needed: Policy): boolean {
  const { id, policy, version, acceptedAt: at, delivery: _, problem: __, language, ...marks } = record;
  // Of the event the core looks at policy and version alone, and of the number at nothing.
  const acceptance = { ...marks, id, at, sequence: 0, event: { policy, version, language } } as unknown as Acceptance;
  return isInForce(acceptance, needed.policy, needed.version);
}
