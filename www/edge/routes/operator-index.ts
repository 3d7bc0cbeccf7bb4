import type { Context } from "hono";
import { Hono } from "hono/tiny";
import type { Answer } from "../contract/index.ts";
import { unwrapped } from "../ledger/outcome.ts";
import type { ConsentLog } from "../log/consent-log.ts";
import { logOf } from "../log/log-settings.ts";
import { Refusal } from "../problem.ts";
import type { Visit } from "../visit.ts";
import { enabled } from "./log.ts";

/** The index for reports, made anew from the ledgers. */
export const operatorIndex = new Hono<Visit>();

/** Begins, unless it is under way, and answers at once: `{ state, rebuilds, people, startedAt, endedAt }`. */
operatorIndex.post("/operator/index/rebuild", async (c) =>
  c.json<Answer<"POST /operator/index/rebuild">>(unwrapped(await logWithIndex(c).rebuildIndex()), 202),
);

/** How far it is. */
operatorIndex.get("/operator/index/rebuild", async (c) =>
  c.json<Answer<"GET /operator/index/rebuild">>(unwrapped(await logWithIndex(c).rebuildState())),
);

function logWithIndex(c: Context<Visit>): DurableObjectStub<ConsentLog> {
  const settings = enabled(c);
  if (settings.index !== undefined) return logOf(settings);
  throw new Refusal(404, { code: "not-enabled", message: "bind a D1 database as CONSENT_INDEX" });
}
