/** Requests, replies and errors, as they cross the border of the core: plain data. */
import type { BrokenRule, PolicyFault, PolicyRule, PublicationRule } from "./consent.ts";
import type { Missing } from "./decision.ts";
import type { FlowProblem } from "./flow.ts";

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
  /** Which rules of its policy a consent breaks, or a policy file. Only the gateway says so; `check` names them by itself. */
  readonly rules?: readonly (BrokenRule | PolicyRule | PublicationRule)[];
  /** Where a policy file breaks its rules. Only the gateway says so. */
  readonly faults?: readonly PolicyFault[];
  /** What is wrong with the answers to a form, field by field. Only the gateway says so. */
  readonly fields?: readonly FlowProblem[];
  /** The partner's own words. They may name the person: show or keep them with care, do not log them. */
  readonly said?: string;
}
