import type { Context } from "hono";
import { AssentError, flow, untilAccepted } from "kyc-assent/edge";
import type { Decision, Flow, FlowFacts, Partner } from "../../package/types.ts";
import { acceptedLanguages } from "../accepted-languages.ts";
import type { Settings } from "../configuration.ts";
import type { ConsentRecord } from "../ledger/consent-ledger.ts";
import type { Person } from "../ledger/person.ts";
import type { PartnerProblem } from "../me.ts";
import { storedSections } from "../partners/crossmint-call.ts";
import { kriptomatUser, sumsubApplicant } from "../partners/identifiers.ts";
import { missing } from "../policies/consent-gate.ts";
import type { PoliciesInUse } from "../policies/policy-registry.ts";
import { detailOf } from "../problem.ts";
import { crossmintStanding } from "../verification/crossmint-standing.ts";
import type { Subject } from "../verification/looks.ts";
import { asked, verificationOf } from "../verification/verification-of.ts";
import { callContext, policiesInUse, type Visit } from "../visit.ts";
import { b2coreFacts } from "./b2core-tasks.ts";
import type { TaskOutcome } from "./task-routes.ts";

/** A person's whole way, and what it was made of. */
export interface FlowState extends Flow {
  readonly facts: FlowFacts;
  /** Of every partner that has not answered. Of such a one nothing is known, so it has no tasks. */
  readonly problems: readonly PartnerProblem[];
}

type Facts = FlowFacts["partners"];

/**
 * Asks the partners that `scopes` need, all at once, and lets the core make the flow. Throws for an unknown scope.
 *
 * @param options `partner`: that one alone is asked, for a task that waits for nobody else; `more`: what a task has just given
 */
export async function flowState(
  c: Context<Visit>,
  person: Person,
  scopes: readonly string[],
  { partner: only, more = {} }: { readonly partner?: Partner; readonly more?: TaskOutcome } = {},
): Promise<FlowState> {
  const settings = c.get("settings");
  const asked = scopes.length > 0 ? scopes : settings.flow.scopes;
  const wanted = flow("flowWanted", { scopes: asked, on: partnersOn(settings) });
  const [consents, policies] = await Promise.all([person.consents(), policiesInUse(c)]);
  const problems: PartnerProblem[] = [];
  const partners: Facts = {};
  const visit = { c, person, policies, consents, scopes: wanted.scopes, more };
  const toAsk = wanted.partners.filter((partner) => only === undefined || partner === only);
  await Promise.all(
    toAsk.map(async (partner) => {
      try {
        Object.assign(partners, { [partner]: await FACTS[partner](visit) });
      } catch (error) {
        const { code, message: detail, retryAfter } = detailOf(error);
        problems.push({ partner, code, detail, ...(retryAfter !== undefined && { retryAfter }) });
      }
    }),
  );
  const facts: FlowFacts = {
    scopes: wanted.scopes,
    now: new Date().toISOString(),
    consents: inForce(policies, consents),
    options: settings.flow.options,
    language: acceptedLanguages(c.req.header("accept-language"))[0] ?? "",
    partners,
  };
  return { ...flow("flow", { facts }), facts, problems };
}

function partnersOn({ kriptomat, sumsub, b2core }: Settings): readonly Partner[] {
  const others = { sumsub, kriptomat, b2core };
  const on = (Object.keys(others) as (keyof typeof others)[]).filter((partner) => others[partner] !== undefined);
  return ["crossmint", ...on];
}

/** For the times in the timeline. */
function inForce(policies: PoliciesInUse, consents: readonly ConsentRecord[]): NonNullable<FlowFacts["consents"]> {
  return consents
    .filter(({ withdrawnAt, lapsedAt }) => withdrawnAt === undefined && lapsedAt === undefined)
    .flatMap(({ policy, acceptedAt }) => {
      const known = policies.all.find((one) => one.policy === policy);
      return known === undefined ? [] : [{ partner: known.partner as Partner, acceptedAt }];
    });
}

/** What the facts of one partner are made of. */
export interface FlowVisit {
  readonly c: Context<Visit>;
  readonly person: Person;
  readonly policies: PoliciesInUse;
  readonly consents: readonly ConsentRecord[];
  readonly scopes: readonly string[];
  readonly more: TaskOutcome;
}

