/**
 * The operations of the gateway, and what they take and give.
 * Made of the OpenAPI description by `npm run api`: the tests say when it is out of date.
 */

/** Every operation, by method and address. */
export interface GatewayOperations {
  /** The sentence to show, in the first language asked for that there is. Of a policy that differs by region, where RESIDENCE_CLAIM is set, only with the host's token. */
  "GET /policies/{policy}/presentation": {
    readonly path: { readonly policy: string };
    readonly query?: {
      /** BCP 47, with commas, the best first; after them, those of `Accept-Language`. */ readonly lang?: string;
      /** Of a policy that differs by region, where no claim of the token says the residence. */
      readonly region?: string;
    };
    readonly headers?: { readonly "Accept-Language"?: string; readonly "If-None-Match"?: string };
    readonly answers: { readonly 200: ShownPresentation; readonly 304: null };
  };
  /** Agree to a policy. 200: it was on record already. `code` of a 422 is `invalid-input`, and `rules` names what was wrong. */
  "POST /consents": {
    readonly headers?: {
      /** The same key and the same acceptance once more give the first answer again. */
      readonly "Idempotency-Key"?: string;
    };
    readonly body: GivenConsent;
    readonly answers: { readonly 200: AcceptedConsent; readonly 201: AcceptedConsent };
  };
  /** What the person has agreed to, oldest first. */
  "GET /consents": { readonly answers: { readonly 200: { readonly consents: readonly ConsentRecord[] } } };
  /** Take a consent back; also of a policy that is not in use any more. */
  "DELETE /consents/{policy}": {
    readonly path: { readonly policy: string };
    readonly answers: { readonly 200: WithdrawnConsent };
  };
  /** The signed receipt of one of the person's own acceptances, also of one that was taken back. */
  "GET /consents/{id}/receipt": {
    readonly path: {
      /** `id` of the consent. */ readonly id: string;
    };
    readonly query?: {
      /** The older form, Kantara's. */ readonly view?: "kantara";
    };
    readonly answers: { readonly 200: SignedReceipt };
  };
  /** A sentence with a ticket, for a server that draws it for this person. 404 where CONSENT_RETURN_URLS is not set. */
  "POST /consent-forms": { readonly body: FormRequest; readonly answers: { readonly 201: ConsentForm } };
  /** Whether the gateway is set up. */
  "GET /health": { readonly answers: { readonly 200: Health } };
  /** The newest head of the log, a compact JWS. */
  "GET /log/head": { readonly answers: { readonly 200: Response } };
  /** Heads from a number on, at most a thousand. */
  "GET /log/heads": { readonly query?: { readonly from?: number }; readonly answers: { readonly 200: HeadList } };
  /** Proof that the log of `from` leaves is the beginning of that of `to`. */
  "GET /log/consistency": {
    readonly query: { readonly from: number; readonly to: number };
    readonly answers: { readonly 200: ConsistencyProof };
  };
  /** Every key that signed or was announced, as a JWK set. */
  "GET /log/keys": { readonly answers: { readonly 200: { readonly keys: readonly LogKey[] } } };
  /** Whole ledgers as sealed JSON Lines, or acceptances as sealed CSV. A file without its seal was cut off. */
  "GET /operator/export": {
    readonly query?: {
      readonly policy?: string;
      readonly version?: string;
      /** A pseudonym. */
      readonly person?: string;
      /** The first moment, or day. */
      readonly from?: string;
      /** The moment, or day, after the last. */
      readonly to?: string;
      readonly format?: "csv" | "jsonl";
    };
    readonly answers: { readonly 200: Response };
  };
  /** The same as a page to read and print. */
  "GET /operator/report": {
    readonly query?: {
      readonly policy?: string;
      readonly version?: string;
      /** A pseudonym. */
      readonly person?: string;
      /** The first moment, or day. */
      readonly from?: string;
      /** The moment, or day, after the last. */
      readonly to?: string;
      /** A pseudonym: the page after this person. */
      readonly after?: string;
    };
    readonly answers: { readonly 200: Response };
  };
  /** How many people have to agree to a policy anew, and who, by pseudonym. */
  "GET /operator/outdated": {
    readonly query: {
      readonly policy: string;
      /** What `next` was. */
      readonly after?: string;
    };
    readonly answers: {
      readonly 200: {
        readonly policy: string;
        readonly version: string;
        readonly count: number;
        readonly people: readonly string[];
        readonly next?: string;
      };
    };
  };
  /** Make the index anew from the ledgers, unless that is under way. */
  "POST /operator/index/rebuild": { readonly answers: { readonly 202: RebuildState } };
  /** How far that is. */
  "GET /operator/index/rebuild": { readonly answers: { readonly 200: RebuildState } };
  /** The pseudonym of a locator. */
  "POST /operator/people": {
    readonly body: { readonly locator: string };
    readonly answers: { readonly 200: { readonly person: string } };
  };
  /** From then on nothing says whose the entries are. 202: it is under way. */
  "POST /operator/erasures": {
    readonly body: { readonly locator: string; readonly partners?: PartnerNames };
    readonly answers: { readonly 200: ErasureState; readonly 202: ErasureState };
  };
  /** Publish a version of a policy without a deploy. 200: it was published before. `rules` of a 422 names what was wrong. */
  "PUT /operator/policies/{policy}": {
    readonly path: { readonly policy: string };
    readonly body: {
      readonly file: Policy;
      /** ISO 8601, ends in Z; left out: as soon as every isolate knows of it, POLICY_LEAD seconds from now. */
      readonly effectiveFrom?: string;
    };
    readonly answers: {
      readonly 200: {
        readonly policy: string;
        readonly version: string;
        /** SHA-256 (hex) over the canonical JSON of the file. */
        readonly policyHash: string;
        /** From when on it counts: ISO 8601, milliseconds, Z. */
        readonly effectiveFrom: string;
        readonly publishedAt: string;
        readonly inUse: boolean;
      };
      readonly 201: {
        readonly policy: string;
        readonly version: string;
        /** SHA-256 (hex) over the canonical JSON of the file. */
        readonly policyHash: string;
        /** From when on it counts: ISO 8601, milliseconds, Z. */
        readonly effectiveFrom: string;
        readonly publishedAt: string;
        readonly inUse: boolean;
      };
    };
  };
  /** Every version there is. */
  "GET /operator/policies": {
    readonly answers: {
      readonly 200: { readonly inUse: readonly string[]; readonly versions: readonly KnownVersion[] };
    };
  };
  /** What Crossmint has stored of the person: sections, and documents that were agreed to. */
  "GET /crossmint/user": {
    readonly answers: {
      readonly 200: { readonly value: CrossmintUserSummary; readonly decisions: readonly Decision[] };
    };
  };
  /** Hand in the whole record. */
  "PUT /crossmint/user": {
    readonly body: RecordRequest;
    readonly answers: {
      readonly 200: { readonly value: CrossmintUserSummary; readonly decisions: readonly Decision[] };
    };
  };
  /** Hand in a document. */
  "POST /crossmint/documents": {
    readonly body: DocumentRequest;
    readonly answers: { readonly 200: { readonly value: CrossmintDocument; readonly decisions: readonly Decision[] } };
  };
  /** The record of a document that this person has handed in here. */
  "GET /crossmint/documents/{id}": {
    readonly path: { readonly id: string };
    readonly answers: { readonly 200: { readonly value: CrossmintDocument; readonly decisions: readonly Decision[] } };
  };
  /** Start the verification. */
  "PUT /crossmint/identity-verification": {
    readonly answers: {
      readonly 200: { readonly value: CrossmintEligibilities; readonly decisions: readonly Decision[] };
    };
  };
  /** Where the verification stands, up to 5 seconds ago (`Age`). `Cache-Control: no-cache` has the partner asked now. */
  "GET /crossmint/identity-verification": {
    readonly headers?: { readonly "Cache-Control"?: string };
    readonly answers: { readonly 200: Standing };
  };
  /** The statuses at Kriptomat. What else it tells of the person stays at the gateway. */
  "GET /kriptomat/user": { readonly answers: { readonly 200: Standing } };
  /** Hand over a person whom Sumsub has approved. */
  "POST /kriptomat/kyc-import": { readonly answers: { readonly 200: Standing } };
  /** Have Kriptomat verify the person: `value.link` is for the person to open. */
  "POST /kriptomat/kyc-request": {
    readonly answers: {
      readonly 200: { readonly value: { readonly link: string }; readonly decisions: readonly Decision[] };
    };
  };
  /** An endpoint without a published contract, where PASS_THROUGH opens it under this name. */
  "GET /kriptomat/open/{name}": {
    readonly path: {
      /** As PASS_THROUGH names it. */ readonly name: string;
    };
    readonly answers: { readonly 200: OpenAnswer };
  };
  /** An endpoint without a published contract, where PASS_THROUGH opens it under this name. The body is an object, where it takes one. */
  "POST /kriptomat/open/{name}": {
    readonly path: {
      /** As PASS_THROUGH names it. */ readonly name: string;
    };
    readonly body?: Readonly<Record<string, unknown>>;
    readonly answers: { readonly 200: OpenAnswer };
  };
  /** An endpoint without a published contract, where PASS_THROUGH opens it under this name. The body is an object, where it takes one. */
  "PUT /kriptomat/open/{name}": {
    readonly path: {
      /** As PASS_THROUGH names it. */ readonly name: string;
    };
    readonly body?: Readonly<Record<string, unknown>>;
    readonly answers: { readonly 200: OpenAnswer };
  };
  /** An endpoint without a published contract, where PASS_THROUGH opens it under this name. The body is an object, where it takes one. */
  "DELETE /kriptomat/open/{name}": {
    readonly path: {
      /** As PASS_THROUGH names it. */ readonly name: string;
    };
    readonly body?: Readonly<Record<string, unknown>>;
    readonly answers: { readonly 200: OpenAnswer };
  };
  /** Where the review at Sumsub stands. */
  "GET /sumsub/applicant": { readonly answers: { readonly 200: Standing } };
  /** Sign the client in at B2CORE. Its tokens stay at the gateway; the cookie opens the session, with the host's token. */
  "POST /b2core/sign-in": {
    readonly body: { readonly email: string; readonly password: string };
    readonly answers: { readonly 200: SignInStep };
  };
  /** The second factor; without a code, where it shall come from. */
  "POST /b2core/second-factor": {
    readonly body: { readonly method: "google" | "sms"; readonly code?: string };
    readonly answers: { readonly 200: SignInStep };
  };
  /** Sign the client out. */
  "DELETE /b2core/session": { readonly answers: { readonly 204: null } };
  /** The client's levels, newest first. A decision comes with a first page that has enough of them. */
  "GET /b2core/verifications": {
    readonly query?: { readonly limit?: number; readonly offset?: number };
    readonly headers?: { readonly "Accept-Language"?: string };
    readonly answers: { readonly 200: { readonly value: B2coreHistory; readonly decisions: readonly Decision[] } };
  };
  /** One of them. */
  "GET /b2core/verifications/{id}": {
    readonly path: { readonly id: string };
    readonly headers?: { readonly "Accept-Language"?: string };
    readonly answers: { readonly 200: { readonly value: B2coreGrant; readonly decisions: readonly Decision[] } };
  };
  /** Start the wizard for documents. */
  "GET /b2core/wizard": {
    readonly headers?: { readonly "Accept-Language"?: string };
    readonly answers: { readonly 200: { readonly value: B2coreWizard; readonly decisions: readonly Decision[] } };
  };
  /** Its next step. */
  "POST /b2core/wizard": {
    readonly headers?: { readonly "Accept-Language"?: string };
    readonly body: { readonly uuid: string; readonly documents: B2coreDocument | readonly B2coreDocument[] };
    readonly answers: { readonly 200: { readonly value: B2coreWizard; readonly decisions: readonly Decision[] } };
  };
  /** Consents, products, decisions and plan over all partners. A partner that fails is in `problems`, the others answer. */
  "GET /me": {
    readonly headers?: { readonly "If-None-Match"?: string };
    readonly answers: { readonly 200: Me; readonly 304: null };
  };
  /** The same as server-sent events: `me` with each state that differs from the one before (`data` is what `GET /me` answers, `id` its tag), comments as signs of life, and `end` with `{"tokenEnded":…}` when the token is over. */
  "GET /me/stream": { readonly answers: { readonly 200: Response } };
  /** The tasks of the person in their order: the first is what to do now. */
  "GET /flow": {
    readonly query?: {
      /** Products, with commas; left out: FLOW_SCOPES. */ readonly scopes?: string;
    };
    readonly headers?: { readonly "Accept-Language"?: string; readonly "If-None-Match"?: string };
    readonly answers: { readonly 200: FlowAnswer; readonly 304: null };
  };
  /** Do a task. One that is not open any more has been done already: then the flow is told anew. */
  "POST /flow/tasks/{id}": {
    readonly path: { readonly id: string };
    readonly body: TaskAnswers;
    readonly answers: { readonly 200: FlowAnswer };
  };
  /** The fields that the answers so far lead to. Nothing of them is kept. */
  "POST /flow/tasks/{id}/fields": {
    readonly path: { readonly id: string };
    readonly body: TaskAnswers;
    readonly answers: { readonly 200: { readonly fields: readonly FlowField[] } };
  };
  /** Hand in a file: its bytes, with `Content-Length`; or, where the host stores it, `{"path":…}` as JSON. */
  "POST /flow/tasks/{id}/documents/{part}": {
    readonly path: { readonly id: string; readonly part: string };
    readonly query?: { readonly scopes?: string };
    readonly body: Blob;
    readonly answers: { readonly 200: { readonly received: readonly string[] } };
  };
}

