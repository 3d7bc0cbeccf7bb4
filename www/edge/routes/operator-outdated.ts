import { Hono } from "hono/tiny";
import type { Answer } from "../contract/index.ts";
import { ConsentIndex } from "../export/consent-index.ts";
import { Refusal } from "../problem.ts";
import { policiesInUse, type Visit } from "../visit.ts";
import { enabled } from "./log.ts";

/** Who has to be asked again after a policy has changed. */
export const operatorOutdated = new Hono<Visit>();

const PEOPLE = 500;

/**
 * `?policy=` → `{ policy, version, count, people, next? }`: by their pseudonyms, those who have agreed to the policy, whose
 * consent is not withdrawn, and who have none in force to the version that counts now. `&after=<next>` goes on.
 */
operatorOutdated.get("/operator/outdated", async (c) => {
  const settings = enabled(c);
  const { policy, version } = (await policiesInUse(c)).named(c.req.query("policy"));
  const after = c.req.query("after") ?? "";
  if (!/^([0-9a-f]{64})?$/.test(after)) {
    throw new Refusal(422, { code: "invalid-input", message: "after must be what next was", field: "after" });
  }
  const index = await ConsentIndex.complete(settings);
  const [count, people] = await Promise.all([
    index.outdatedCount(policy, version),
    index.outdated(policy, version, after, PEOPLE),
  ]);
  const last = people.at(-1);
  const next = people.length === PEOPLE && last !== undefined ? { next: last } : {};
  return c.json<Answer<"GET /operator/outdated">>({ policy, version, count, people, ...next });
});
