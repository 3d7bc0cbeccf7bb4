import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { check } from "kyc-assent/edge";
import type { Evidence } from "../../package/types.ts";
import { asObject, readJson } from "../body.ts";
import type { Answer } from "../contract/index.ts";
import { hex } from "../hex.ts";
import { acceptConsent } from "../policies/accept-consent.ts";
import type { PoliciesInUse } from "../policies/policy-registry.ts";
import { inLanguage } from "../policies/presentation-of.ts";
import { regionOfPerson } from "../policies/residence.ts";
import { Refusal } from "../problem.ts";
import { policiesInUse, type Visit, visitor } from "../visit.ts";

/** Characters of an idempotency key. */
export const LONGEST_KEY = 255;
/** What stands for the origin of a request that no page made. */
const NO_PAGE = "none";

/** What a person agrees to, has agreed to, and takes back. */
export const consents = new Hono<Visit>();

consents.post("/consents", async (c) => {
  const person = await visitor(c);
  const key = await idempotencyKey(c);
  const { limits, settings } = c.var;
  const body = await readJson(c.req.raw, limits.bodyBytes, limits.bodyTime);
  const policies = await policiesInUse(c);
  refuseBundle(policies, body);
  const evidence = asObject(body) as unknown as Evidence;
  const policy = policies.named(evidence.policy);
  const region = regionOfPerson(c, person, policy);
  const origin = c.req.header("origin") ?? NO_PAGE;
  const { created, record, decisions } = await acceptConsent(c, { person, policy, evidence, region, origin, key });
  const answer: Answer<"POST /consents"> = { ...record, decisions, receipt: settings.log !== undefined };
  return c.json(answer, created ? 201 : 200);
});

consents.get("/consents", async (c) => {
  const person = await visitor(c);
  return c.json<Answer<"GET /consents">>({ consents: await person.consents() });
});

/** Also of a policy that is not in use any more: what was given can be taken back. */
consents.delete("/consents/:policy", async (c) => {
  const person = await visitor(c);
  const policy = c.req.param("policy");
  return c.json<Answer<"DELETE /consents/{policy}">>({ policy, withdrawnAt: await person.withdraw(policy) });
});

/** One tick is one consent. Whichever policy it is held against, a bundle is told to be one. */
function refuseBundle({ all: [policy] }: PoliciesInUse, body: unknown): void {
  const rules = policy === undefined ? [] : check(inLanguage(policy, "en"), body as Evidence);
  if (!rules.includes("bundled-consents")) return;
  const message = "each policy is agreed to by itself: send one acceptance for each";
  throw new Refusal(422, { code: "invalid-input", message, rules: ["bundled-consents"] });
}

/** The caller's key, hashed: it may hold anything. */
async function idempotencyKey(c: Context<Visit>): Promise<string | undefined> {
  const key = c.req.header("idempotency-key");
  if (key === undefined) return undefined;
  if (key === "" || key.length > LONGEST_KEY) {
    const message = `must have 1 to ${LONGEST_KEY} characters`;
    throw new Refusal(422, { code: "invalid-input", message, field: "Idempotency-Key" });
  }
  return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key)));
}
