/** A policy, what is shown of it, and the evidence of an agreement. */

/** A consent on record: which policy, and when it was accepted (ISO 8601, ends in Z). */
export interface Consent {
  readonly policy: string;
  readonly acceptedAt: string;
}

/** A policy as data: rules, and the sentence in each language. See `policies/`. */
export interface Policy {
  readonly policy: string;
  readonly version: string;
  readonly partner: string;
  /** The one link that every sentence must bear. */
  readonly link: string;
  readonly logo?: { readonly of: string; readonly required: boolean };
  readonly sentences: readonly PolicySentence[];
}

export interface PolicySentence {
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  /** Whether the partner, or a lawyer for it, has approved this wording. */
  readonly reviewed: boolean;
  /** Exactly one segment is the link. */
  readonly segments: readonly { readonly text: string; readonly link?: true }[];
}

/** What to show, in one language. */
export interface Presentation {
  readonly policy: string;
  readonly version: string;
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  readonly reviewed: boolean;
  readonly segments: readonly { readonly text: string; readonly href?: string }[];
  readonly logo?: { readonly of: string; readonly required: boolean };
}

/** What was really rendered, read back from the page. */
export interface Shown {
  readonly policy: string;
  readonly version: string;
  readonly language: string;
  readonly text: string;
  readonly link: { readonly text: string; readonly href: string } | null;
  readonly tickedAtStart: boolean;
  readonly openingForced: boolean;
  readonly visible: boolean;
  /** Sizes in CSS pixels. */
  readonly logo: { readonly shown: boolean; readonly width: number; readonly height: number };
}

/** What was shown, and how it was agreed to. Times are the browser's claim. */
export interface Evidence extends Shown {
  readonly presentedAt: string;
  readonly tickedAt: string;
  /** Whether the browser says that a person, not a script, ticked the box. */
  readonly byPerson: boolean;
}

/** The rules a consent can break. */
export type BrokenRule =
  | "pre-ticked"
  | "sentence-missing"
  | "sentence-differs"
  | "link-missing"
  | "link-differs"
  | "opening-forced"
  | "logo-missing"
  | "not-visible"
  | "not-by-person"
  | "stale-version"
  | "unknown-policy"
  | "unknown-language"
  | "not-reviewed";

/** What a host demands beyond the policy. */
export interface CheckOptions {
  /** Refuse translations that nobody has reviewed. */
  readonly reviewedOnly?: boolean;
  /** It is the evidence of an agreement, not a look at a page: a person must have ticked the box. */
  readonly evidence?: boolean;
}
