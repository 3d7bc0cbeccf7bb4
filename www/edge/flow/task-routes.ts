import type { Context } from "hono";
import type { FlowValues } from "../../package/types.ts";
import type { Person } from "../ledger/person.ts";
import type { B2coreHold } from "../sessions/b2core-client.ts";
import type { Visit } from "../visit.ts";
import type { FlowState } from "./flow-state.ts";

/** A task that is done for a person, in this person's turn: the flow as it is now has it open. */
export interface FlowTurn {
  readonly c: Context<Visit>;
  readonly person: Person;
  readonly state: FlowState;
  readonly task: string;
}

/** What a task that was done gives to the flow that is told of it. */
export interface TaskOutcome {
  /** For the person to open. */
  readonly link?: string;
  /** Of a client who has just signed in: the page has no cookie yet. */
  readonly hold?: B2coreHold;
}

/** Does a task. */
// biome-ignore lint/suspicious/noConfusingVoidType: most tasks give nothing.
export type DoTask = (turn: FlowTurn, values: FlowValues) => Promise<TaskOutcome | void>;
