/** A policy, what is shown of it, and the evidence of an agreement. */

/** A consent on record: which policy, and when it was accepted (ISO 8601, ends in Z). */
export interface Consent {
  readonly policy: string;
  readonly acceptedAt: string;
}

/** A policy as data: rules, and the sentence in each language. See `policies/`, and its `policy.schema.json`. */
export type Policy = PolicyBase & (OneLink | LinkByRegion) & (Unchanged | Changed);

interface PolicyBase {
  readonly policy: string;
  readonly version: string;
  /** Whose products need it. */
  readonly partner: string;
  /** What people call it; for records, not for the sentence. */
  readonly title: string;
  readonly logo?: { readonly of: string; readonly required?: boolean };
  readonly sentences: readonly PolicySentence[];
}

interface OneLink {
  /** The one link that every sentence must bear. */
  readonly link: string;
  readonly regions?: undefined;
}

interface LinkByRegion {
  readonly link?: undefined;
  readonly regions: readonly PolicyRegion[];
}

interface Unchanged {
  readonly changes?: undefined;
  readonly since?: undefined;
}

interface Changed {
  /** What has changed, in the operator's words, by language. */
  readonly changes: Readonly<Record<string, string>>;
  /** The version that the changes are counted from. */
  readonly since: string;
}

/** What a policy links to in one region. */
export interface PolicyRegion {
  /** By the partner's own name, where it has one. */
  readonly region: string;
  /** Countries of residence, alpha-2; left out: all that no other region names. */
  readonly countries?: readonly string[];
  readonly link: string;
}

export interface PolicySentence {
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  /** Whether the partner, or a lawyer for it, has approved this wording. */
  readonly reviewed: boolean;
  /** Exactly one segment is the link. */
  readonly segments: readonly { readonly text: string; readonly link?: boolean }[];
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
  /** Of a policy that differs by region. */
  readonly region?: string;
  /** What has changed since an earlier version, which is `since`. */
  readonly changes?: { readonly language: string; readonly text: string };
  readonly since?: string;
}

/** What was really rendered, read back from the page. */
export interface Shown {
  readonly policy: string;
  readonly version: string;
  readonly language: string;
  readonly text: string;
  readonly link: { readonly text: string; readonly href: string } | null;
  /** Of a policy that differs by region. */
  readonly region?: string;
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

/** What a gateway notes when it hands a sentence to a server that draws it with a form. */
export interface FormTicket {
  readonly policy: string;
  readonly version: string;
  readonly language: string;
  /** Of a policy that differs by region. */
  readonly region?: string;
  /** The gateway's time, ISO 8601. */
  readonly presentedAt: string;
  /** In CSS pixels, as it is drawn; 0 for none. */
  readonly logo: { readonly width: number; readonly height: number };
}

/** What such a form posts. */
export interface FormPost {
  /** The value of the box, `policy@version`; empty when it was not ticked. */
  readonly consent: string;
  /** The request's headers, names in lower case: the browser's `sec-fetch-…` are looked at. */
  readonly headers: Readonly<Record<string, string>>;
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
  | "unknown-region"
  | "region-differs"
  | "bundled-consents"
  | "not-reviewed";

/** Why the times that a browser states cannot be right. */
export type ClaimDoubt = "not-a-time" | "from-the-future" | "ticked-before-presented";

/** What a host demands beyond the policy. */
export interface CheckOptions {
  /** Refuse translations that nobody has reviewed. */
  readonly reviewedOnly?: boolean;
  /** It is the evidence of an agreement, not a look at a page: a person must have ticked the box. */
  readonly evidence?: boolean;
  /** The region that the person belongs to, where the host knows it. */
  readonly region?: string;
}

/** A rule that a policy file breaks. */
export interface PolicyFault {
  readonly rule: PolicyRule;
  /** The member at fault, as `sentences[1]`; empty for the whole file. */
  readonly field: string;
}

/** Why a policy file that breaks no rule is not published all the same. */
export type PublicationRule =
  | "name-differs"
  | "partner-not-on"
  | "no-reviewed-sentence"
  | "version-taken"
  | "effective-from-malformed"
  | "too-soon"
  | "instant-taken";

/** The rules of a policy file. Each is explained in `src/consent/policies/README.md`. */
export type PolicyRule =
  | "not-an-object"
  | "unknown-member"
  | "bundled-consents"
  | "name-malformed"
  | "version-malformed"
  | "partner-malformed"
  | "partner-differs"
  | "title-malformed"
  | "link-missing"
  | "link-beside-regions"
  | "link-not-https"
  | "regions-missing"
  | "regions-malformed"
  | "region-unknown"
  | "duplicate-region"
  | "countries-malformed"
  | "country-unknown"
  | "country-twice"
  | "two-fallback-regions"
  | "logo-malformed"
  | "sentences-missing"
  | "sentence-malformed"
  | "sentence-without-link"
  | "two-links"
  | "language-malformed"
  | "duplicate-language"
  | "direction-malformed"
  | "reviewed-not-stated"
  | "changes-malformed"
  | "changes-without-since"
  | "since-malformed"
  | "since-is-version"
  | "of"
  | "required"
  | "text"
  | "link";