/** How each partner is asked. */
const FACTS: { readonly [P in Partner]: (visit: FlowVisit) => Promise<NonNullable<Facts[P]>> } = {
  crossmint: crossmintFacts,
  b2core: b2coreFacts,

  async kriptomat(visit) {
    const settings = visit.c.get("settings");
    const from = settings.kriptomat?.sumsubClientId !== undefined ? "sumsub" : "link";
    const { link } = visit.more;
    const decisions = await standing(visit, kriptomatUser(visit.person, settings));
    return { decisions: accepted(visit, "kriptomat", decisions), from, ...(link !== undefined && { link }) };
  },

  async sumsub(visit) {
    const decisions = await standing(visit, sumsubApplicant(visit.person, visit.c.get("settings")));
    return { decisions: accepted(visit, "sumsub", decisions) };
  },
};

/** Decisions as they count while a policy of the partner is missing. */
export function accepted(
  { policies, consents }: Pick<FlowVisit, "policies" | "consents">,
  partner: Partner,
  decisions: readonly Decision[],
): readonly Decision[] {
  return untilAccepted(decisions, partner, missing(policies, partner, consents));
}

async function standing({ c }: FlowVisit, subject: Subject): Promise<readonly Decision[]> {
  const verification = await verificationOf(subject, c.get("settings"));
  return (await asked(verification.standing(subject, callContext(c)))).decisions;
}

async function crossmintFacts(visit: FlowVisit): Promise<NonNullable<Facts["crossmint"]>> {
  const { c, person, policies, consents, scopes } = visit;
  const settings = c.get("settings");
  const isKnown = missing(policies, "crossmint", consents).length === 0;
  const said = isKnown ? await standingAtCrossmint(c, person) : [];
  const isAsked = said.some(({ next }) => next === "ask-consent");
  // What Crossmint says may just have ended an acceptance.
  const known = isAsked ? await person.consents() : consents;
  const decisions = accepted({ policies, consents: known }, "crossmint", said);
  const verification = await verificationOf({ partner: "crossmint", id: person.locator }, settings);
  const noted = await verification.flowNote();
  // What is stored decides whether there is a form, and what it asks: not for what is settled, or was handed in just now.
  const isSettled = (scope: string) =>
    said.some((one) => one.scope === scope && !["provide", "start-verification"].includes(one.next));
  const isHandedIn = (scope: string) => noted.note?.products?.includes(scope) === true;
  const needsStored = isKnown && !isAsked && !scopes.every((scope) => isSettled(scope) || isHandedIn(scope));
  const stored = needsStored ? await storedSections(c, person) : {};
  const residence = claimed(person, settings.policies.residenceClaim, (code) => /^[A-Z]{2}$/.test(code));
  const { checkClaims, enhanced } = settings.flow;
  const identity = momentOf(person, checkClaims.identity);
  const liveness = momentOf(person, checkClaims.liveness);
  const checkedAt = { ...(identity !== undefined && { identity }), ...(liveness !== undefined && { liveness }) };
  return { decisions, ...stored, ...noted, ...(residence !== undefined && { residence }), enhanced, checkedAt };
}

/** Where the person stands; nowhere yet when Crossmint knows nobody of that name, since its acceptance is on the way. */
async function standingAtCrossmint(c: Context<Visit>, person: Person): Promise<readonly Decision[]> {
  try {
    return (await crossmintStanding(c, person, Number.POSITIVE_INFINITY)).standing.decisions;
  } catch (error) {
    if (error instanceof AssentError && error.code === "not-found") return [];
    throw error;
  }
}

function claimed(person: Person, claim: string | undefined, test: (value: string) => boolean): string | undefined {
  const value = claim === undefined ? undefined : person.claims[claim];
  return typeof value === "string" && test(value) ? value : undefined;
}

/** A moment in a claim: ISO 8601, or seconds since 1970 as in the token's own times. */
function momentOf(person: Person, claim: string | undefined): string | undefined {
  const value = claim === undefined ? undefined : person.claims[claim];
  const at = typeof value === "number" ? value * 1000 : typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) && Math.abs(at) < 8.64e15 ? new Date(at).toISOString() : undefined;
}
