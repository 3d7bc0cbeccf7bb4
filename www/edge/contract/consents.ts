import type { Decision, KantaraReceipt, Presentation, PublicKey, Receipt, Shown } from "../../package/types.ts";
import type { ConsentRecord } from "../ledger/consent-ledger.ts";
import type { OwnWords } from "../policies/presentation-of.ts";
import type { Media, OfBody, OfPerson } from "./terms.ts";

/** The sentence to show, with the host's own words for what is around it. */
export type ShownPresentation = Presentation & { readonly words?: OwnWords[string] };

/** What was shown, and that a person agreed to it: the element's `evidence`. Times are the browser's claim, and may be missing. */
export interface GivenConsent extends Shown {
  /** Whether the browser says that a person, not a script, ticked the box: true. */
  readonly byPerson: boolean;
  /** ISO 8601. What is no time is kept as none, and noted in the log. */
  readonly presentedAt?: unknown;
  /** The same. */
  readonly tickedAt?: unknown;
}

/** An acceptance as it stands, and what came of telling the partner. */
export type AcceptedConsent = ConsentRecord & {
  /** What the partner decided when it was told in the course of this. */
  readonly decisions: readonly Decision[];
  /** Whether there is a receipt: `GET /consents/{id}/receipt`. */
  readonly receipt: boolean;
};

/** A consent that was taken back. */
export interface WithdrawnConsent {
  readonly policy: string;
  readonly withdrawnAt: string;
}

/** A receipt, signed, with the public keys that its signatures are verified by. `npx kyc-assent verify` checks it. */
export interface SignedReceipt {
  readonly format: "kyc-assent-receipt/1" | "kyc-assent-kantara/1";
  readonly receipt: Receipt | KantaraReceipt;
  /** Compact JWS over the receipt's digest. */
  readonly jws: string;
  readonly keys: { readonly keys: readonly (PublicKey & { readonly kid: string })[] };
}

/** What a server asks for a sentence that it draws itself. */
export interface FormRequest {
  readonly policy: string;
  /** One of CONSENT_RETURN_URLS. */
  readonly returnTo: string;
  /** BCP 47, the best first. */
  readonly languages?: readonly string[];
  /** Of a policy that differs by region. */
  readonly region?: string;
  /** The logo as it is going to be drawn, in CSS pixels. */
  readonly logo?: { readonly width: number; readonly height: number };
}

/** A sentence, and the ticket that its form posts. */
export interface ConsentForm {
  readonly presentation: Presentation;
  readonly ticket: string;
  readonly expiresAt: string;
}

/** What a page shows of a policy, and what a person agrees to and takes back. */
export interface ConsentRoutes {
  /**
   * The sentence to show, in the first language asked for that there is. Of a policy that differs by region, where
   * RESIDENCE_CLAIM is set, only with the host's token.
   */
  "GET /policies/{policy}/presentation": {
    asker: "anybody";
    path: { policy: string };
    query: {
      /** BCP 47, with commas, the best first; after them, those of `Accept-Language`. */
      lang?: string;
      /** Of a policy that differs by region, where no claim of the token says the residence. */
      region?: string;
    };
    headers: { "Accept-Language"?: string; "If-None-Match"?: string };
    answers: { 200: ShownPresentation; 304: null };
    gives: "ETag" | "Cache-Control";
    errors: OfPerson | 404 | 422;
  };
  /** Agree to a policy. 200: it was on record already. `code` of a 422 is `invalid-input`, and `rules` names what was wrong. */
  "POST /consents": {
    asker: "person";
    headers: {
      /** The same key and the same acceptance once more give the first answer again. */
      "Idempotency-Key"?: string;
    };
    body: GivenConsent;
    answers: { 200: AcceptedConsent; 201: AcceptedConsent };
    errors: OfPerson | OfBody | 404 | 502;
  };
  /** What the person has agreed to, oldest first. */
  "GET /consents": {
    asker: "person";
    answers: { 200: { readonly consents: readonly ConsentRecord[] } };
    errors: OfPerson;
  };
  /** Take a consent back; also of a policy that is not in use any more. */
  "DELETE /consents/{policy}": {
    asker: "person";
    path: { policy: string };
    answers: { 200: WithdrawnConsent };
    errors: OfPerson | 404 | 422;
  };
  /** The signed receipt of one of the person's own acceptances, also of one that was taken back. */
  "GET /consents/{id}/receipt": {
    asker: "person";
    path: {
      /** `id` of the consent. */
      id: string;
    };
    query: {
      /** The older form, Kantara's. */
      view?: "kantara";
    };
    answers: { 200: SignedReceipt };
    gives: "Content-Disposition";
    errors: OfPerson | 404 | 422;
  };
  /** A sentence with a ticket, for a server that draws it for this person. 404 where CONSENT_RETURN_URLS is not set. */
  "POST /consent-forms": {
    asker: "person";
    body: FormRequest;
    answers: { 201: ConsentForm };
    errors: OfPerson | OfBody | 404;
  };
  /** A form's post without script: by ticket, not by token. The browser is sent on with `?kyc-consent=recorded`, or why not. */
  "POST /consent-forms/posted": {
    asker: "anybody";
    body: Media<"application/x-www-form-urlencoded"> & { readonly ticket: string; readonly consent?: string };
    answers: { 303: null };
    gives: "Location";
    errors: OfPerson | OfBody;
  };
}
