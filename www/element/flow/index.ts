/**
 * The entry of the flow: importing it defines `<kyc-flow>` where there are custom elements, and does nothing where there
 * are none (Node, Workers, server rendering).
 */
import { KycFlow } from "./kyc-flow.ts";

export type { FieldProblem, FlowErrorCode } from "./error.ts";
export { FlowError } from "./error.ts";
export type { KycFlowEvents, TaskName } from "./events.ts";
export type { StoreFile } from "./stage.ts";
export type { Flow, FlowStep, FlowTask } from "./task.ts";
export { KycFlow };

/** Defines the element, once. */
export function define(): void {
  if (typeof customElements !== "undefined" && !customElements.get("kyc-flow")) {
    customElements.define("kyc-flow", KycFlow);
  }
}

define();
