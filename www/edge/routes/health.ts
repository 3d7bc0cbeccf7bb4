import { Hono } from "hono/tiny";
import type { Answer } from "../contract/index.ts";
import type { Visit } from "../visit.ts";
import { wholeConfiguration } from "../whole-configuration.ts";

/** GET /health: whether the gateway is set up, and which variables are not. Never their values. */
export const health = new Hono<Visit>();

health.get("/health", async (c) => {
  const checked = await wholeConfiguration(c.env, c.get("registry"));
  if ("settings" in checked) return c.json<Answer<"GET /health", 200>>({ status: "ok" });
  const variables = [...new Set(checked.faults.map(({ variable }) => variable))];
  return c.json<Answer<"GET /health", 503>>({ status: "misconfigured", variables }, 503);
});
