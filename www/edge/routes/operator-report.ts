import { Hono } from "hono/tiny";
import { ConsentIndex } from "../export/consent-index.ts";
import { exportRange } from "../export/export-range.ts";
import { policyFor, reportPage } from "../export/report-page.ts";
import { reported } from "../export/reported-acceptance.ts";
import { Refusal } from "../problem.ts";
import { policiesInUse, type Visit } from "../visit.ts";
import { enabled } from "./log.ts";

/** The consents as a page to read, limited as an export is. It has no script, and names people by pseudonym only. */
export const operatorReport = new Hono<Visit>();

/** People on one page, and those of an outdated policy that are named on it. */
const PEOPLE = 20;
const NAMED = 10;

operatorReport.get("/operator/report", async (c) => {
  const registry = c.get("registry");
  const settings = { ...c.get("settings"), log: enabled(c) };
  const query = new URL(c.req.url).searchParams;
  const range = exportRange(query, ["after"]);
  const after = query.get("after") ?? "";
  if (!/^([0-9a-f]{64})?$/.test(after)) {
    throw new Refusal(422, { code: "invalid-input", message: "after must be a pseudonym", field: "after" });
  }
  const index = await ConsentIndex.complete(settings.log);
  const inUse = (await policiesInUse(c)).all.filter(({ policy }) => (range.policy ?? policy) === policy);
  const outdated = inUse.map(async ({ policy, version }) => ({
    policy,
    version,
    count: await index.outdatedCount(policy, version),
    people: await index.outdated(policy, version, "", NAMED),
  }));
  const people = await index.people(range, after, PEOPLE);
  const last = people.at(-1);
  const isLast = people.length < PEOPLE || last === undefined;
  const nonce = crypto.randomUUID();
  const page = reportPage(
    {
      log: settings.log.name,
      at: new Date().toISOString(),
      range,
      people: await reported(people, range, settings, registry),
      outdated: await Promise.all(outdated),
      next: isLast ? undefined : new URLSearchParams({ ...range, after: last }).toString(),
    },
    nonce,
  );
  return c.html(page, 200, { "content-security-policy": policyFor(nonce), "referrer-policy": "no-referrer" });
});