/** An acceptance as it stands, and what came of telling the partner. */
export type AcceptedConsent = {
  readonly id: string;
  readonly policy: string;
  readonly version: string;
  readonly language: string;
  /** The gateway's time. */
  readonly acceptedAt: string;
  readonly withdrawnAt?: string;
  /** When the partner said that the acceptance no longer counts. */
  readonly lapsedAt?: string;
  /** When the partner confirmed that it knows. */
  readonly toldAt?: string;
  /** `cancelled`: it was withdrawn before the partner was told, and is not told any more. `kept`: the partner wants to be told of none. */
  readonly delivery: "cancelled" | "delivered" | "kept" | "queued";
  /** Why the partner could not be told so far. */
  readonly problem?: string;
  /** What the partner decided when it was told in the course of this. */
  readonly decisions: readonly Decision[];
  /** Whether there is a receipt: `GET /consents/{id}/receipt`. */
  readonly receipt: boolean;
};

/** The files of one document type. */
export type B2coreDocument = {
  /** The id of the type. */ readonly type: number;
  /** Paths that the installation has issued. */
  readonly files: readonly string[];
};

/** An operation of granting a level. */
export type B2coreGrant = {
  readonly id: number;
  readonly clientId?: number;
  readonly currentLevel: B2coreLevel;
  readonly previousLevel: null | B2coreLevel;
  readonly reason?: { readonly name: string };
  readonly userId?: number;
  /** With a numeric offset, as `2022-01-01T00:00:00+00:00`. */
  readonly createTime?: string;
};

