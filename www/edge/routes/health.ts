import { Hono } from "hono/tiny";
import { configuration } from "../configuration.ts";
import type { Visit } from "../visit.ts";

/** GET /health: whether the gateway is set up, and which variables are not. Never their values. */
export const health = new Hono<Visit>();

health.get("/health", async (c) => {
  const checked = await configuration(c.env);
  if ("settings" in checked) return c.json({ status: "ok" });
  const variables = [...new Set(checked.faults.map(({ variable }) => variable))];
  return c.json({ status: "misconfigured", variables }, 503);
});
