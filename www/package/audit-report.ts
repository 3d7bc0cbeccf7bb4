import type { Policy } from "./consent.ts";

/** A rule that a page can break. What each is for: `source` of a finding. */
export type AuditRule =
  | "consent-missing"
  | "sentence-differs"
  | "sentence-hidden"
  | "sentence-covered"
  | "sentence-too-small"
  | "low-contrast"
  | "sentence-in-image"
  | "sentence-in-css"
  | "sentence-not-read-aloud"
  | "language-unmarked"
  | "wrong-direction"
  | "bundled-consent"
  | "select-all-box"
  | "box-missing"
  | "box-hidden"
  | "box-too-small"
  | "box-disabled"
  | "box-not-by-keyboard"
  | "box-without-sentence"
  | "box-not-read-aloud"
  | "pre-ticked"
  | "ticked-by-script"
  | "ticked-by-another-control"
  | "ticked-when-restored"
  | "submit-without-consent"
  | "opening-forced"
  | "box-does-not-tick"
  | "link-missing"
  | "link-differs"
  | "link-on-other-words"
  | "link-without-address"
  | "link-leads-elsewhere"
  | "link-dead"
  | "link-hidden"
  | "link-looks-like-text"
  | "link-not-by-keyboard"
  | "logo-missing"
  | "logo-too-small"
  | "logo-not-loaded"
  | "logo-hidden"
  | "logo-far";

/** A rectangle in CSS pixels, from the corner of the whole page. */
export interface AuditRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rule that the page breaks. */
export interface AuditFinding {
  readonly rule: AuditRule;
  /** What is wrong, in plain words. */
  readonly text: string;
  /** A CSS path; ` >>> ` enters a shadow root or a frame. Empty where there is nothing to point at. */
  readonly where: string;
  /** What to do. */
  readonly do: string;
  /** Who says so. */
  readonly source: string;
  readonly rect: AuditRect;
}

/** What a look at a page, or an audit of it, says. */
export interface AuditReport {
  /** No rule is broken. */
  readonly holds: boolean;
  readonly findings: readonly AuditFinding[];
  /** How many consents to the policy are on the page. */
  readonly consents: number;
  /** What could not be looked into, in plain words. */
  readonly unknown: readonly string[];
}

/** Where a link leads in the end, as `fetch` or a browser finds out. */
export interface LinkEnd {
  readonly url: string;
  /** The status of the answer, where it is known. */
  readonly status?: number;
}

export interface AuditOptions {
  /** The policy, or the name of one of the package's. By default `crossmint-privacy-policy`. */
  readonly policy?: Policy | string;
  /** For how many milliseconds the page is watched. By default 2000. */
  readonly for?: number;
  /** Follows a link to its end. Without it no link is followed. */
  readonly follow?: (url: string) => LinkEnd | string | Promise<LinkEnd | string>;
}

/** What happened while somebody watched or tried. */
export interface AuditObservation {
  readonly event:
    | "ticked-by-itself"
    | "ticked-by-person"
    | "ticked-with"
    | "ticked-on-return"
    | "sent-unticked"
    | "needed-link"
    | "needed-scroll"
    | "did-not-tick"
    | "not-drawn"
    | "logo-not-drawn";
  readonly with?: string;
  readonly after?: number;
}

/** What a look at a page found. The core alone knows all of it; these are the parts that its callers touch. */
export interface AuditFacts {
  readonly consents: readonly AuditConsent[];
}

export interface AuditConsent {
  readonly sentence: {
    readonly place: AuditPlace;
    readonly runs: readonly {
      readonly place: AuditPlace;
      readonly unseen?: object | null;
      readonly ink: object;
      readonly grounds: readonly object[];
    }[];
  };
  readonly control?: { readonly place: AuditPlace; readonly disabled: boolean; readonly ticked: boolean };
  readonly links: readonly {
    readonly place: AuditPlace;
    readonly address: string;
    readonly inSentence: boolean;
    leadsTo: string;
    status: number;
  }[];
  readonly logos: readonly { readonly place: AuditPlace }[];
  readonly observed: AuditObservation[];
}

export interface AuditPlace {
  readonly path: string;
  readonly rect: AuditRect;
}
