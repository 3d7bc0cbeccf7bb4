import type {
  B2coreDocument,
  CrossmintOperations,
  CrossmintProduct,
  CrossmintUserRecord,
  Decision,
  Reading,
} from "../../package/types.ts";
import type { SignInStep } from "../sessions/b2core-session.ts";
import type { Standing } from "../verification/looks.ts";
import type { Bytes, OfAll, OfBody, OfPartner, OfPerson, OrNull } from "./terms.ts";

interface UserRecord extends CrossmintUserRecord {
  /** The products wanted; with them, a record that lacks what they require is refused with the list of what is missing. */
  readonly products?: readonly CrossmintProduct[];
}

/** The whole record: an update replaces what Crossmint had. */
export interface RecordRequest extends OrNull<UserRecord> {}

type Document = Pick<
  CrossmintOperations["crossmint.uploadDocument"]["input"],
  "documentType" | "data" | "expiresAt" | "countryOfResidence"
>;

/** A document. The same type again replaces it. */
export interface DocumentRequest extends OrNull<Document> {}

/** What an endpoint without a published contract answers. */
export interface OpenAnswer {
  /** The partner's JSON, or null. */
  readonly value: unknown;
  readonly decisions: readonly Decision[];
}

interface OpenRoute {
  asker: "person";
  path: {
    /** As PASS_THROUGH names it. */
    name: string;
  };
  answers: { 200: OpenAnswer };
  errors: OfPerson | OfBody | OfPartner;
}

