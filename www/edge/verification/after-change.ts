import type { MiddlewareHandler } from "hono";
import type { Visit } from "../visit.ts";
import { verificationOf } from "./verification-of.ts";

/** After the person has done something at Crossmint, what was known of the verification there is asked anew. */
export const afterChange: MiddlewareHandler<Visit> = async (c, next) => {
  await next();
  const { person, settings } = c.var;
  if (c.req.method === "GET" || person === undefined) return;
  const verification = await verificationOf({ partner: "crossmint", id: person.locator }, settings);
  // Should this fail, the old state is shown for the time that the partner has named.
  await verification.forget().catch(() => undefined);
};
