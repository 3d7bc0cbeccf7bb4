import type { FlowFacts } from "../../package/types.ts";
import { askedOfClient, holdOf } from "../sessions/b2core-client.ts";
import { callContext } from "../visit.ts";
import { accepted, type FlowVisit } from "./flow-state.ts";

type Facts = NonNullable<FlowFacts["partners"]["b2core"]>;

/** Where the client stands. */
export async function b2coreFacts(visit: FlowVisit): Promise<Facts> {
  const { c, person } = visit;
  const { session, holder } = await holdOf(c, person);
  const decisions = await askedOfClient(session.standing(holder, callContext(c)));
  return { decisions: accepted(visit, "b2core", decisions), signIn: "done" };
}
