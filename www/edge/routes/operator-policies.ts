import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { policyFaults, policyHash } from "kyc-assent/edge";
import type { Policy, PolicyRule, PublicationRule } from "../../package/types.ts";
import { readObject } from "../body.ts";
import type { Answer, Untrusted } from "../contract/index.ts";
import type { PolicyBook } from "../policies/policy-book.ts";
import { unfitness } from "../policies/policy-registry.ts";
import { Refusal } from "../problem.ts";
import type { Visit } from "../visit.ts";

/** What an operator does about policies, without a deploy. */
export const operatorPolicies = new Hono<Visit>();

/**
 * Publishes a version: `{ "file": <policy file>, "effectiveFrom"?: <ISO 8601, ends in Z> }`. Without `effectiveFrom` it
 * counts as soon as every isolate knows of it, `POLICY_LEAD` seconds from now. The same once more changes nothing.
 */
operatorPolicies.put("/operator/policies/:policy", async (c) => {
  const book = bookOf(c);
  const { limits, settings } = c.var;
  const { file, effectiveFrom, ...more }: Untrusted<"PUT /operator/policies/{policy}"> = await readObject(
    c.req.raw,
    limits.bodyBytes,
    limits.bodyTime,
  );
  if (Object.keys(more).length > 0)
    throw refused("unknown-member", "the body has file and effectiveFrom, nothing else");
  const policy = checkedFile(c, file);
  const from = effectiveFrom === undefined ? undefined : instant(effectiveFrom);
  const outcome = await book.publish(policy, from, settings.policies.lead);
  if ("rule" in outcome) throw refused(outcome.rule, outcome.advice);
  const isInUse = settings.policies.names.includes(policy.policy);
  const answer: Answer<"PUT /operator/policies/{policy}"> = { ...outcome.publication, inUse: isInUse };
  return c.json(answer, outcome.created ? 201 : 200);
});

/** Every version there is, with where it comes from; `current`: it is in use and counts now. */
operatorPolicies.get("/operator/policies", async (c) => {
  const { registry, settings } = c.var;
  const { names } = settings.policies;
  const now = new Date().toISOString();
  const book = settings.policies.book === undefined ? undefined : bookOf(c);
  const [published, deployed] = await Promise.all([book?.publications() ?? [], book?.deployed() ?? []]);
  const counting = new Map(published.filter((one) => one.effectiveFrom <= now).map((one) => [one.policy, one.version]));
  const builtIn = registry.builtIns().map(({ file, source }) => {
    const { policy, version } = file;
    const isCurrent = names.includes(policy) && !counting.has(policy);
    return { policy, version, policyHash: policyHash(file), source, current: isCurrent };
  });
  const fromBook = published.map((one) => {
    const isCurrent = names.includes(one.policy) && counting.get(one.policy) === one.version;
    return { ...one, source: "published" as const, current: isCurrent };
  });
  const inCode = new Set(builtIn.map((one) => one.policyHash));
  const earlier = deployed
    .filter((one) => !inCode.has(one.policyHash))
    .map((one) => ({ ...one, source: "earlier-deployment" as const, current: false }));
  return c.json<Answer<"GET /operator/policies">>({ inUse: names, versions: [...builtIn, ...fromBook, ...earlier] });
});

/** The file, if it breaks no rule and can be in use here under the name that the address gives. */
function checkedFile(c: Context<Visit>, file: unknown): Policy {
  const faults = policyFaults(file);
  if (faults.length > 0) {
    const rules = [...new Set(faults.map(({ rule }) => rule))];
    const message = "the policy file breaks rules, see src/consent/policies/README.md";
    throw new Refusal(422, { code: "invalid-input", message, field: "file", rules, faults });
  }
  // The core has just read it.
  const policy = file as Policy;
  if (policy.policy !== c.req.param("policy")) {
    throw refused("name-differs", "the file is of another policy than the address names");
  }
  const problem = unfitness(policy, c.get("settings"));
  if (problem !== undefined) throw refused(problem.rule, problem.advice);
  const builtIn = c.get("registry").builtIn(policy.policy);
  if (builtIn !== undefined && builtIn.partner !== policy.partner) {
    throw refused("partner-differs", `this policy belongs to ${builtIn.partner}: its products would need it no longer`);
  }
  if (builtIn?.version === policy.version && policyHash(builtIn) !== policyHash(policy)) {
    throw refused("version-taken", "the version of this name is in the code, with other content");
  }
  return policy;
}

function instant(text: unknown): string {
  const isMoment = typeof text === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(text);
  const time = isMoment ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw refused("effective-from-malformed", "effectiveFrom must be an ISO 8601 date and time that ends in Z");
}

function bookOf({ var: { settings } }: Context<Visit>): DurableObjectStub<PolicyBook> {
  const { book } = settings.policies;
  if (book !== undefined) return book.getByName("policies");
  throw new Refusal(502, { code: "not-enabled", message: "bind the Durable Object class PolicyBook as POLICY_BOOK" });
}

function refused(rule: PolicyRule | PublicationRule, message: string): Refusal {
  return new Refusal(422, { code: "invalid-input", message, rules: [rule] });
}
