import type { Context } from "hono";
import { plan, untilAccepted } from "kyc-assent/edge";
import type { CrossmintEligibilities, Decision, ErrorCode, Partner, Plan } from "../package/types.ts";
import type { ConsentRecord } from "./ledger/consent-ledger.ts";
import type { Person } from "./ledger/person.ts";
import { kriptomatUser, sumsubApplicant } from "./partners/identifiers.ts";
import { missing } from "./policies/consent-gate.ts";
import type { PoliciesInUse } from "./policies/policy-registry.ts";
import { detailOf } from "./problem.ts";
import { askedOfClient, holdOf } from "./sessions/b2core-client.ts";
import { crossmintStanding } from "./verification/crossmint-standing.ts";
import type { Standing, Subject } from "./verification/looks.ts";
import { asked, verificationOf } from "./verification/verification-of.ts";
import { callContext, policiesInUse, type Visit } from "./visit.ts";

/** Everything about the person who is signed in, and what to do next with each partner. */
export interface Me {
  readonly consents: readonly ConsentRecord[];
  /** Crossmint's products, with its own words for where each stands. */
  readonly products: CrossmintEligibilities["eligibility"];
  /** Of every partner that is on and has answered. */
  readonly decisions: readonly Decision[];
  readonly plan: Plan;
  /** Of every partner that has not. Of such a one nothing is known, so nothing is decided. */
  readonly problems: readonly PartnerProblem[];
}

export interface PartnerProblem {
  readonly partner: Partner;
  readonly code: ErrorCode;
  readonly detail: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** What one partner contributes. */
interface Part {
  readonly partner: Partner;
  readonly standing: Standing;
  readonly problem?: PartnerProblem;
}

const NOTHING: Standing = { value: {}, decisions: [] };

/** Asks all partners at once; one that fails keeps none of the others back. */
export async function me(c: Context<Visit>, person: Person): Promise<Me> {
  const settings = c.get("settings");
  const [consents, policies] = await Promise.all([person.consents(), policiesInUse(c)]);
  const asking = [atCrossmint(c, person, policies, consents)];
  if (settings.sumsub) asking.push(part("sumsub", async () => standing(c, sumsubApplicant(person, settings))));
  if (settings.kriptomat) asking.push(part("kriptomat", async () => standing(c, kriptomatUser(person, settings))));
  if (settings.b2core) asking.push(part("b2core", () => atB2core(c, person)));
  const parts = await Promise.all(asking);
  const said = parts.flatMap(({ standing }) => standing.decisions);
  // What Crossmint says may just have ended an acceptance.
  const asksAnew = consents.length > 0 && said.some(({ next }) => next === "ask-consent");
  const known = asksAnew ? await person.consents() : consents;
  const decisions = parts.flatMap(({ partner, standing }) =>
    untilAccepted(standing.decisions, partner, missing(policies, partner, known)),
  );
  const products = parts.flatMap(({ standing }) => standing.value.eligibility ?? []);
  const problems = parts.flatMap(({ problem }) => problem ?? []);
  return { consents: known, products, decisions, plan: plan(decisions), problems };
}

async function part(partner: Partner, ask: () => Promise<Standing>): Promise<Part> {
  try {
    return { partner, standing: await ask() };
  } catch (error) {
    const { code, message: detail, retryAfter } = detailOf(error);
    const problem = { partner, code, detail, ...(retryAfter !== undefined && { retryAfter }) };
    return { partner, standing: NOTHING, problem };
  }
}

/** Who never accepted anything of Crossmint's is not known there. */
async function atCrossmint(
  c: Context<Visit>,
  person: Person,
  policies: PoliciesInUse,
  consents: readonly ConsentRecord[],
): Promise<Part> {
  const isKnown = policies.of("crossmint").some((known) => consents.some(({ policy }) => policy === known.policy));
  if (!isKnown) return { partner: "crossmint", standing: NOTHING };
  return part("crossmint", async () => (await crossmintStanding(c, person, Number.POSITIVE_INFINITY)).standing);
}

async function standing(c: Context<Visit>, subject: Subject): Promise<Standing> {
  const verification = await verificationOf(subject, c.get("settings"));
  return asked(verification.standing(subject, callContext(c)));
}

async function atB2core(c: Context<Visit>, person: Person): Promise<Standing> {
  const { session, holder } = await holdOf(c, person);
  return { ...NOTHING, decisions: await askedOfClient(session.standing(holder, callContext(c))) };
}
