import type { BrokenRule, Evidence } from "../package/types.ts";
import type { ConsentError } from "./calling.ts";
import type { Recorded } from "./recording.ts";

/** Which text an event is about. */
export interface PolicyVersion {
  readonly policy: string;
  readonly version: string;
}

/** The details of the events of `<kyc-consent>`. All of them bubble and are composed. */
export interface KycConsentEvents {
  /** The sentence is shown and the box can be ticked. */
  readonly "kyc-consent-ready": PolicyVersion & { readonly language: string; readonly reviewed: boolean };
  /** The person ticked the box. */
  readonly "kyc-consent-given": { readonly evidence: Evidence };
  /**
   * The consent is gone. For one that was never recorded: as soon as the box is unticked, with `withdrawnAt` null; for
   * one on record: once the gateway has confirmed it.
   */
  readonly "kyc-consent-withdrawn": PolicyVersion & {
    /** The gateway's time, ISO 8601. */
    readonly withdrawnAt: string | null;
    readonly reason: WithdrawalReason;
  };
  /** The consent is on record. */
  readonly "kyc-consent-recorded": { readonly recorded: Recorded };
  /** The person has saved the receipt of the consent that was last put on record. */
  readonly "kyc-receipt-saved": PolicyVersion;
  /** Something did not work; the person has been told and, where that makes sense, offered another try. */
  readonly "kyc-consent-failed": {
    readonly operation: "load" | "tick" | "record" | "withdraw" | "receipt";
    readonly error: ConsentError;
  };
  /** The policy has a newer version: the box is unticked and the text is loaded again. */
  readonly "kyc-consent-stale": PolicyVersion & { readonly rules: readonly BrokenRule[] };
}

/** The person (or the host for them, by `withdraw()`); a reset of the form; a page that came back from the history; a new text. */
export type WithdrawalReason = "person" | "reset" | "page-restored" | "text-replaced";

/** The events of the element, as the document hands them out. */
export type KycConsentEventMap = { [Name in keyof KycConsentEvents]: CustomEvent<KycConsentEvents[Name]> };
