/** The shapes that cross the border of the core. Everything here is plain data: JSON in, JSON out. */

/** One HTTP request as data. Whoever has a `fetch` sends it. */
export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  /** Names in lower case. Holds the partner's key: never log it. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes to send, or null for none. */
  readonly body: string | null;
}

/** One HTTP reply as data. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The text as it came, not parsed; null or "" when there was none. */
  readonly body: string | null;
}

/** Every code an {@link AssentError} can bear. */
export type ErrorCode =
  | "invalid-input"
  | "unauthorized"
  | "not-found"
  | "not-enabled"
  | "refused"
  | "rate-limited"
  | "unavailable"
  | "unreadable"
  | "consent-required"
  | "trapped";

/** What an error says beside its code. Never personal data, never a secret; `said` excepted, see there. */
export interface ErrorDetail {
  readonly code: ErrorCode;
  /** What was wrong and what to do. For developers and logs. */
  readonly message: string;
  /** Path of the field at fault, e.g. `input.userDetails.dateOfBirth`. */
  readonly field?: string;
  /** Seconds to wait before another try. */
  readonly retryAfter?: number;
  /** What a record still lacks. */
  readonly missing?: Missing;
  /** The partner's own words. They may name the person: show or keep them with care, do not log them. */
  readonly said?: string;
}

/** The person must do this next. */
export type Next = "proceed" | "ask-consent" | "start-verification" | "provide" | "wait" | "stop" | "hold";

interface DecisionBase {
  readonly partner: Partner;
  /** What the decision is about: a product (`onramp`), or a legal document for `ask-consent`. */
  readonly scope: string;
  /** The partner's own words, kept for the record. Not for the person. */
  readonly said: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  /** The partner's words that may be shown to the person. */
  readonly show: readonly string[];
}

/** One partner's answer for one scope, read into the one vocabulary. */
export type Decision =
  | (DecisionBase & { readonly next: "proceed" })
  | (DecisionBase & { readonly next: "ask-consent"; readonly policy: string })
  | (DecisionBase & { readonly next: "start-verification" })
  | (DecisionBase & { readonly next: "provide" } & Missing)
  | (DecisionBase & { readonly next: "wait"; readonly reason: WaitReason; readonly lookAgainAfter: number })
  | (DecisionBase & { readonly next: "stop"; readonly final: boolean | null })
  | (DecisionBase & { readonly next: "hold" });

/** Why to wait: it has just been started, it is being checked by a machine, or by a person. */
export type WaitReason = "started" | "review" | "manual-review";

/** The data that a person may be asked for, in our own terms. */
export type DataItem =
  | "first-name"
  | "last-name"
  | "date-of-birth"
  | "country-of-residence"
  | "nationality"
  | "address-line"
  | "city"
  | "state"
  | "postal-code"
  | "email"
  | "phone"
  | "identity-number"
  | "social-security-number"
  | "employment"
  | "source-of-funds"
  | "industry"
  | "yearly-income"
  | "identity-check-time"
  | "liveness-check-time";

/** The documents that a person may be asked for, in our own terms. */
export type DocumentItem = "identity-document" | "selfie" | "proof-of-address" | "proof-of-income";

/** What is still missing before a partner can decide. */
export interface Missing {
  readonly data: readonly DataItem[];
  readonly documents: readonly DocumentItem[];
  /** Members of the partner's lists that nobody documents, letter by letter. */
  readonly other: readonly string[];
}

export type Partner = "crossmint";

/** A consent on record: which policy, and when it was accepted (ISO 8601, ends in Z). */
export interface Consent {
  readonly policy: string;
  readonly acceptedAt: string;
}

// ---------------------------------------------------------------------------------------------- Crossmint

/** Who calls Crossmint. The key must be a server key of this environment. */
export interface CrossmintAccount {
  readonly environment: "staging" | "production";
  readonly apiKey: string;
}

/** `userId:…`, `email:…`, `phoneNumber:…`, `twitter:…` or `x:…`. */
export type UserLocator = `${"userId" | "email" | "phoneNumber" | "twitter" | "x"}:${string}`;

export type CrossmintProduct = "regulated-transfer" | "onramp" | "onramp-light" | "offramp";

