import type { Context } from "hono";
import { plan } from "kyc-assent/edge";
import type { CrossmintEligibilities, Decision, ErrorCode, Partner, Plan } from "../package/types.ts";
import type { ConsentRecord } from "./ledger/consent-ledger.ts";
import type { Person } from "./ledger/person.ts";
import { kriptomatUser, sumsubApplicant } from "./partners/identifiers.ts";
import { CROSSMINT_POLICY } from "./policies.ts";
import { detailOf } from "./problem.ts";
import { askedOfClient, holdOf } from "./sessions/b2core-client.ts";
import { counts, crossmintStanding } from "./verification/crossmint-standing.ts";
import type { Standing, Subject } from "./verification/looks.ts";
import { asked, verificationOf } from "./verification/verification-of.ts";
import { callContext, type Visit } from "./visit.ts";

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
  readonly standing: Standing;
  readonly problem?: PartnerProblem;
}

const NOTHING: Standing = { value: {}, decisions: [] };

/** Asks all partners at once; one that fails keeps none of the others back. */
export async function me(c: Context<Visit>, person: Person): Promise<Me> {
  const { settings } = c.var;
  const consents = await person.consents();
  const asking = [atCrossmint(c, person, consents)];
  if (settings.sumsub) asking.push(part("sumsub", async () => standing(c, sumsubApplicant(person, settings))));
  if (settings.kriptomat) asking.push(part("kriptomat", async () => standing(c, kriptomatUser(person, settings))));
  if (settings.b2core) asking.push(part("b2core", () => atB2core(c, person)));
  const parts = await Promise.all(asking);
  const decisions = parts.flatMap(({ standing }) => standing.decisions);
  const products = parts.flatMap(({ standing }) => standing.value.eligibility ?? []);
  const problems = parts.flatMap(({ problem }) => problem ?? []);
  // What Crossmint says may have ended one.
  const asksAnew = consents.some(counts) && decisions.some(({ next }) => next === "ask-consent");
  return {
    consents: asksAnew ? await person.consents() : consents,
    products,
    decisions,
    plan: plan(decisions),
    problems,
  };
}

async function part(partner: Partner, ask: () => Promise<Standing>): Promise<Part> {
  try {
    return { standing: await ask() };
  } catch (error) {
    const { code, message: detail, retryAfter } = detailOf(error);
    const problem = { partner, code, detail, ...(retryAfter !== undefined && { retryAfter }) };
    return { standing: NOTHING, problem };
  }
}

/** Without a consent that counts, that is the first thing; and who never gave one is not known there. */
async function atCrossmint(c: Context<Visit>, person: Person, consents: readonly ConsentRecord[]): Promise<Part> {
  const given = consents.filter(({ policy }) => policy === CROSSMINT_POLICY.policy);
  const ask = given.some(counts) ? [] : [askConsent()];
  if (given.length === 0) return { standing: { ...NOTHING, decisions: ask } };
  const there = await part("crossmint", () => crossmintStanding(c, person, true));
  const { value, decisions } = there.standing;
  const asksAlready = decisions.some(({ next }) => next === "ask-consent");
  return { ...there, standing: { value, decisions: asksAlready ? decisions : [...ask, ...decisions] } };
}

async function standing(c: Context<Visit>, subject: Subject): Promise<Standing> {
  const verification = await verificationOf(subject, c.var.settings);
  return asked(verification.standing(subject, callContext(c)));
}

async function atB2core(c: Context<Visit>, person: Person): Promise<Standing> {
  const { session, holder } = await holdOf(c, person);
  return { ...NOTHING, decisions: await askedOfClient(session.standing(holder, callContext(c))) };
}

/** What the ledger says, not the partner: there is no consent under which anything could be sent. */
function askConsent(): Decision {
  const { policy } = CROSSMINT_POLICY;
  return { partner: "crossmint", scope: policy, next: "ask-consent", text: "ask-consent", policy, said: {}, show: [] };
}
