/** What went wrong with a call, as one value the page can act on. */
import type { BrokenRule, ErrorCode, Missing } from "../../package/types.ts";

/** The gateway's codes, and the page's own for an answer that never came. */
export type ProblemCode = ErrorCode | "no-connection";

export interface ProblemDetail {
  readonly code: ProblemCode;
  readonly status: number | null;
  readonly field?: string;
  readonly rules?: readonly BrokenRule[];
  readonly missing?: Missing;
  readonly retryAfter?: number;
  readonly requestId?: string;
}

const codes: ReadonlySet<string> = new Set<ErrorCode>([
  "invalid-input",
  "unauthorized",
  "not-found",
  "not-enabled",
  "refused",
  "rate-limited",
  "unavailable",
  "unreadable",
  "consent-required",
  "trapped",
]);

function isCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && codes.has(value);
}

export class Problem extends Error implements ProblemDetail {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly status: number | null;
  readonly field?: string;
  readonly rules?: readonly BrokenRule[];
  readonly missing?: Missing;
  readonly retryAfter?: number;
  readonly requestId?: string;

  constructor(detail: ProblemDetail) {
    super(`${detail.code} (${detail.status ?? "no answer"})`);
    this.code = detail.code;
    this.status = detail.status;
    if (detail.field !== undefined) this.field = detail.field;
    if (detail.rules !== undefined) this.rules = detail.rules;
    if (detail.missing !== undefined) this.missing = detail.missing;
    if (detail.retryAfter !== undefined) this.retryAfter = detail.retryAfter;
    if (detail.requestId !== undefined) this.requestId = detail.requestId;
  }
}

/** Reads an answer that is no success. One without a known code is taken by its status. */
export function problemOf(status: number, body: unknown): Problem {
  const stated = typeof body === "object" && body !== null ? (body as Partial<ProblemDetail>) : {};
  const code = isCode(stated.code) ? stated.code : status >= 500 ? "unavailable" : "refused";
  return new Problem({ ...stated, code, status });
}