export interface CrossmintUserDetails {
  readonly firstName: string;
  readonly lastName: string;
  /** `YYYY-MM-DD`. */
  readonly dateOfBirth: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryOfResidence: string;
}

export interface CrossmintAddress {
  readonly line1: string;
  readonly line2?: string;
  readonly city: string;
  readonly stateOrRegion?: string;
  readonly postalCode: string;
}

export interface CrossmintKycData {
  /** ISO 3166-1 alpha-2. */
  readonly nationality?: string;
  readonly addressOfResidence?: CrossmintAddress;
  readonly email?: string;
  /** Digits after a `+`. */
  readonly phoneNumber?: string;
  readonly identityDocument?: { readonly type: string; readonly number: string; readonly issuingCountryCode?: string };
  readonly ipAddresses?: readonly string[];
}

/** Crossmint publishes no full lists of values: seen are `full-time`, `salary-disbursement`, `financial-institution`, `income-50k-100k`, `volume-0-25k`. */
export interface CrossmintDueDiligence {
  readonly employmentStatus?: string;
  readonly sourceOfFunds?: string;
  readonly industry?: string;
  readonly estimatedYearlyIncome?: string;
  readonly expectedYearlyTxVolume?: string;
}

export interface CrossmintVerificationHistory {
  /** ISO 8601, ends in Z. */
  readonly idVerificationTimestamp?: string;
  readonly livenessVerificationTimestamp?: string;
}

/** All that is known of a person. An update replaces what was there, so a record is always whole. */
export interface CrossmintUserRecord {
  readonly userDetails: CrossmintUserDetails;
  readonly kycData?: CrossmintKycData;
  readonly dueDiligence?: CrossmintDueDiligence;
  readonly verificationHistory?: CrossmintVerificationHistory;
}

/** A change to a record: sections and fields that are given replace, all others stay. */
export type CrossmintRecordChange = {
  readonly [S in keyof CrossmintUserRecord]?: S extends "kycData"
    ? Partial<Omit<CrossmintKycData, "addressOfResidence">> & {
        readonly addressOfResidence?: Partial<CrossmintAddress>;
      }
    : Partial<CrossmintUserRecord[S]>;
};

/** Which sections Crossmint holds of a person; the booleans of a {@link CrossmintUserSummary}. */
export interface CrossmintStoredSections {
  readonly userDetails: boolean;
  readonly kycData: boolean;
  readonly dueDiligence: boolean;
  readonly verificationHistory: boolean;
}

export interface CrossmintUserSummary extends CrossmintStoredSections {
  readonly userId?: string;
  readonly email?: string;
  readonly phoneNumber?: string;
  readonly legalDocuments: readonly {
    readonly type: string;
    readonly acceptedAt?: string;
    readonly isValidVersion: boolean;
  }[];
}

export type CrossmintDocumentType =
  | "id-passport"
  | "id-idcard-front"
  | "id-idcard-back"
  | "id-residency-permit"
  | "proof-of-address"
  | "proof-of-income"
  | "selfie-front"
  | "selfie-left"
  | "selfie-right";

export interface CrossmintDocument {
  readonly id: string;
  readonly documentType: string;
  readonly createdAt?: string;
  readonly expiresAt?: string;
}

export interface CrossmintEligibilities {
  readonly eligibility: readonly {
    readonly type: string;
    readonly status: string;
    readonly missingData?: readonly string[];
    readonly missingDocuments?: readonly string[];
  }[];
}

