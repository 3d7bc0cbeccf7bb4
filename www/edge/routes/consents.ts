import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { acceptedEvent, check, present } from "kyc-assent/edge";
import type { Evidence, Policy } from "../../package/types.ts";
import { readObject } from "../body.ts";
import { hex } from "../hex.ts";
import { policyOf } from "../policies.ts";
import { Refusal } from "../problem.ts";
import { afterChange } from "../verification/after-change.ts";
import { type Visit, visitor } from "../visit.ts";

const LONGEST_KEY = 255;
/** What stands for the origin of a request that no page made. */
const NO_PAGE = "none";

/** What a person agrees to, has agreed to, and takes back. */
export const consents = new Hono<Visit>();

consents.use("/consents/*", afterChange);

consents.post("/consents", async (c) => {
  const person = await visitor(c);
  const key = await idempotencyKey(c);
  const { limits, settings } = c.var;
  const body = await readObject(c.req.raw, limits.bodyBytes, limits.bodyTime);
  const { policy: name } = body;
  const policy = policyOf(name);
  const evidence = rulesKept(policy, body, settings.reviewedOnly);
  // What goes into the ledger is the gateway's own sentence, which the one that was shown has just been compared with.
  const presentation = present(policy, [evidence.language]);
  const event = acceptedEvent(policy, presentation, evidence, c.req.header("origin") ?? NO_PAGE);
  const { created, record, decisions } = await person.accept({ partner: policy.partner, event, key });
  return c.json({ ...record, decisions }, created ? 201 : 200);
});

consents.get("/consents", async (c) => {
  const person = await visitor(c);
  return c.json({ consents: await person.consents() });
});

consents.delete("/consents/:policy", async (c) => {
  const person = await visitor(c);
  const { policy } = policyOf(c.req.param("policy"));
  return c.json({ policy, withdrawnAt: await person.withdraw(policy) });
});

/** The evidence, checked against the policy's own table. */
function rulesKept(policy: Policy, body: Record<string, unknown>, reviewedOnly: boolean): Evidence {
  // The core reads each member, and counts one that is missing or of another type as a broken rule.
  const evidence = body as unknown as Evidence;
  const rules = check(policy, evidence, { reviewedOnly, evidence: true });
  if (rules.length > 0) {
    const message = "the consent was not shown or not given as the policy demands; see rules";
    throw new Refusal(422, { code: "invalid-input", message, rules });
  }
  return evidence;
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