export type B2coreHistory = {
  readonly total: number;
  /** Newest first. */
  readonly data: readonly B2coreGrant[];
};

export type B2coreLevel = { readonly id: number; readonly name?: string };

export type B2coreWizard = {
  /** 200: another step follows. 202: that was the last. */ readonly code: number;
  readonly done?: boolean;
  /** To be sent back in the run. */
  readonly uuid?: string;
  /** Opaque. */
  readonly workflow?: string;
  readonly data: null | B2coreWizardData;
  /** Those of `data`; none where there is no `data`. */
  readonly types: readonly (string | Readonly<Record<string, unknown>>)[];
};

/** What a wizard asks for, or has got. */
export type B2coreWizardData = {
  /** The document types asked for, or handed in: objects, or their names. */
  readonly types: readonly (string | Readonly<Record<string, unknown>>)[];
};

/** A sentence, and the ticket that its form posts. */
export type ConsentForm = { readonly presentation: Presentation; readonly ticket: string; readonly expiresAt: string };

/** An acceptance as the person is told of it. */
export type ConsentRecord = {
  readonly id: string;
  readonly policy: string;
  readonly version: string;
  readonly language: string;
  /** The gateway's time. */
  readonly acceptedAt: string;
  readonly withdrawnAt?: string;
  /** When the partner said that the acceptance no longer counts. */
  readonly lapsedAt?: string;
  /** When the partner confirmed that it knows. */
  readonly toldAt?: string;
  /** `cancelled`: it was withdrawn before the partner was told, and is not told any more. `kept`: the partner wants to be told of none. */
  readonly delivery: "cancelled" | "delivered" | "kept" | "queued";
  /** Why the partner could not be told so far. */
  readonly problem?: string;
};

