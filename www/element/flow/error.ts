/** What is wrong with one answer of a form. */
export interface FieldProblem {
  readonly item: string;
  readonly problem: string;
}

/** The gateway's codes, and those of a call that brought no answer. */
export type FlowErrorCode =
  | "offline"
  | "timed-out"
  | "unauthorized"
  | "rate-limited"
  | "unavailable"
  | "unreadable"
  | "refused"
  | "not-enabled"
  | "not-found"
  | "consent-required"
  | "invalid-input"
  | "trapped"
  | "cancelled";

/** Why something did not work. Holds nothing that the person typed, no token, and no sentence for the person. */
export class FlowError extends Error {
  override readonly name = "FlowError";
  readonly code: FlowErrorCode;
  /** Seconds after which another try makes sense. */
  readonly retryAfter: number | undefined;
  /** What is wrong with which answer, all of it at once. */
  readonly fields: readonly FieldProblem[];

  constructor(
    code: FlowErrorCode,
    message: string,
    more: { retryAfter?: number; fields?: readonly FieldProblem[] } = {},
  ) {
    super(message);
    this.code = code;
    this.retryAfter = more.retryAfter;
    this.fields = more.fields ?? [];
  }
}

/** Whatever was thrown, as a {@link FlowError}. */
export function flowError(cause: unknown): FlowError {
  if (cause instanceof FlowError) return cause;
  return new FlowError("unavailable", cause instanceof Error ? cause.name : "unknown");
}

/** Reads an answer that is no success. */
export function errorOf(status: number, body: unknown, retryAfter: string | null): FlowError {
  const stated = (body ?? {}) as { code?: unknown; retryAfter?: unknown; fields?: unknown };
  const wait = Number(stated.retryAfter ?? retryAfter ?? Number.NaN);
  const byStatus = status === 429 ? "rate-limited" : status < 500 ? "refused" : "unavailable";
  const code = status === 401 ? "unauthorized" : typeof stated.code === "string" ? stated.code : byStatus;
  return new FlowError(code as FlowErrorCode, `The gateway answered ${status}`, {
    ...(Number.isFinite(wait) && { retryAfter: Math.ceil(wait) }),
    ...(Array.isArray(stated.fields) && { fields: stated.fields as FieldProblem[] }),
  });
}

/** No answer came. */
export function noAnswer(): FlowError {
  return navigator.onLine
    ? new FlowError("unavailable", "The gateway cannot be reached")
    : new FlowError("offline", "The browser is offline");
}
