import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { AssentError, flow as ask } from "kyc-assent/edge";
import type { FlowTask, FlowValues, Partner } from "../../package/types.ts";
import { readObject } from "../body.ts";
import type { Answer, Untrusted } from "../contract/index.ts";
import type { FlowAnswer } from "../contract/people.ts";
import { etagOf, isKnown } from "../etag.ts";
import { chooseFactor, handInPath, signIn, startWizard, submitCode } from "../flow/b2core-tasks.ts";
import { handInFile, handInRecord, startVerification } from "../flow/crossmint-tasks.ts";
import { type FlowState, flowState } from "../flow/flow-state.ts";
import { startAtKriptomat } from "../flow/kriptomat-tasks.ts";
import type { DoTask } from "../flow/task-routes.ts";
import type { Person } from "../ledger/person.ts";
import { changing } from "../me-stream.ts";
import { consentsTo } from "../policies/consent-gate.ts";
import { Refusal } from "../problem.ts";
import { mustBeOfPage } from "../sessions/b2core-origin.ts";
import { type Visit, visitor } from "../visit.ts";

/** The person's whole way: what to do now, and the answers to it. The rules are the core's; here they are carried out. */
export const flow = new Hono<Visit>();

type Documents = "POST /flow/tasks/{id}/documents/{part}";

/** What a page may do, by task. */
const TASKS: Readonly<Record<string, DoTask>> = {
  "crossmint.details": handInRecord,
  "crossmint.start": startVerification,
  "kriptomat.start": startAtKriptomat,
  "b2core.sign-in": signIn,
  "b2core.second-factor": chooseFactor,
  "b2core.code": submitCode,
  "b2core.wizard": startWizard,
};

/** With a tag, so that a page that polls gets a 304 until something has changed. */
flow.get("/flow", async (c) => {
  const person = await visitor(c);
  const state = shown(await flowState(c, person, scopesOf(c.req.query("scopes"))));
  const etag = await etagOf(changing(state));
  c.header("etag", etag);
  if (isKnown(c.req.header("if-none-match"), etag)) return c.body(null, 304);
  return c.json<Answer<"GET /flow", 200>>(state);
});

/** The fields that the answers so far lead to. Only those that decide are to be sent; nothing of them is kept. */
flow.post("/flow/tasks/:id/fields", async (c) => {
  const person = await visitor(c);
  const { scopes, values } = await answers(c);
  const task = c.req.param("id");
  const { facts } = await flowState(c, person, scopes, { partner: partnerOf(task) });
  return c.json<Answer<"POST /flow/tasks/{id}/fields">>({ fields: ask("flowFields", { facts, task, values }) });
});

/** Does a task. One that is not open any more has been done already, or gave way: then only the flow is told anew. */
flow.post("/flow/tasks/:id", async (c) => {
  const person = await visitor(c);
  const { scopes, values } = await answers(c);
  const id = c.req.param("id");
  const run = TASKS[id];
  if (run === undefined) throw unknownTask();
  await mayDo(c, person, id);
  const more = await silently(() =>
    person.inTurn(async () => {
      const state = await flowState(c, person, scopes);
      if (taskOf(state, id) === undefined) return undefined;
      const given = await run({ c, person, state, task: id }, values);
      if (id.startsWith("crossmint.")) await person.changed();
      return given ?? undefined;
    }),
  );
  return c.json<Answer<"POST /flow/tasks/{id}">>(shown(await flowState(c, person, scopes, { more: more ?? {} })));
});

flow.post("/flow/tasks/:id/documents/:part", async (c) => {
  const person = await visitor(c);
  const scopes = scopesOf(c.req.query("scopes"));
  const { id, part } = c.req.param();
  await mayDo(c, person, id);
  const state = await flowState(c, person, scopes, { partner: partnerOf(id) });
  const task = taskOf(state, id);
  if (task?.kind !== "documents") throw unknownTask();
  if (task.storage === "host") {
    await silently(() => person.inTurn(() => handInPath(c, person, state.facts, id, part)));
    return c.json<Answer<Documents>>({ received: [part] });
  }
  return c.json<Answer<Documents>>({
    received: await silently(() => handInFile(c, person, state.facts, id, part, task.maxBytes)),
  });
});

function shown({ tasks, timeline, lookAgainAfter, problems }: FlowState): FlowAnswer {
  return { tasks, timeline, lookAgainAfter, problems };
}

function taskOf({ tasks }: FlowState, id: string): FlowTask | undefined {
  return tasks.find((task) => task.id === id);
}

/** Nothing goes to a partner before its policies are accepted; and what is done by a cookie, a page of ours has to ask for. */
async function mayDo(c: Context<Visit>, person: Person, id: string): Promise<void> {
  const partner = partnerOf(id);
  if (partner === "b2core") mustBeOfPage(c);
  await consentsTo(c, person, partner);
}

function partnerOf(id: string): Partner {
  const partner = (["crossmint", "kriptomat", "sumsub", "b2core"] as const).find((name) => id.startsWith(`${name}.`));
  if (partner === undefined) throw unknownTask();
  return partner;
}

function unknownTask(): Refusal {
  return new Refusal(404, { code: "not-found", message: "there is no such task; ask for the flow anew" });
}

function scopesOf(list: string | undefined): readonly string[] {
  return (list ?? "").split(",").filter((scope) => scope !== "");
}

async function answers(
  c: Context<Visit>,
): Promise<{ readonly scopes: readonly string[]; readonly values: FlowValues }> {
  const limits = c.get("limits");
  const body = await readObject(c.req.raw, limits.bodyBytes, limits.bodyTime);
  const { scopes = [], values = {}, ...others }: Untrusted<"POST /flow/tasks/{id}"> = body;
  const areScopes = Array.isArray(scopes) && scopes.every((scope) => typeof scope === "string");
  const areValues =
    typeof values === "object" &&
    values !== null &&
    !Array.isArray(values) &&
    Object.values(values).every((value) => typeof value === "string");
  if (!areScopes || !areValues || Object.keys(others).length > 0) {
    const message = "the body must be { scopes?: [text], values?: { item: text } }";
    throw new Refusal(422, { code: "invalid-input", message });
  }
  return { scopes, values };
}

/** A partner's own words about what was handed in may repeat it, so they stay here. */
async function silently<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AssentError) || error.said === undefined) throw error;
    const { code, message, field, retryAfter, missing } = error;
    throw new AssentError({
      code,
      message,
      ...(field !== undefined && { field }),
      ...(retryAfter !== undefined && { retryAfter }),
      ...(missing !== undefined && { missing }),
    });
  }
}