/** That the log of `from` leaves is the beginning of that of `to`. */
export type ConsistencyProof = {
  readonly from: number;
  readonly to: number;
  /** SHA-256 in lower-case hex. */
  readonly path: readonly string[];
};

export type CrossmintDocument = {
  readonly id: string;
  readonly documentType: string;
  readonly createdAt?: string;
  readonly expiresAt?: string;
};

export type CrossmintDocumentType =
  | "id-idcard-back"
  | "id-idcard-front"
  | "id-passport"
  | "id-residency-permit"
  | "proof-of-address"
  | "proof-of-income"
  | "selfie-front"
  | "selfie-left"
  | "selfie-right";

export type CrossmintEligibilities = {
  readonly eligibility: readonly {
    readonly type: string;
    readonly status: string;
    readonly missingData?: readonly string[];
    readonly missingDocuments?: readonly string[];
  }[];
};

export type CrossmintProduct = "offramp" | "onramp" | "onramp-light" | "regulated-transfer";

export type CrossmintUserSummary = {
  readonly userId?: string;
  readonly email?: string;
  readonly phoneNumber?: string;
  readonly legalDocuments: readonly {
    readonly type: string;
    readonly acceptedAt?: string;
    readonly isValidVersion: boolean;
  }[];
  readonly userDetails: boolean;
  readonly kycData: boolean;
  readonly dueDiligence: boolean;
  readonly verificationHistory: boolean;
};

/** The data that a person may be asked for, in our own terms. */
export type DataItem =
  | "address-line"
  | "city"
  | "country-of-residence"
  | "date-of-birth"
  | "email"
  | "employment"
  | "first-name"
  | "identity-check-time"
  | "identity-number"
  | "industry"
  | "last-name"
  | "liveness-check-time"
  | "nationality"
  | "phone"
  | "postal-code"
  | "social-security-number"
  | "source-of-funds"
  | "state"
  | "yearly-income";

/** One partner's answer for one scope, read into the one vocabulary. */
export type Decision =
  | {
      readonly partner: Partner;
      /** What the decision is about: a product (`onramp`), or a legal document for `ask-consent`. */
      readonly scope: string;
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: "stop-final" | "stop-open" | "stop-unknown";
      /** The partner's own words, kept for the record. Not for the person. */
      readonly said: Readonly<Record<string, null | string | number | readonly string[] | boolean>>;
      /** The partner's words that may be shown to the person. */
      readonly show: readonly string[];
      readonly next: "stop";
      readonly final: null | boolean;
    }
  | {
      readonly partner: Partner;
      /** What the decision is about: a product (`onramp`), or a legal document for `ask-consent`. */
      readonly scope: string;
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: "wait-manual-review" | "wait-review" | "wait-started";
      /** The partner's own words, kept for the record. Not for the person. */
      readonly said: Readonly<Record<string, null | string | number | readonly string[] | boolean>>;
      /** The partner's words that may be shown to the person. */
      readonly show: readonly string[];
      readonly next: "wait";
      readonly reason: WaitReason;
      /** Seconds. */
      readonly lookAgainAfter: number;
    }
  | {
      readonly partner: Partner;
      /** What the decision is about: a product (`onramp`), or a legal document for `ask-consent`. */
      readonly scope: string;
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: "proceed";
      /** The partner's own words, kept for the record. Not for the person. */
      readonly said: Readonly<Record<string, null | string | number | readonly string[] | boolean>>;
      /** The partner's words that may be shown to the person. */
      readonly show: readonly string[];
      readonly next: "proceed";
    }
  | {
      readonly partner: Partner;
      /** What the decision is about: a product (`onramp`), or a legal document for `ask-consent`. */
      readonly scope: string;
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: "ask-consent";
      /** The partner's own words, kept for the record. Not for the person. */
      readonly said: Readonly<Record<string, null | string | number | readonly string[] | boolean>>;
      /** The partner's words that may be shown to the person. */
      readonly show: readonly string[];
      readonly next: "ask-consent";
      readonly policy: string;
    }
  | {
      readonly partner: Partner;
      /** What the decision is about: a product (`onramp`), or a legal document for `ask-consent`. */
      readonly scope: string;
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: "start-verification";
      /** The partner's own words, kept for the record. Not for the person. */
      readonly said: Readonly<Record<string, null | string | number | readonly string[] | boolean>>;
      /** The partner's words that may be shown to the person. */
      readonly show: readonly string[];
      readonly next: "start-verification";
    }
  | {
      readonly partner: Partner;
      /** What the decision is about: a product (`onramp`), or a legal document for `ask-consent`. */
      readonly scope: string;
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: "hold";
      /** The partner's own words, kept for the record. Not for the person. */
      readonly said: Readonly<Record<string, null | string | number | readonly string[] | boolean>>;
      /** The partner's words that may be shown to the person. */
      readonly show: readonly string[];
      readonly next: "hold";
    }
  | {
      readonly partner: Partner;
      /** What the decision is about: a product (`onramp`), or a legal document for `ask-consent`. */
      readonly scope: string;
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: "provide";
      /** The partner's own words, kept for the record. Not for the person. */
      readonly said: Readonly<Record<string, null | string | number | readonly string[] | boolean>>;
      /** The partner's words that may be shown to the person. */
      readonly show: readonly string[];
      readonly next: "provide";
      readonly data: readonly DataItem[];
      readonly documents: readonly DocumentItem[];
      /** Members of the partner's lists that nobody documents, letter by letter. */
      readonly other: readonly string[];
    };

/** The documents that a person may be asked for, in our own terms. */
export type DocumentItem = "identity-document" | "proof-of-address" | "proof-of-income" | "selfie";