/** Every operation: what it takes and what it answers. The one map that types {@link prepare} and {@link read}. */
export interface Operations {
  /** `PUT …/users/{userLocator}/legal-documents` */
  "crossmint.acceptLegalDocument": {
    account: CrossmintAccount;
    input: { readonly userLocator: UserLocator; readonly acceptedAt: string } & (
      | { readonly type: "crossmint-privacy-policy" }
      | { readonly type: "crossmint-terms-of-service"; readonly region: "eu" | "worldwide" | "us" }
    );
    consent: undefined;
    value: { readonly acceptedAt: string };
  };
  /** `PUT …/users/{userLocator}`. Replaces the record: send all of it. */
  "crossmint.putUser": {
    account: CrossmintAccount;
    input: CrossmintUserRecord & {
      readonly userLocator: UserLocator;
      /** The products wanted; with them, a record that lacks what they require is refused with the list of what is missing. */
      readonly products?: readonly CrossmintProduct[];
      /** What Crossmint holds now; with it, a record that would drop a section is refused. */
      readonly stored?: CrossmintStoredSections;
    };
    consent: Consent;
    value: CrossmintUserSummary;
  };
  /** `GET …/users/{userLocator}` */
  "crossmint.getUser": {
    account: CrossmintAccount;
    input: { readonly userLocator: UserLocator };
    consent: undefined;
    value: CrossmintUserSummary;
  };
  /** `POST …/documents`. The same type again replaces the document. */
  "crossmint.uploadDocument": {
    account: CrossmintAccount;
    input: {
      readonly documentType: CrossmintDocumentType;
      /** A data URI, `data:image/png;base64,…`, or bare base64. */
      readonly data: string;
      /** `YYYY-MM-DD`. */
      readonly expiresAt?: string;
      /** ISO 3166-1 alpha-2; with it, a document that this residence may not use is refused. Not sent. */
      readonly countryOfResidence?: string;
    } & ({ readonly userLocator: UserLocator } | { readonly reference: { readonly userLocator: UserLocator } });
    consent: Consent;
    value: CrossmintDocument;
  };
  /** `GET …/documents/{documentId}` */
  "crossmint.getDocument": {
    account: CrossmintAccount;
    input: { readonly documentId: string };
    consent: undefined;
    value: CrossmintDocument;
  };
  /** `PUT …/users/{userLocator}/identity-verification` */
  "crossmint.triggerVerification": {
    account: CrossmintAccount;
    input: { readonly userLocator: UserLocator };
    consent: Consent;
    value: CrossmintEligibilities;
  };
  /** `GET …/users/{userLocator}/identity-verification` */
  "crossmint.getVerification": {
    account: CrossmintAccount;
    input: { readonly userLocator: UserLocator };
    consent: undefined;
    value: CrossmintEligibilities;
  };
}

export type OperationName = keyof Operations;

/** The argument of `prepare` for one operation. */
export type Call<N extends OperationName> = {
  readonly account: Operations[N]["account"];
  readonly input: Operations[N]["input"];
  /** The host's clock, ISO 8601, ends in Z. */
  readonly now: string;
} & (Operations[N]["consent"] extends Consent
  ? { readonly consent: Consent }
  : { readonly consent?: Consent | undefined });

/** What `read` makes of a reply. */
export interface Reading<N extends OperationName> {
  readonly value: Operations[N]["value"];
  readonly decisions: readonly Decision[];
}

// ------------------------------------------------------------------------------------------------ consent

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

// ------------------------------------------------------------------------------------------------- ledger

/** What happened, in the words of the ledger. No personal data. */
export type LedgerEvent =
  | {
      readonly kind: "accepted";
      readonly policy: string;
      readonly version: string;
      readonly language: string;
      readonly sentenceHash: string;
      readonly reviewed: boolean;
      readonly link: string;
      readonly origin: string;
    }
  | { readonly kind: "withdrawn"; readonly policy: string }
  /** The partner has confirmed the acceptance; `acceptance` is the sequence of its entry. */
  | { readonly kind: "told"; readonly policy: string; readonly partner: string; readonly acceptance: number }
  /** The partner says that the version accepted is no longer valid. */
  | { readonly kind: "lapsed"; readonly policy: string; readonly partner: string; readonly acceptance: number };

/** One link of the chain. `hash` = SHA-256 over the canonical JSON (RFC 8785) of all other members. */
export type LedgerEntry = {
  readonly sequence: number;
  /** The gateway's clock. */
  readonly at: string;
  /** Hash of the entry before; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
} & { readonly event: LedgerEvent };

/** Whether and when to try a delivery again. */
export interface Redelivery {
  /** Seconds until the next try. */
  readonly after: number;
  /** Whether an operator must do something before it can succeed. */
  readonly report: boolean;
}
