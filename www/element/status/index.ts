/** The entry of the timeline: importing it defines `<kyc-status>` where there are custom elements. */
import { KycStatus } from "./kyc-status.ts";

export type { KycFlowEvents } from "../flow/events.ts";
export type { FlowStep } from "../flow/task.ts";
export { KycStatus };

/** Defines the element, once. */
export function define(): void {
  if (typeof customElements !== "undefined" && !customElements.get("kyc-status")) {
    customElements.define("kyc-status", KycStatus);
  }
}

define();
