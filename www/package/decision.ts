/** What the person must do next, for every partner in one vocabulary. */
import type { NextText } from "./texts.ts";

/** The person must do this next. */
export type Next = "proceed" | "ask-consent" | "start-verification" | "provide" | "wait" | "stop" | "hold";

interface DecisionBase {
  readonly partner: Partner;
  /** What the decision is about: a product (`onramp`), or a legal document for `ask-consent`. */
  readonly scope: string;
  /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
  readonly text: NextText;
  /** The partner's own words, kept for the record. Not for the person. */
  readonly said: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  /** The partner's words that may be shown to the person. */
  readonly show: readonly string[];
}

/** One partner's answer for one scope, read into the one vocabulary. */
export type Decision =
  | (DecisionBase & { readonly next: "proceed"; readonly text: "proceed" })
  | (DecisionBase & { readonly next: "ask-consent"; readonly text: "ask-consent"; readonly policy: string })
  | (DecisionBase & { readonly next: "start-verification"; readonly text: "start-verification" })
  | (DecisionBase & { readonly next: "provide"; readonly text: "provide" } & Missing)
  | (DecisionBase & Wait)
  | (DecisionBase & Stop)
  | (DecisionBase & { readonly next: "hold"; readonly text: "hold" });

interface Wait {
  readonly next: "wait";
  readonly text: `wait-${WaitReason}`;
  readonly reason: WaitReason;
  /** Seconds. */
  readonly lookAgainAfter: number;
}

interface Stop {
  readonly next: "stop";
  readonly text: "stop-final" | "stop-open" | "stop-unknown";
  readonly final: boolean | null;
}

/** Why to wait: it has just been started, it is being checked by a machine, or by a person. */
export type WaitReason = "started" | "review" | "manual-review";

/** The data that a person may be asked for, in our own terms. */
export type DataItem =
  | "first-name"
  | "last-name"
  | "date-of-birth"
  | "country-of-residence"
  | "nationality"
  | "address-line"
  | "city"
  | "state"
  | "postal-code"
  | "email"
  | "phone"
  | "identity-number"
  | "social-security-number"
  | "employment"
  | "source-of-funds"
  | "industry"
  | "yearly-income"
  | "identity-check-time"
  | "liveness-check-time";

/** The documents that a person may be asked for, in our own terms. */
export type DocumentItem = "identity-document" | "selfie" | "proof-of-address" | "proof-of-income";

/** What is still missing before a partner can decide. */
export interface Missing {
  readonly data: readonly DataItem[];
  readonly documents: readonly DocumentItem[];
  /** Members of the partner's lists that nobody documents, letter by letter. */
  readonly other: readonly string[];
}

export type Partner = "crossmint" | "kriptomat" | "b2core" | "sumsub";

/** Decisions of several partners and products, folded into an order: do the first step first. */
export interface Plan {
  readonly steps: readonly PlanStep[];
  /** Seconds until another look is worth its requests; null when nothing is waited for. */
  readonly lookAgainAfter: number | null;
}

/** What is done once for all its decisions. */
export interface PlanStep {
  readonly next: Next;
  /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
  readonly text: NextText;
  readonly partner: Partner;
  readonly scopes: readonly string[];
  /** Places in the list of decisions that the plan was made of. */
  readonly decisions: readonly number[];
  readonly policy?: string;
  readonly reason?: WaitReason;
  readonly final?: boolean | null;
  readonly data?: readonly DataItem[];
  readonly documents?: readonly DocumentItem[];
  readonly other?: readonly string[];
  readonly show?: readonly string[];
  readonly lookAgainAfter?: number;
}