/** What a page may do at a partner. It names an operation; keys, hosts and the person come from the gateway. */
export interface PartnerRoutes {
  /** What Crossmint has stored of the person: sections, and documents that were agreed to. */
  "GET /crossmint/user": {
    asker: "person";
    answers: { 200: Reading<"crossmint.getUser"> };
    errors: OfPerson | OfPartner;
  };
  /** Hand in the whole record. */
  "PUT /crossmint/user": {
    asker: "person";
    body: RecordRequest;
    closed: true;
    answers: { 200: Reading<"crossmint.putUser"> };
    errors: OfPerson | OfBody | OfPartner;
  };
  /** Hand in a document. */
  "POST /crossmint/documents": {
    asker: "person";
    body: DocumentRequest;
    closed: true;
    answers: { 200: Reading<"crossmint.uploadDocument"> };
    errors: OfPerson | OfBody | OfPartner;
  };
  /** The record of a document that this person has handed in here. */
  "GET /crossmint/documents/{id}": {
    asker: "person";
    path: { id: string };
    answers: { 200: Reading<"crossmint.getDocument"> };
    errors: OfPerson | OfPartner;
  };
  /** Start the verification. */
  "PUT /crossmint/identity-verification": {
    asker: "person";
    answers: { 200: Reading<"crossmint.triggerVerification"> };
    errors: OfPerson | OfPartner;
  };
  /** Where the verification stands, up to 5 seconds ago (`Age`). `Cache-Control: no-cache` has the partner asked now. */
  "GET /crossmint/identity-verification": {
    asker: "person";
    headers: { "Cache-Control"?: string };
    answers: { 200: Standing };
    gives: "Age";
    errors: OfPerson | OfPartner;
  };
  /** The statuses at Kriptomat. What else it tells of the person stays at the gateway. */
  "GET /kriptomat/user": {
    asker: "person";
    answers: { 200: Standing };
    errors: OfPerson | OfPartner;
  };
  /** Hand over a person whom Sumsub has approved. */
  "POST /kriptomat/kyc-import": {
    asker: "person";
    answers: { 200: Standing };
    errors: OfPerson | OfPartner;
  };
  /** Have Kriptomat verify the person: `value.link` is for the person to open. */
  "POST /kriptomat/kyc-request": {
    asker: "person";
    answers: { 200: Reading<"kriptomat.requestKyc"> };
    errors: OfPerson | OfPartner;
  };
  /** An endpoint without a published contract, where PASS_THROUGH opens it under this name. */
  "GET /kriptomat/open/{name}": OpenRoute;
  /** An endpoint without a published contract, where PASS_THROUGH opens it under this name. The body is an object, where it takes one. */
  "POST /kriptomat/open/{name}": OpenRoute & { body?: object };
  /** An endpoint without a published contract, where PASS_THROUGH opens it under this name. The body is an object, where it takes one. */
  "PUT /kriptomat/open/{name}": OpenRoute & { body?: object };
  /** An endpoint without a published contract, where PASS_THROUGH opens it under this name. The body is an object, where it takes one. */
  "DELETE /kriptomat/open/{name}": OpenRoute & { body?: object };
  /** Where the review at Sumsub stands. */
  "GET /sumsub/applicant": {
    asker: "person";
    answers: { 200: Standing };
    errors: OfPerson | OfPartner;
  };
  /** Sign the client in at B2CORE. Its tokens stay at the gateway; the cookie opens the session, with the host's token. */
  "POST /b2core/sign-in": {
    asker: "person";
    body: { readonly email: string; readonly password: string };
    closed: true;
    answers: { 200: SignInStep };
    gives: "Set-Cookie";
    errors: OfPerson | OfBody | OfPartner;
  };
  /** The second factor; without a code, where it shall come from. */
  "POST /b2core/second-factor": {
    asker: "person";
    body: { readonly method: "google" | "sms"; readonly code?: string };
    closed: true;
    answers: { 200: SignInStep };
    errors: OfPerson | OfBody | OfPartner;
  };
  /** Sign the client out. */
  "DELETE /b2core/session": {
    asker: "person";
    answers: { 204: null };
    gives: "Set-Cookie";
    errors: OfPerson | OfPartner;
  };
  /** The client's levels, newest first. A decision comes with a first page that has enough of them. */
  "GET /b2core/verifications": {
    asker: "person";
    headers: { "Accept-Language"?: string };
    query: { limit?: number; offset?: number };
    answers: { 200: Reading<"b2core.listVerifications"> };
    errors: OfPerson | OfPartner;
  };
  /** One of them. */
  "GET /b2core/verifications/{id}": {
    asker: "person";
    headers: { "Accept-Language"?: string };
    path: { id: string };
    answers: { 200: Reading<"b2core.getVerification"> };
    errors: OfPerson | OfPartner;
  };
  /** Start the wizard for documents. */
  "GET /b2core/wizard": {
    asker: "person";
    headers: { "Accept-Language"?: string };
    answers: { 200: Reading<"b2core.startWizard"> };
    errors: OfPerson | OfPartner;
  };
  /** Its next step. */
  "POST /b2core/wizard": {
    asker: "person";
    headers: { "Accept-Language"?: string };
    body: {
      readonly uuid: string;
      readonly documents: B2coreDocument | readonly B2coreDocument[];
    };
    closed: true;
    answers: { 200: Reading<"b2core.runWizard"> };
    errors: OfPerson | OfBody | OfPartner;
  };
  /**
   * A webhook of Sumsub's, whose digest is right over the raw bytes: change none of them on the way. It is written down
   * before it is answered. 404 where SUMSUB_WEBHOOK_SECRETS is not set.
   */
  "POST /webhooks/sumsub": {
    asker: "partner";
    headers: { "X-Payload-Digest"?: string; "X-Payload-Digest-Alg"?: string };
    body: Bytes;
    answers: { 204: null };
    errors: OfAll | 400 | 401 | 404 | 408 | 413;
  };
  /** A webhook of Kriptomat's: unsigned, so it is only a hint to look. 404 where Kriptomat is not on. */
  "POST /webhooks/kriptomat": {
    asker: "partner";
    body: Bytes;
    answers: { 204: null };
    errors: OfAll | 400 | 404 | 408 | 413;
  };
}