/** A document. The same type again replaces it. */
export type DocumentRequest = {
  readonly documentType: CrossmintDocumentType;
  /** A data URI, `data:image/png;base64,…`, or bare base64. */
  readonly data: string;
  /** `YYYY-MM-DD`. */
  readonly expiresAt?: null | string;
  /** ISO 3166-1 alpha-2; with it, a document that this residence may not use is refused. Not sent. */
  readonly countryOfResidence?: null | string;
};

/** How far an erasure is. */
export type ErasureState = {
  /** The pseudonym under which the entries stay. */ readonly person: string;
  /** Whether nothing is left to be done. */
  readonly done: boolean;
};

/** What any error answers, `application/problem+json` (RFC 9457). */
export type ErrorAnswer = {
  /** `urn:kyc-assent:error:` and the code. */ readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What was wrong and what to do, for developers. Never personal data. */
  readonly detail: string;
  /** As in `X-Request-Id`, and in the gateway's log. */
  readonly requestId: string;
  readonly code: ErrorCode;
  /** Path of the field at fault, e.g. `input.userDetails.dateOfBirth`. */
  readonly field?: string;
  /** Seconds to wait before another try. */
  readonly retryAfter?: number;
  /** What a record still lacks. */
  readonly missing?: Missing;
  /** Which rules of its policy a consent breaks, or a policy file. Only the gateway says so; `check` names them by itself. */
  readonly rules?: readonly (
    | "bundled-consents"
    | "changes-malformed"
    | "changes-without-since"
    | "countries-malformed"
    | "country-twice"
    | "country-unknown"
    | "direction-malformed"
    | "duplicate-language"
    | "duplicate-region"
    | "effective-from-malformed"
    | "instant-taken"
    | "language-malformed"
    | "link"
    | "link-beside-regions"
    | "link-differs"
    | "link-missing"
    | "link-not-https"
    | "logo-malformed"
    | "logo-missing"
    | "name-differs"
    | "name-malformed"
    | "no-reviewed-sentence"
    | "not-an-object"
    | "not-by-person"
    | "not-reviewed"
    | "not-visible"
    | "of"
    | "opening-forced"
    | "partner-differs"
    | "partner-malformed"
    | "partner-not-on"
    | "pre-ticked"
    | "region-differs"
    | "region-unknown"
    | "regions-malformed"
    | "regions-missing"
    | "required"
    | "reviewed-not-stated"
    | "sentence-differs"
    | "sentence-malformed"
    | "sentence-missing"
    | "sentence-without-link"
    | "sentences-missing"
    | "since-is-version"
    | "since-malformed"
    | "stale-version"
    | "text"
    | "title-malformed"
    | "too-soon"
    | "two-fallback-regions"
    | "two-links"
    | "unknown-language"
    | "unknown-member"
    | "unknown-policy"
    | "unknown-region"
    | "version-malformed"
    | "version-taken"
  )[];
  /** Where a policy file breaks its rules. Only the gateway says so. */
  readonly faults?: readonly PolicyFault[];
  /** What is wrong with the answers to a form, field by field. Only the gateway says so. */
  readonly fields?: readonly FlowProblem[];
  /** The partner's own words. They may name the person: show or keep them with care, do not log them. */
  readonly said?: string;
};

/** Every code an AssentError can bear. */
export type ErrorCode =
  | "consent-required"
  | "invalid-input"
  | "not-enabled"
  | "not-found"
  | "rate-limited"
  | "refused"
  | "trapped"
  | "unauthorized"
  | "unavailable"
  | "unreadable";

/** The person's whole way: what to do now, and how far it has come. */
export type FlowAnswer = {
  readonly tasks: readonly FlowTask[];
  readonly timeline: readonly FlowStep[];
  /** Seconds until another look is worth its requests; null when nothing is waited for. */
  readonly lookAgainAfter: null | number;
  /** Of every partner that has not answered. Of such a one nothing is known, so it has no tasks. */
  readonly problems: readonly PartnerProblem[];
};

/** A document that is asked for: one of its ways, and all parts of that. */
export type FlowDocument = {
  /** One of our own items; of partners that have others, `other`. */
  readonly item: "identity-document" | "other" | "proof-of-address" | "proof-of-income" | "selfie";
  readonly ways: readonly {
    readonly way: string;
    readonly parts: readonly {
      readonly part: string;
      readonly camera?: "environment" | "user";
      /** The partner's own words for it, where it has some. */
      readonly name?: string;
    }[];
  }[];
  /** The parts that have arrived. */
  readonly received: readonly string[];
};

/** One question of a form. */
export type FlowField = {
  readonly item: FlowItem;
  readonly group: "address" | "contact" | "finances" | "identity" | "person" | "sign-in";
  readonly control: "choice" | "country" | "date" | "email" | "one-time-code" | "password" | "tel" | "text";
  readonly required: boolean;
  /** When its answer changes, the fields are to be asked for anew. */
  readonly decides?: true;
  readonly autocomplete?: string;
  /** Of a choice. `label`: the operator's, where the value is. */
  readonly options?: readonly { readonly value: string; readonly label?: string }[];
  readonly maxLength: number;
};

/** What a form asks for: data, or what it takes to sign in at the partner. */
export type FlowItem =
  | "address-line"
  | "city"
  | "client-email"
  | "client-password"
  | "country-of-residence"
  | "date-of-birth"
  | "email"
  | "employment"
  | "first-name"
  | "identity-check-time"
  | "identity-number"
  | "industry"
  | "last-name"
  | "liveness-check-time"
  | "nationality"
  | "phone"
  | "postal-code"
  | "second-factor"
  | "second-factor-code"
  | "social-security-number"
  | "source-of-funds"
  | "state"
  | "yearly-income";

/** What is wrong with an answer. */
export type FlowProblem = { readonly item: FlowItem; readonly problem: "future" | "invalid" | "required" | "too-long" };

