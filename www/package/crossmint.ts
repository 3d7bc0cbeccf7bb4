/** Crossmint: accounts, records and operations, by its own field names. */
import type { Consent } from "./consent.ts";

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

/** What each operation takes and answers. */
export interface CrossmintOperations {
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
