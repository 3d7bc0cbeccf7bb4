import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { AssentError, levelDecision } from "kyc-assent/edge";
import type { Reading } from "../../package/types.ts";
import { only, readObject } from "../body.ts";
import type { Answer, Member, WithBody } from "../contract/index.ts";
import type { Person } from "../ledger/person.ts";
import { consentsTo, gatedReading } from "../policies/consent-gate.ts";
import {
  askedOfClient,
  type B2coreHold,
  b2coreOf,
  clientContext,
  holdOf,
  NO_COOKIE,
  newHold,
} from "../sessions/b2core-client.ts";
import { mustBeOfPage } from "../sessions/b2core-origin.ts";
import { type ClientOperation, DECIDING_GRANTS } from "../sessions/b2core-session.ts";
import { type Visit, visitor } from "../visit.ts";

/** What a page may do at B2CORE as the client who is signed in there. Its tokens stay at the gateway. */
export const b2core = new Hono<Visit>();

/** Characters of what is typed to sign in. */
export const LONGEST_TEXT = 1024;
/** A number in a query. */
export const COUNT = /^\d{1,6}$/;

b2core.use("/b2core/*", async (c, next) => {
  mustBeOfPage(c);
  await next();
});

b2core.post("/b2core/sign-in", async (c) => {
  const person = await visitor(c);
  b2coreOf(c.get("settings"));
  const { email, password } = await members<"POST /b2core/sign-in">(c, ["email", "password"]);
  const client = { email: text(email, "email"), password: text(password, "password") };
  await consentsTo(c, person, "b2core");
  const { session, holder, cookie } = await newHold(client.email, person, c.get("settings"));
  const userAgent = c.req.header("user-agent") || "unknown";
  const step = await askedOfClient(session.signIn(holder, { ...client, userAgent }, clientContext(c)));
  c.header("set-cookie", cookie);
  return c.json<Answer<"POST /b2core/sign-in">>(step);
});

b2core.post("/b2core/second-factor", async (c) => {
  const { session, holder } = await client(c);
  const { method, code } = await members<"POST /b2core/second-factor">(c, ["method", "code"]);
  if (method !== "google" && method !== "sms") throw invalid("method must be google or sms", "method");
  const factor = { method, ...(code !== undefined && { code: text(code, "code") }) } as const;
  const step = await askedOfClient(session.submitSecondFactor(holder, factor, clientContext(c)));
  return c.json<Answer<"POST /b2core/second-factor">>(step);
});

b2core.delete("/b2core/session", async (c) => {
  const { session, holder } = await client(c);
  await session.signOut(holder);
  c.header("set-cookie", NO_COOKIE);
  return c.body(null, 204);
});

/** Newest first. The decision is made of the newest grants, so it comes with a first page that has enough of them. */
b2core.get("/b2core/verifications", async (c) => {
  const [limit, offset] = [count(c, "limit"), count(c, "offset")];
  const page = { ...(limit !== undefined && { limit }), ...(offset !== undefined && { offset }) };
  const order = { sortBy: "createTime", sortOrder: "desc" } as const;
  const person = await visitor(c);
  const { value, decisions } = await ask(c, person, "b2core.listVerifications", { ...page, ...order });
  const decides = (offset ?? 0) === 0 && (limit ?? DECIDING_GRANTS) >= DECIDING_GRANTS;
  const level = decides ? [levelDecision(value, b2coreOf(c.get("settings")).wantedLevel)] : [];
  const reading = await gatedReading(c, person, "b2core", { value, decisions: [...decisions, ...level] });
  return c.json<Answer<"GET /b2core/verifications">>(reading);
});

b2core.get("/b2core/verifications/:id", async (c) => {
  const person = await visitor(c);
  const reading = await ask(c, person, "b2core.getVerification", { verificationId: c.req.param("id") });
  return c.json<Answer<"GET /b2core/verifications/{id}">>(await gatedReading(c, person, "b2core", reading));
});

b2core.get("/b2core/wizard", async (c) => {
  const person = await visitor(c);
  await consentsTo(c, person, "b2core");
  return c.json<Answer<"GET /b2core/wizard">>(await ask(c, person, "b2core.startWizard", {}));
});

b2core.post("/b2core/wizard", async (c) => {
  const person = await visitor(c);
  const run = await members<"POST /b2core/wizard">(c, ["uuid", "documents"]);
  await consentsTo(c, person, "b2core");
  // What the page sent has not been checked yet: the core does that.
  return c.json<Answer<"POST /b2core/wizard">>(await ask(c, person, "b2core.runWizard", run));
});

async function ask<N extends ClientOperation>(
  c: Context<Visit>,
  person: Person,
  operation: N,
  input: Readonly<Record<string, unknown>>,
): Promise<Reading<N>> {
  const { session, holder } = await holdOf(c, person);
  // The session answers what it was asked.
  return (await askedOfClient(session.ask(holder, operation, input, clientContext(c)))) as Reading<N>;
}

async function client(c: Context<Visit>): Promise<B2coreHold> {
  return holdOf(c, await visitor(c));
}

async function members<R extends WithBody>(
  c: Context<Visit>,
  names: readonly Member<R>[],
): Promise<Record<string, unknown>> {
  const limits = c.get("limits");
  return only<R>(await readObject(c.req.raw, limits.bodyBytes, limits.bodyTime), names);
}

function text(value: unknown, field: string): string {
  if (typeof value === "string" && value !== "" && value.length <= LONGEST_TEXT) return value;
  throw invalid(`${field} must be a text of 1 to ${LONGEST_TEXT} characters`, field);
}

function count(c: Context<Visit>, name: string): number | undefined {
  const value = c.req.query(name);
  if (value === undefined) return undefined;
  if (COUNT.test(value)) return Number(value);
  throw invalid(`${name} must be a number`, name);
}

function invalid(message: string, field?: string): AssentError {
  return new AssentError({ code: "invalid-input", message, ...(field !== undefined && { field }) });
}