/** How far one partner's part of the way has come. */
export type FlowStep = {
  readonly step: "check" | "consent" | "details" | "documents" | "result";
  readonly state: "ahead" | "current" | "done" | "failed";
  /** ISO 8601, where it is known. */
  readonly at?: string;
  readonly partner: Partner;
  readonly scopes: readonly string[];
};

/** The one thing that a person does next for one partner. */
export type FlowTask =
  | {
      /** Opaque: by it the answer finds the way back. */ readonly id: string;
      readonly partner: Partner;
      readonly scopes: readonly string[];
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: NextText;
      readonly kind: "consent";
      readonly policies: readonly string[];
    }
  | {
      /** Opaque: by it the answer finds the way back. */ readonly id: string;
      readonly partner: Partner;
      readonly scopes: readonly string[];
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: NextText;
      readonly kind: "form";
      readonly fields: readonly FlowField[];
    }
  | {
      /** Opaque: by it the answer finds the way back. */ readonly id: string;
      readonly partner: Partner;
      readonly scopes: readonly string[];
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: NextText;
      readonly kind: "documents";
      readonly documents: readonly FlowDocument[];
      /** Types of files. */
      readonly accept: readonly string[];
      readonly maxBytes: number;
      /** Whether the gateway takes the file itself, or the path under which the host has stored it. */
      readonly storage: "gateway" | "host";
    }
  | {
      /** Opaque: by it the answer finds the way back. */ readonly id: string;
      readonly partner: Partner;
      readonly scopes: readonly string[];
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: NextText;
      readonly kind: "start";
      readonly automatic: boolean;
    }
  | {
      /** Opaque: by it the answer finds the way back. */ readonly id: string;
      readonly partner: Partner;
      readonly scopes: readonly string[];
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: NextText;
      readonly kind: "link";
      readonly url: string;
    }
  | {
      /** Opaque: by it the answer finds the way back. */ readonly id: string;
      readonly partner: Partner;
      readonly scopes: readonly string[];
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: NextText;
      readonly kind: "outside";
      readonly show?: readonly string[];
    }
  | {
      /** Opaque: by it the answer finds the way back. */ readonly id: string;
      readonly partner: Partner;
      readonly scopes: readonly string[];
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: NextText;
      readonly kind: "wait";
      readonly reason: WaitReason;
      /** Seconds. */
      readonly lookAgainAfter: number;
      readonly show?: readonly string[];
    }
  | {
      /** Opaque: by it the answer finds the way back. */ readonly id: string;
      readonly partner: Partner;
      readonly scopes: readonly string[];
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: NextText;
      readonly kind: "done" | "hold";
      readonly show: readonly string[];
    }
  | {
      /** Opaque: by it the answer finds the way back. */ readonly id: string;
      readonly partner: Partner;
      readonly scopes: readonly string[];
      /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
      readonly text: NextText;
      readonly kind: "stop";
      readonly final: null | boolean;
      readonly show: readonly string[];
    };

/** What a server asks for a sentence that it draws itself. */
export type FormRequest = {
  readonly policy: string;
  /** One of CONSENT_RETURN_URLS. */
  readonly returnTo: string;
  /** BCP 47, the best first. */
  readonly languages?: readonly string[];
  /** Of a policy that differs by region. */
  readonly region?: string;
  /** The logo as it is going to be drawn, in CSS pixels. */
  readonly logo?: { readonly width: number; readonly height: number };
};

/** What was shown, and that a person agreed to it: the element's `evidence`. Times are the browser's claim, and may be missing. */
export type GivenConsent = {
  /** Whether the browser says that a person, not a script, ticked the box: true. */ readonly byPerson: boolean;
  /** ISO 8601. What is no time is kept as none, and noted in the log. */
  readonly presentedAt?: unknown;
  /** The same. */
  readonly tickedAt?: unknown;
  readonly policy: string;
  readonly version: string;
  readonly language: string;
  readonly text: string;
  readonly link: null | { readonly text: string; readonly href: string };
  /** Of a policy that differs by region. */
  readonly region?: string;
  readonly tickedAtStart: boolean;
  readonly openingForced: boolean;
  readonly visible: boolean;
  /** Sizes in CSS pixels. */
  readonly logo: { readonly shown: boolean; readonly width: number; readonly height: number };
};

/** Heads of the log. */
export type HeadList = {
  readonly heads: readonly SignedHead[];
  /** The number to go on with, or null. */
  readonly next: null | number;
};

/** Whether the gateway is set up. */
export type Health = { readonly status: "ok" };

/** A version of a policy, and where it comes from. */
export type KnownVersion =
  | {
      readonly policy: string;
      readonly version: string;
      readonly policyHash: string;
      /** It is in use and counts now. */
      readonly current: boolean;
      readonly source: "code" | "package";
    }
  | {
      readonly policy: string;
      readonly version: string;
      readonly policyHash: string;
      /** It is in use and counts now. */
      readonly current: boolean;
      /** When a gateway first had it in use. */
      readonly deployedAt: string;
      readonly source: "earlier-deployment";
    }
  | {
      readonly policy: string;
      readonly version: string;
      /** SHA-256 (hex) over the canonical JSON of the file. */
      readonly policyHash: string;
      /** It is in use and counts now. */
      readonly current: boolean;
      /** From when on it counts: ISO 8601, milliseconds, Z. */
      readonly effectiveFrom: string;
      readonly publishedAt: string;
      readonly source: "published";
    };

/** A key as `GET /log/keys` lists it. Times are seconds since 1970, as in a JWT. */
export type LogKey = {
  readonly kid: string;
  readonly alg: "EdDSA";
  readonly use: "sig";
  /** When it was announced. */
  readonly nbf: number;
  /** Since when another one signs. */
  readonly exp?: number;
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
};

