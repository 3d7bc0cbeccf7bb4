import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { AddressLimit } from "../address-limit.ts";
import type { Answer } from "../contract/index.ts";
import { unwrapped } from "../ledger/outcome.ts";
import { type LogSettings, logOf } from "../log/log-settings.ts";
import { Refusal } from "../problem.ts";
import type { Visit } from "../visit.ts";

/** The log's heads, keys and proofs of consistency: for anybody, from anywhere. They tell nothing of a person. */
export const publicLog = new Hono<Visit>();

/** A number in a query. */
export const NUMBER = /^\d{1,9}$/;

/** The log is one object for all: nobody shall keep it busy. */
const requests = new AddressLimit();

publicLog.use("/log/*", async (c, next) => {
  const { rate } = enabled(c);
  requests.refuse(c.req.raw, rate, "too many requests to the log; wait and try again");
  requests.count(c.req.raw);
  await next();
});

/** The newest head, as a compact JWS. */
publicLog.get("/log/head", async (c) => {
  const head = unwrapped(await logOf(enabled(c)).head());
  return c.body(head, 200, { "content-type": "application/jose", "cache-control": "public, max-age=10" });
});

/** Heads from number `from` on, at most a thousand; `next` is the number to go on with, or null. */
publicLog.get("/log/heads", async (c) => {
  const heads = unwrapped(await logOf(enabled(c)).heads(number(c, "from", 0)));
  const last = heads.at(-1);
  const newest = unwrapped(await logOf(enabled(c)).heads((last?.number ?? 0) + 1));
  return c.json<Answer<"GET /log/heads">>({
    heads,
    next: last !== undefined && newest.length > 0 ? last.number + 1 : null,
  });
});

/** Proof that the log of `from` leaves is the beginning of that of `to`. */
publicLog.get("/log/consistency", async (c) => {
  const [from, to] = [number(c, "from"), number(c, "to")];
  const path = unwrapped(await logOf(enabled(c)).consistency(from, to));
  return c.json<Answer<"GET /log/consistency">>({ from, to, path });
});

/** Every key that signed or was announced, as a JWK set. */
publicLog.get("/log/keys", async (c) => {
  const keys = unwrapped(await logOf(enabled(c)).keys());
  return c.json<Answer<"GET /log/keys">>({ keys }, 200, { "cache-control": "public, max-age=60" });
});

/** The settings of the log; refuses when there is none. */
export function enabled(c: Context<Visit>): LogSettings {
  const { log } = c.get("settings");
  if (log === undefined) throw new Refusal(404, { code: "not-enabled", message: "this gateway keeps no log" });
  return log;
}

function number(c: Context<Visit>, name: string, absent?: number): number {
  const text = c.req.query(name);
  if (text === undefined && absent !== undefined) return absent;
  if (text !== undefined && NUMBER.test(text)) return Number(text);
  throw new Refusal(422, { code: "invalid-input", message: `${name} must be a whole number`, field: name });
}
