import type { Context } from "hono";
import type { FlowValues } from "../../package/types.ts";
import type { Person } from "../ledger/person.ts";
import type { Visit } from "../visit.ts";
import type { FlowState } from "./flow-state.ts";

/** A task that is done for a person, in this person's turn: the flow as it is now has it open. */
export interface FlowTurn {
  readonly c: Context<Visit>;
  readonly person: Person;
  readonly state: FlowState;
  readonly task: string;
}

/** Does a task. What it gives goes into the next flow. */
export type DoTask = (
  turn: FlowTurn,
  values: FlowValues,
) => Promise<{ readonly link?: string } | undefined> | Promise<void>;