/** Everything about the person who is signed in, and what to do next with each partner. */
export type Me = {
  readonly consents: readonly ConsentRecord[];
  /** Crossmint's products, with its own words for where each stands. */
  readonly products: readonly {
    readonly type: string;
    readonly status: string;
    readonly missingData?: readonly string[];
    readonly missingDocuments?: readonly string[];
  }[];
  /** Of every partner that is on and has answered. */
  readonly decisions: readonly Decision[];
  readonly plan: Plan;
  /** Of every partner that has not. Of such a one nothing is known, so nothing is decided. */
  readonly problems: readonly PartnerProblem[];
};

/** What is still missing before a partner can decide. */
export type Missing = {
  readonly data: readonly DataItem[];
  readonly documents: readonly DocumentItem[];
  /** Members of the partner's lists that nobody documents, letter by letter. */
  readonly other: readonly string[];
};

/** The person must do this next. */
export type Next = "ask-consent" | "hold" | "proceed" | "provide" | "start-verification" | "stop" | "wait";

/** Which text goes with a next step. The core chooses it, never the host. */
export type NextText =
  | "ask-consent"
  | "hold"
  | "proceed"
  | "provide"
  | "start-verification"
  | "stop-final"
  | "stop-open"
  | "stop-unknown"
  | "wait-manual-review"
  | "wait-review"
  | "wait-started";

/** What an endpoint without a published contract answers. */
export type OpenAnswer = {
  /** The partner's JSON, or null. */ readonly value: unknown;
  readonly decisions: readonly Decision[];
};

export type Partner = "b2core" | "crossmint" | "kriptomat" | "sumsub";

/** What a person is called at partners other than Crossmint, whose name for them is the locator. */
export type PartnerNames = {
  readonly kriptomat?: string;
  readonly sumsub?: string;
  /** The e-mail of the client. */
  readonly b2core?: string;
};

export type PartnerProblem = {
  readonly partner: Partner;
  readonly code: ErrorCode;
  readonly detail: string;
  /** Seconds. */
  readonly retryAfter?: number;
};

/** Decisions of several partners and products, folded into an order: do the first step first. */
export type Plan = {
  readonly steps: readonly PlanStep[];
  /** Seconds until another look is worth its requests; null when nothing is waited for. */
  readonly lookAgainAfter: null | number;
};

/** What is done once for all its decisions. */
export type PlanStep = {
  readonly next: Next;
  /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
  readonly text: NextText;
  readonly partner: Partner;
  readonly scopes: readonly string[];
  /** Places in the list of decisions that the plan was made of. */
  readonly decisions: readonly number[];
  readonly policy?: string;
  readonly reason?: "manual-review" | "review" | "started";
  readonly final?: null | boolean;
  readonly data?: readonly DataItem[];
  readonly documents?: readonly DocumentItem[];
  readonly other?: readonly string[];
  readonly show?: readonly string[];
  readonly lookAgainAfter?: number;
};

/** A policy as data: rules, and the sentence in each language. See `policies/`, and its `policy.schema.json`. */
export type Policy =
  | {
      readonly policy: string;
      readonly version: string;
      /** Whose products need it. */
      readonly partner: string;
      /** What people call it; for records, not for the sentence. */
      readonly title: string;
      readonly logo?: { readonly of: string; readonly required?: boolean };
      readonly sentences: readonly PolicySentence[];
      readonly regions: readonly PolicyRegion[];
      /** What has changed, in the operator's words, by language. */
      readonly changes: Readonly<Record<string, string>>;
      /** The version that the changes are counted from. */
      readonly since: string;
    }
  | {
      readonly policy: string;
      readonly version: string;
      /** Whose products need it. */
      readonly partner: string;
      /** What people call it; for records, not for the sentence. */
      readonly title: string;
      readonly logo?: { readonly of: string; readonly required?: boolean };
      readonly sentences: readonly PolicySentence[];
      readonly regions: readonly PolicyRegion[];
    }
  | {
      readonly policy: string;
      readonly version: string;
      /** Whose products need it. */
      readonly partner: string;
      /** What people call it; for records, not for the sentence. */
      readonly title: string;
      readonly logo?: { readonly of: string; readonly required?: boolean };
      readonly sentences: readonly PolicySentence[];
      /** The one link that every sentence must bear. */
      readonly link: string;
      /** What has changed, in the operator's words, by language. */
      readonly changes: Readonly<Record<string, string>>;
      /** The version that the changes are counted from. */
      readonly since: string;
    }
  | {
      readonly policy: string;
      readonly version: string;
      /** Whose products need it. */
      readonly partner: string;
      /** What people call it; for records, not for the sentence. */
      readonly title: string;
      readonly logo?: { readonly of: string; readonly required?: boolean };
      readonly sentences: readonly PolicySentence[];
      /** The one link that every sentence must bear. */
      readonly link: string;
    };

/** A rule that a policy file breaks. */
export type PolicyFault = {
  readonly rule: PolicyRule;
  /** The member at fault, as `sentences[1]`; empty for the whole file. */
  readonly field: string;
};

/** What a policy links to in one region. */
export type PolicyRegion = {
  /** By the partner's own name, where it has one. */ readonly region: string;
  /** Countries of residence, alpha-2; left out: all that no other region names. */
  readonly countries?: readonly string[];
  readonly link: string;
};

