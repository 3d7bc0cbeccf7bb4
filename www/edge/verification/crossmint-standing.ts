import type { Context } from "hono";
import { AssentError, sinceTold } from "kyc-assent/edge";
import type { ConsentRecord, PolicyVersion } from "../ledger/consent-ledger.ts";
import type { DatedStanding, Errand } from "../ledger/last-standing.ts";
import { failure, success } from "../ledger/outcome.ts";
import type { Person } from "../ledger/person.ts";
import { logUnforeseen } from "../log.ts";
import { counts } from "../policies/consent-gate.ts";
import { CROSSMINT_PRIVACY_POLICY } from "../policies/package-policies.ts";
import { callContext, policiesInUse, type Visit } from "../visit.ts";
import { LOOKS } from "./looks.ts";
import { reached, verificationOf } from "./verification-of.ts";

/**
 * Where a person stands at Crossmint, in the light of what it was told since: an answer of before the person agreed anew
 * does not ask for a consent again, and an acceptance that Crossmint does not count is noted as lapsed. Crossmint is not
 * asked while its last answer is fresh and no older than `mostAge` milliseconds. What is in force of its policies comes
 * along, while that is still as it was read.
 */
export async function crossmintStanding(
  c: Context<Visit>,
  person: Person,
  mostAge: number,
): Promise<DatedStanding & { readonly consents?: readonly ConsentRecord[] }> {
  const policies = await policiesInUse(c);
  const looked = look(c, person, policies.of("crossmint"), mostAge);
  // Whoever leaves just as the ledger sends them to ask would be stopped with the errand in hand, and others wait for it.
  c.executionCtx.waitUntil(looked.catch(() => undefined));
  const { standing, askedAt, consents } = await looked;
  if (!standing.decisions.some(({ next }) => next === "ask-consent")) return { standing, askedAt, consents };
  const policy = policies.named(CROSSMINT_PRIVACY_POLICY);
  const toldAt = consents.findLast((consent) => counts(consent, policy))?.toldAt;
  const verification = await verificationOf({ partner: "crossmint", id: person.locator }, c.get("settings"));
  const { triggeredAt } = await reached(verification.flowNote());
  const { decisions, lapsed } = sinceTold(standing.decisions, {
    askedAt,
    triggeredAt: triggeredAt ?? undefined,
    toldAt,
  });
  const asDecided = { ...standing, decisions };
  if (!lapsed) return { standing: asDecided, askedAt, consents };
  await person.lapse(policy.policy, "crossmint", askedAt);
  return { standing: asDecided, askedAt };
}

/** What the ledger knows, or what Crossmint says. */
async function look(
  c: Context<Visit>,
  person: Person,
  needed: readonly PolicyVersion[],
  mostAge: number,
): Promise<DatedStanding & { readonly consents: readonly ConsentRecord[] }> {
  const { found, consents } = await person.status(needed, mostAge);
  return { ...("id" in found ? await ask(c, person, found) : found), consents };
}

/** Asks Crossmint, also for those who wait for it: so it is seen through, and told, even when this visitor has gone. */
async function ask(c: Context<Visit>, person: Person, { id, askedAt }: Errand): Promise<DatedStanding> {
  const looked = LOOKS.crossmint(c.get("settings"), person.locator, callContext(c));
  const answer = looked.then(success, (error: unknown) => {
    if (!(error instanceof AssentError)) {
      logUnforeseen(error, { event: "verification-failed", requestId: c.get("requestId") });
    }
    return failure(error);
  });
  c.executionCtx.waitUntil(answer.then((outcome) => person.bring(id, outcome)));
  return { standing: await looked, askedAt };
}
