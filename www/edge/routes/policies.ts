import { Hono } from "hono/tiny";
import { etagOf, isKnown } from "../etag.ts";
import { policyOf, presentationOf } from "../policies.ts";
import type { Visit } from "../visit.ts";

/** A browser sends a handful; more are not looked at. */
const MOST_LANGUAGES = 20;

/** GET /policies/:policy/presentation: the sentence to show, in the first language asked for that there is. */
export const policies = new Hono<Visit>();

policies.get("/policies/:policy/presentation", async (c) => {
  const policy = policyOf(c.req.param("policy"));
  const asked = c.req.query("lang") ?? preferred(c.req.header("accept-language") ?? "");
  const languages = asked.split(",").map((language) => language.trim());
  const wanted = languages.filter((language) => /^[A-Za-z0-9-]{1,35}$/.test(language)).slice(0, MOST_LANGUAGES);
  const body = JSON.stringify(presentationOf(policy, wanted, c.var.settings.reviewedOnly));
  const etag = await etagOf(body);
  c.header("etag", etag);
  c.header("cache-control", "public, max-age=300");
  c.header("vary", "Accept-Language", { append: true });
  if (isKnown(c.req.header("if-none-match"), etag)) return c.body(null, 304);
  return c.body(body, 200, { "content-type": "application/json" });
});

/** The languages of an `Accept-Language` header, the most wanted first. */
function preferred(header: string): string {
  return header
    .split(",")
    .map((range) => {
      const [language = "", ...parameters] = range.split(";").map((part) => part.trim());
      const weight = parameters.find((parameter) => parameter.startsWith("q="));
      return { language, weight: weight === undefined ? 1 : Number(weight.slice(2)) };
    })
    .filter(({ language, weight }) => language !== "*" && weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ language }) => language)
    .join(",");
}
