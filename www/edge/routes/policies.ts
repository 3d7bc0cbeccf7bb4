import type { Context } from "hono";
import { Hono } from "hono/tiny";
import type { Policy } from "../../package/types.ts";
import { acceptedLanguages } from "../accepted-languages.ts";
import { isKnown } from "../etag.ts";
import { presentationText } from "../policies/presentation-of.ts";
import { regionOfPerson } from "../policies/residence.ts";
import { Refusal } from "../problem.ts";
import { policiesInUse, type Visit, visitor } from "../visit.ts";

/** A browser sends a handful; more are not looked at. */
const MOST_LANGUAGES = 20;
/** Seconds for which a presentation is fresh, at most. */
const LONGEST_FRESH = 300;

/**
 * GET /policies/:policy/presentation: the sentence to show, in the first language asked for that there is. For a policy
 * that differs by region the page names the region, or the host's token says where the person lives.
 */
export const policies = new Hono<Visit>();

policies.get("/policies/:policy/presentation", async (c) => {
  const policy = (await policiesInUse(c)).named(c.req.param("policy"));
  const region = await regionOf(c, policy);
  const asked = (c.req.query("lang") ?? "").split(",").map((language) => language.trim());
  const languages = [...asked, ...acceptedLanguages(c.req.header("accept-language"))];
  const wanted = languages.filter((language) => /^[A-Za-z0-9-]{1,35}$/.test(language)).slice(0, MOST_LANGUAGES);
  const { settings, words } = c.var;
  const { body, etag } = await presentationText(policy, wanted, settings.reviewedOnly, region, words);
  c.header("etag", etag);
  c.header("cache-control", freshness(c, policy));
  c.header("vary", "Accept-Language", { append: true });
  if (isKnown(c.req.header("if-none-match"), etag)) return c.body(null, 304);
  return c.body(body, 200, { "content-type": "application/json" });
});

/** A cache may not know a version for longer than it takes until the next one counts. Who lives where is for no cache. */
function freshness(c: Context<Visit>, { regions }: Policy): string {
  const { residenceClaim, lead, book } = c.get("settings").policies;
  const seconds = book === undefined ? LONGEST_FRESH : Math.min(LONGEST_FRESH, lead);
  return regions !== undefined && residenceClaim !== undefined ? "no-store" : `public, max-age=${seconds}`;
}

async function regionOf(c: Context<Visit>, policy: Policy): Promise<string | undefined> {
  if (policy.regions === undefined) return undefined;
  if (c.get("settings").policies.residenceClaim !== undefined) return regionOfPerson(c, await visitor(c), policy);
  const region = c.req.query("region");
  const names = policy.regions.map((known) => known.region);
  if (region !== undefined && names.includes(region)) return region;
  const message = `this policy differs by region: name one of ${names.join(", ")}`;
  throw new Refusal(422, { code: "invalid-input", message, field: "region", rules: ["unknown-region"] });
}
