/**
 * The entry of the element: importing it defines `<kyc-consent>` where there are custom elements, and does nothing
 * where there are none (Node, Workers, server rendering).
 */
import { KycConsent } from "./kyc-consent.ts";

export type { BrokenRule, Evidence, Shown } from "../package/types.ts";
export type { ConsentErrorCode } from "./calling.ts";
export { ConsentError } from "./calling.ts";
export type { KycConsentEvents, PolicyVersion, WithdrawalReason } from "./events.ts";
export type { LoadOptions, Presentation, PresentationSource } from "./presentation.ts";
export { usePresentationSource } from "./presentation.ts";
export type { ReceiptFile, Recorded, Withdrawn } from "./recording.ts";
export type { Word, Wording, Words } from "./words.ts";
export { tagOf } from "./words.ts";
export { KycConsent };

/** Defines the element, once. Another element that bears the name already is left as it is. */
export function define(): void {
  if (typeof customElements !== "undefined" && !customElements.get("kyc-consent")) {
    customElements.define("kyc-consent", KycConsent);
  }
}

define();
