import type { MiddlewareHandler } from "hono";
import type { Visit } from "../visit.ts";

/** After the person has done something at Crossmint, what was known of the verification there is asked anew. */
export const afterChange: MiddlewareHandler<Visit> = async (c, next) => {
  await next();
  if (c.req.method !== "GET") await c.get("person")?.changed();
};
