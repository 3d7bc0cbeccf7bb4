import type { Context } from "hono";
import { AssentError, flow } from "kyc-assent/edge";
import type { FlowFacts, FlowItem, FlowValues } from "../../package/types.ts";
import { readObject } from "../body.ts";
import type { Person } from "../ledger/person.ts";
import { consentsTo } from "../policies/consent-gate.ts";
import { Refusal } from "../problem.ts";
import { askedOfClient, type B2coreHold, clientContext, holdOf, newHold } from "../sessions/b2core-client.ts";
import type { ClientContext, ClientFlow } from "../sessions/b2core-session.ts";
import type { Visit } from "../visit.ts";
import { faults } from "./faults.ts";
import { accepted, type FlowVisit } from "./flow-state.ts";
import type { FlowTurn } from "./task-routes.ts";

type Facts = NonNullable<FlowFacts["partners"]["b2core"]>;

/** Where the client stands. Who is not signed in there has to do that first. */
export async function b2coreFacts(visit: FlowVisit): Promise<Facts> {
  const { c, person } = visit;
  const context = clientContext(c);
  try {
    const { session, holder } = visit.more.hold ?? (await holdOf(c, person));
    const { signIn, wizard } = await clientFlow({ session, holder }, context);
    const said = signIn === "done" ? await askedOfClient(session.standing(holder, context)) : [];
    return { decisions: accepted(visit, "b2core", said), signIn, ...(wizard !== undefined && { wizard }) };
  } catch (error) {
    if (!isSignedOut(error)) throw error;
    return { decisions: accepted(visit, "b2core", []), signIn: "password" };
  }
}

async function clientFlow({ session, holder }: B2coreHold, context: ClientContext): Promise<ClientFlow> {
  // The types of what crosses to an object cannot say that the installation's own words for its documents are data.
  return (await askedOfClient(session.flow(holder, context))) as ClientFlow;
}

/** E-mail and password. The cookie stands for what comes of it. */
export async function signIn({ c, person, state, task }: FlowTurn, values: FlowValues): Promise<{ hold: B2coreHold }> {
  const made = flow("flowHandIn", { facts: state.facts, task, values });
  if ("fields" in made) throw faults(made.fields);
  if (!("client" in made)) throw unforeseen();
  const { cookie, ...hold } = await newHold(made.client.email, person, c.get("settings"));
  const userAgent = c.req.header("user-agent") || "unknown";
  const client = { ...made.client, userAgent };
  await at("client-password", askedOfClient(hold.session.signIn(hold.holder, client, clientContext(c))));
  c.header("set-cookie", cookie);
  return { hold };
}

/** Where the code shall come from. */
export async function chooseFactor({ c, person, state, task }: FlowTurn, values: FlowValues): Promise<void> {
  const made = flow("flowHandIn", { facts: state.facts, task, values });
  if ("fields" in made) throw faults(made.fields);
  if (!("method" in made)) throw unforeseen();
  const { session, holder } = await holdOf(c, person);
  await askedOfClient(session.chooseFactor(holder, made.method, clientContext(c)));
}

/** The code. */
export async function submitCode({ c, person, state, task }: FlowTurn, values: FlowValues): Promise<void> {
  const made = flow("flowHandIn", { facts: state.facts, task, values });
  if ("fields" in made) throw faults(made.fields);
  if (!("code" in made)) throw unforeseen();
  const { session, holder } = await holdOf(c, person);
  const context = clientContext(c);
  const { method } = await clientFlow({ session, holder }, context);
  if (method === undefined) throw unforeseen();
  const factor = { method, code: made.code };
  await at("second-factor-code", askedOfClient(session.submitSecondFactor(holder, factor, context)));
}

/** Starts the wizard. */
export async function startWizard({ c, person }: FlowTurn): Promise<void> {
  const { session, holder } = await holdOf(c, person);
  await askedOfClient(session.goOn(holder, null, clientContext(c)));
}

/** Hands in the path under which the host has stored a file. */
export async function handInPath(
  c: Context<Visit>,
  person: Person,
  facts: FlowFacts,
  task: string,
  part: string,
): Promise<void> {
  const limits = c.get("limits");
  const { path, ...others } = await readObject(c.req.raw, limits.bodyBytes, limits.bodyTime);
  if (typeof path !== "string" || path === "" || path.length > 1024 || Object.keys(others).length > 0) {
    const message = "the body must be { path }: what the host has stored the file under";
    throw new Refusal(422, { code: "invalid-input", message, field: "path" });
  }
  const type = Number(flow("flowDocument", { facts, task, part, contentType: "", head: "" }));
  // Looked at again: turn and body may have taken their time, and the person have withdrawn it.
  await consentsTo(c, person, "b2core");
  const { session, holder } = await holdOf(c, person);
  await askedOfClient(session.goOn(holder, { type, path }, clientContext(c)));
}

/** What the partner does not take is told at the field. */
async function at<T>(item: FlowItem, asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    const isRefused = error instanceof AssentError && error.code === "refused";
    if (isRefused || (isSignedOut(error) && item === "client-password")) throw faults([{ item, problem: "invalid" }]);
    throw error;
  }
}

function isSignedOut(error: unknown): boolean {
  return error instanceof Refusal && error.detail.code === "unauthorized" && error.detail.field === "b2core";
}

function unforeseen(): AssentError {
  return new AssentError({ code: "trapped", message: "the form has made nothing that can be sent" });
}