/** The rules of a policy file. Each is explained in `src/consent/policies/README.md`. */
export type PolicyRule =
  | "bundled-consents"
  | "changes-malformed"
  | "changes-without-since"
  | "countries-malformed"
  | "country-twice"
  | "country-unknown"
  | "direction-malformed"
  | "duplicate-language"
  | "duplicate-region"
  | "language-malformed"
  | "link"
  | "link-beside-regions"
  | "link-missing"
  | "link-not-https"
  | "logo-malformed"
  | "name-malformed"
  | "not-an-object"
  | "of"
  | "partner-differs"
  | "partner-malformed"
  | "region-unknown"
  | "regions-malformed"
  | "regions-missing"
  | "required"
  | "reviewed-not-stated"
  | "sentence-malformed"
  | "sentence-without-link"
  | "sentences-missing"
  | "since-is-version"
  | "since-malformed"
  | "text"
  | "title-malformed"
  | "two-fallback-regions"
  | "two-links"
  | "unknown-member"
  | "version-malformed";

export type PolicySentence = {
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  /** Whether the partner, or a lawyer for it, has approved this wording. */
  readonly reviewed: boolean;
  /** Exactly one segment is the link. */
  readonly segments: readonly { readonly text: string; readonly link?: boolean }[];
};

/** What to show, in one language. */
export type Presentation = {
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
};

/** How far the index is made anew. */
export type RebuildState = {
  readonly state: "done" | "never" | "running";
  /** How often it was begun. */
  readonly rebuilds: number;
  /** People whose ledgers were read. */
  readonly people: number;
  readonly startedAt: null | string;
  readonly endedAt: null | string;
};

/** The whole record: an update replaces what Crossmint had. */
export type RecordRequest = {
  readonly userDetails: {
    readonly firstName: string;
    readonly lastName: string;
    /** `YYYY-MM-DD`. */
    readonly dateOfBirth: string;
    /** ISO 3166-1 alpha-2. */
    readonly countryOfResidence: string;
  };
  readonly kycData?: null | {
    /** ISO 3166-1 alpha-2. */ readonly nationality?: null | string;
    readonly addressOfResidence?: null | {
      readonly line1: string;
      readonly line2?: null | string;
      readonly city: string;
      readonly stateOrRegion?: null | string;
      readonly postalCode: string;
    };
    readonly email?: null | string;
    /** Digits after a `+`. */
    readonly phoneNumber?: null | string;
    readonly identityDocument?: null | {
      readonly type: string;
      readonly number: string;
      readonly issuingCountryCode?: null | string;
    };
    readonly ipAddresses?: null | readonly string[];
  };
  readonly dueDiligence?: null | {
    readonly employmentStatus?: null | string;
    readonly sourceOfFunds?: null | string;
    readonly industry?: null | string;
    readonly estimatedYearlyIncome?: null | string;
    readonly expectedYearlyTxVolume?: null | string;
  };
  readonly verificationHistory?: null | {
    /** ISO 8601, ends in Z. */ readonly idVerificationTimestamp?: null | string;
    readonly livenessVerificationTimestamp?: null | string;
  };
  /** The products wanted; with them, a record that lacks what they require is refused with the list of what is missing. */
  readonly products?: null | readonly CrossmintProduct[];
};

/** The sentence to show, with the host's own words for what is around it. */
export type ShownPresentation = {
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
  readonly words?: Readonly<Record<string, string>>;
};

/** How far a sign-in has come. */
export type SignInStep = { readonly signedIn: boolean };

/** A head as it is kept. */
export type SignedHead = {
  /** From 0 on. */ readonly number: number;
  readonly size: number;
  readonly at: string;
  readonly kid: string;
  readonly jws: string;
};

/** A receipt, signed, with the public keys that its signatures are verified by. `npx kyc-assent verify` checks it. */
export type SignedReceipt = {
  readonly format: "kyc-assent-kantara/1" | "kyc-assent-receipt/1";
  readonly receipt: Readonly<Record<string, unknown>> | Readonly<Record<string, unknown>>;
  /** Compact JWS over the receipt's digest. */
  readonly jws: string;
  readonly keys: {
    readonly keys: readonly {
      readonly kty: "OKP";
      readonly crv: "Ed25519";
      readonly x: string;
      readonly kid: string;
    }[];
  };
};

/** Where a person stands with a partner: the statuses, and nothing that tells who it is. */
export type Standing = {
  readonly value: {
    readonly eligibility?: readonly {
      readonly type: string;
      readonly status: string;
      readonly missingData?: readonly string[];
      readonly missingDocuments?: readonly string[];
    }[];
    readonly kyc_status?: string;
    readonly edd_status?: string;
    readonly status?: string;
    readonly reviewStatus?: string;
  };
  readonly decisions: readonly Decision[];
};

/** The answers to a task. */
export type TaskAnswers = {
  /** Products; left out: FLOW_SCOPES. */ readonly scopes?: readonly string[];
  readonly values?: {
    readonly "address-line"?: string;
    readonly city?: string;
    readonly "client-email"?: string;
    readonly "client-password"?: string;
    readonly "country-of-residence"?: string;
    readonly "date-of-birth"?: string;
    readonly email?: string;
    readonly employment?: string;
    readonly "first-name"?: string;
    readonly "identity-check-time"?: string;
    readonly "identity-number"?: string;
    readonly industry?: string;
    readonly "last-name"?: string;
    readonly "liveness-check-time"?: string;
    readonly nationality?: string;
    readonly phone?: string;
    readonly "postal-code"?: string;
    readonly "second-factor"?: string;
    readonly "second-factor-code"?: string;
    readonly "social-security-number"?: string;
    readonly "source-of-funds"?: string;
    readonly state?: string;
    readonly "yearly-income"?: string;
  };
};

/** Why to wait: it has just been started, it is being checked by a machine, or by a person. */
export type WaitReason = "manual-review" | "review" | "started";

/** A consent that was taken back. */
export type WithdrawnConsent = { readonly policy: string; readonly withdrawnAt: string };
