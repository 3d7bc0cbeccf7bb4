import { AssentError } from "kyc-assent/edge";
import type { ErrorCode, ErrorDetail } from "../package/types.ts";

/** A request that the gateway itself turns down. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly detail: ErrorDetail;

  constructor(status: number, detail: ErrorDetail) {
    super(detail.message);
    this.status = status;
    this.detail = detail;
  }
}

/**
 * The status of each code. 401 is kept for the host's own token: when a partner does not accept the gateway's key,
 * signing in again does not help the person.
 */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  "invalid-input": 422,
  unauthorized: 502,
  "not-found": 404,
  "not-enabled": 502,
  refused: 422,
  "rate-limited": 429,
  unavailable: 503,
  unreadable: 502,
  "consent-required": 403,
  trapped: 500,
};

/** A few words for each code. */
export const TITLE: Readonly<Record<ErrorCode, string>> = {
  "invalid-input": "The request is not what is expected",
  unauthorized: "Not authorised",
  "not-found": "Not found",
  "not-enabled": "The partner has not enabled this",
  refused: "The partner refused this",
  "rate-limited": "Too many requests",
  unavailable: "Not available now",
  unreadable: "The partner's answer cannot be understood",
  "consent-required": "A consent is required",
  trapped: "Internal error",
};

/**
 * What any error says, as plain data. `said` is the partner's own words: for the person's answer, never for a log. Of an
 * error nobody foresaw nothing is passed on: its message may hold anything.
 */
export function detailOf(error: unknown): ErrorDetail {
  if (error instanceof Refusal) return error.detail;
  if (error instanceof AssentError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.field !== undefined && { field: error.field }),
      ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
      ...(error.missing !== undefined && { missing: error.missing }),
      ...(error.rules !== undefined && { rules: error.rules }),
      ...(error.said !== undefined && { said: error.said }),
    };
  }
  return { code: "trapped", message: "the gateway failed in a way nobody foresaw; see its log for this request id" };
}

/** The error as `application/problem+json` (RFC 9457). */
export function problemResponse(error: unknown, requestId: string): Response {
  const { code, message, ...detail } = detailOf(error);
  const status = error instanceof Refusal ? error.status : STATUS[code];
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (detail.retryAfter !== undefined) headers.set("retry-after", String(Math.ceil(detail.retryAfter)));
  if (status === 401) headers.set("www-authenticate", "Bearer");
  const problem = { type: `urn:kyc-assent:error:${code}`, title: TITLE[code], status, code, detail: message };
  return new Response(JSON.stringify({ ...problem, ...detail, requestId }), { status, headers });
}
