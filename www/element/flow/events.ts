import type { FlowError } from "./error.ts";
import type { FlowStep, FlowTask } from "./task.ts";

/** Which task an event is about. */
export interface TaskName {
  readonly id: string;
  readonly kind: FlowTask["kind"];
}

/** The details of the events of `<kyc-flow>` and `<kyc-status>`. All of them bubble and are composed. */
export interface KycFlowEvents {
  /** Another task is shown. */
  readonly "kyc-flow-task": TaskName;
  /** Nothing is left to do, and the answer is yes. */
  readonly "kyc-flow-done": TaskName;
  /** The host's own part of the way is next: its content is in the slot `outside`. */
  readonly "kyc-flow-outside": TaskName;
  /** Something did not work; the person has been told, and offered another try. */
  readonly "kyc-flow-failed": { readonly error: FlowError };
  /** The timeline of a `<kyc-status>` has changed. */
  readonly "kyc-status-changed": { readonly timeline: readonly FlowStep[] };
}

/** The events, as the document hands them out. */
export type KycFlowEventMap = { [Name in keyof KycFlowEvents]: CustomEvent<KycFlowEvents[Name]> };
