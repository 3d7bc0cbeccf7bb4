import type { Policy } from "../../package/types.ts";
import type { ErasureState } from "../ledger/erasure.ts";
import type { PartnerNames } from "../ledger/kept-elsewhere.ts";
import type { RebuildState } from "../log/index-rebuild.ts";
import type { LogKey, SignedHead } from "../log/log-book.ts";
import type { DeployedVersion, Publication } from "../policies/policy-book.ts";
import type { Media, OfBody, OfOperator } from "./terms.ts";

/** Whether the gateway is set up. */
export interface Health {
  readonly status: "ok";
}

/** Names of the variables that are set wrongly, never their values. */
export interface Misconfigured {
  readonly status: "misconfigured";
  readonly variables: readonly string[];
}

/** Heads of the log. */
export interface HeadList {
  readonly heads: readonly SignedHead[];
  /** The number to go on with, or null. */
  readonly next: number | null;
}

/** That the log of `from` leaves is the beginning of that of `to`. */
export interface ConsistencyProof {
  readonly from: number;
  readonly to: number;
  /** SHA-256 in lower-case hex. */
  readonly path: readonly string[];
}

/** A version of a policy, and where it comes from. */
export type KnownVersion = {
  readonly policy: string;
  readonly version: string;
  readonly policyHash: string;
  /** It is in use and counts now. */
  readonly current: boolean;
} & (
  | { readonly source: "package" | "code" }
  | (Publication & { readonly source: "published" })
  | (DeployedVersion & { readonly source: "earlier-deployment" })
);

/** What limits an export or a report; what is left out does not. */
interface Range {
  policy?: string;
  version?: string;
  /** A pseudonym. */
  person?: string;
  /** The first moment, or day. */
  from?: string;
  /** The moment, or day, after the last. */
  to?: string;
}

/** What is for anybody: whether the gateway is set up, and the log over all people. Its routes answer 404 where there is no log. */
export interface PublicRoutes {
  /** Whether the gateway is set up. */
  "GET /health": {
    asker: "anybody";
    answers: { 200: Health; 503: Misconfigured };
    errors: 500;
  };
  /** The newest head of the log, a compact JWS. */
  "GET /log/head": {
    asker: "anybody";
    answers: { 200: Media<"application/jose"> };
    gives: "Cache-Control";
    errors: 404 | 429 | 500 | 503;
  };
  /** Heads from a number on, at most a thousand. */
  "GET /log/heads": {
    asker: "anybody";
    query: { from?: number };
    answers: { 200: HeadList };
    errors: 404 | 422 | 429 | 500 | 503;
  };
  /** Proof that the log of `from` leaves is the beginning of that of `to`. */
  "GET /log/consistency": {
    asker: "anybody";
    query: { from: number; to: number };
    answers: { 200: ConsistencyProof };
    errors: 404 | 422 | 429 | 500 | 503;
  };
  /** Every key that signed or was announced, as a JWK set. */
  "GET /log/keys": {
    asker: "anybody";
    answers: { 200: { readonly keys: readonly LogKey[] } };
    gives: "Cache-Control";
    errors: 404 | 429 | 500 | 503;
  };
}

/** What operators do. Each use is logged, without what it was about. */
export interface OperatorRoutes {
  /** Whole ledgers as sealed JSON Lines, or acceptances as sealed CSV. A file without its seal was cut off. */
  "GET /operator/export": {
    asker: "operator";
    query: Range & { format?: "jsonl" | "csv" };
    answers: { 200: Media<"application/jsonl" | "text/csv"> };
    gives: "Content-Disposition";
    errors: OfOperator;
  };
  /** The same as a page to read and print. */
  "GET /operator/report": {
    asker: "operator";
    query: Range & {
      /** A pseudonym: the page after this person. */
      after?: string;
    };
    answers: { 200: Media<"text/html"> };
    errors: OfOperator;
  };
  /** How many people have to agree to a policy anew, and who, by pseudonym. */
  "GET /operator/outdated": {
    asker: "operator";
    query: {
      policy: string;
      /** What `next` was. */
      after?: string;
    };
    answers: {
      200: {
        readonly policy: string;
        readonly version: string;
        readonly count: number;
        readonly people: readonly string[];
        readonly next?: string;
      };
    };
    errors: OfOperator;
  };
  /** Make the index anew from the ledgers, unless that is under way. */
  "POST /operator/index/rebuild": {
    asker: "operator";
    answers: { 202: RebuildState };
    errors: OfOperator;
  };
  /** How far that is. */
  "GET /operator/index/rebuild": {
    asker: "operator";
    answers: { 200: RebuildState };
    errors: OfOperator;
  };
  /** The pseudonym of a locator. */
  "POST /operator/people": {
    asker: "operator";
    body: { readonly locator: string };
    answers: { 200: { readonly person: string } };
    errors: OfOperator | OfBody;
  };
  /** From then on nothing says whose the entries are. 202: it is under way. */
  "POST /operator/erasures": {
    asker: "operator";
    body: { readonly locator: string; readonly partners?: PartnerNames };
    answers: { 200: ErasureState; 202: ErasureState };
    errors: OfOperator | OfBody;
  };
  /** Publish a version of a policy without a deploy. 200: it was published before. `rules` of a 422 names what was wrong. */
  "PUT /operator/policies/{policy}": {
    asker: "operator";
    path: { policy: string };
    body: {
      readonly file: Policy;
      /** ISO 8601, ends in Z; left out: as soon as every isolate knows of it, POLICY_LEAD seconds from now. */
      readonly effectiveFrom?: string;
    };
    closed: true;
    answers: {
      200: Publication & { readonly inUse: boolean };
      201: Publication & { readonly inUse: boolean };
    };
    errors: OfOperator | OfBody;
  };
  /** Every version there is. */
  "GET /operator/policies": {
    asker: "operator";
    answers: { 200: { readonly inUse: readonly string[]; readonly versions: readonly KnownVersion[] } };
    errors: OfOperator;
  };
}
