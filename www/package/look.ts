/** When a partner is asked again, and what may be sent again: what the core decides, and the state that the host keeps. */
import type { Decision } from "./decision.ts";

/** Somebody waits for the end of a verification. */
export interface Watch {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** How often was looked since. */
  readonly looks: number;
}

export interface NextLook {
  /** `over`: the partner has decided; `overdue`: it takes longer than any documented time. Neither is looked at again. */
  readonly state: "waiting" | "over" | "overdue";
  /** Seconds. */
  readonly after: number;
}

/** Tries to sign a client in at B2CORE, in milliseconds since 1970. */
export interface SignInTries {
  /** Those that still count, oldest first. */
  readonly at: readonly number[];
  /** Until when the installation has said that it takes none. */
  readonly blockedUntil: number | null;
}

/** `tries` is to be on record before the try is made; with `wait` (seconds) none may be made. */
export type SignInTry =
  | { readonly tries: SignInTries; readonly wait?: undefined }
  | { readonly wait: number; readonly tries?: undefined };

/** What became of a Sumsub share token. */
export interface TokenOutcome {
  /** Kriptomat has refused it, has not looked at it, or nobody knows. */
  readonly outcome: "refused" | "not-taken" | "unclear";
  /** Whether the user's status must be read before anything else is done. */
  readonly mustLook: boolean;
  /** Whether another token may be sent in the same hand-over, once the status says that nothing has begun. */
  readonly mayRenew: boolean;
}

/** ISO 8601, ends in Z. Absent: never, or nobody knows. */
export interface PolicyTimes {
  /** When Crossmint confirmed the acceptance that counts on the ledger. */
  readonly toldAt?: string | undefined;
  /** When Crossmint was asked for the decisions. */
  readonly askedAt: string;
  /** When the last trigger that was answered went out. */
  readonly triggeredAt?: string | undefined;
}

export interface SinceTold {
  readonly decisions: readonly Decision[];
  /** The acceptance no longer counts at Crossmint: the person must be asked again. */
  readonly lapsed: boolean;
}

/** `unclear`: whoever wants to know asks the partner. */
export type WebhookRank = "newest" | "unclear" | "older";
