import type {
  B2coreHistory,
  BrokenRule,
  Call,
  CheckOptions,
  CrossmintProduct,
  CrossmintRecordChange,
  CrossmintUserRecord,
  Decision,
  DocumentItem,
  Evidence,
  LedgerEntry,
  LedgerEvent,
  Missing,
  OperationName,
  Partner,
  Plan,
  Policy,
  PolicyFault,
  Presentation,
  Reading,
  Redelivery,
  Reply,
  Request,
  Session,
  Shown,
  WebhookDelivery,
  WebhookReading,
  Webhooks,
} from "./types.ts";

/** What the consent flavour offers. All functions are synchronous, stateless and throw `AssentError`. */
export interface ConsentSurface {
  /**
   * The sentence to show in the first of `languages` (BCP 47) that the policy has, else in English. A policy that differs
   * by region needs one of its regions.
   */
  present(policy: Policy, languages: readonly string[], region?: string): Presentation;
  /** Names every rule that what was shown, or the evidence of it, breaks. Empty: none. */
  check(policy: Policy, shown: Shown | Evidence, options?: CheckOptions): BrokenRule[];
}

/** What the browser flavour offers beyond that. */
export interface BrowserSurface extends ConsentSurface {
  /** Reads a partner's reply: the value, and what the person must do next. */
  read<N extends OperationName>(operation: N, reply: Reply): Reading<N>;
  /** What `record` still lacks for `products`; `documents` are those already handed in. */
  missing(
    record: CrossmintRecordChange,
    products: readonly CrossmintProduct[],
    options?: { readonly documents?: readonly DocumentItem[]; readonly enhanced?: boolean },
  ): Missing;
  /** The record with the change laid over it. No section and no field is ever dropped. */
  merge(record: CrossmintUserRecord, change: CrossmintRecordChange): CrossmintUserRecord;
  /** Folds decisions of several partners and products into one order of steps, losing none. */
  plan(decisions: readonly Decision[]): Plan;
  /** Whether the newest grant of a B2CORE history has reached the level that the host wants: an id or higher, or a name. */
  levelDecision(history: B2coreHistory, wanted: number | string): Decision;
}

/** What the edge flavour offers beyond that. */
export interface EdgeSurface extends BrowserSurface {
  /** Builds the request of an operation, or refuses; nothing is sent. */
  prepare<N extends OperationName>(operation: N, call: Call<N>): Request;
  /** Every rule that a policy file breaks, and where. Empty: none, and only then is it to be used. */
  policyFaults(file: unknown): PolicyFault[];
  /** SHA-256 (hex) over the canonical JSON (RFC 8785) of a whole policy file. */
  policyHash(policy: Policy): string;
  /** The region of the policy that a country of residence (alpha-2) belongs to, or null. */
  policyRegion(policy: Policy, country: string): string | null;
  /** Decisions while policies of `partner` are `missing`: each of that partner's becomes `ask-consent`. */
  untilAccepted(decisions: readonly Decision[], partner: Partner, missing: readonly string[]): Decision[];
  /** SHA-256 (hex) over the sentence as shown: policy, version, language, text and link. */
  sentenceHash(presentation: Presentation): string;
  /** The entry that follows `previous` in a person's ledger. */
  ledgerEntry(previous: LedgerEntry | null, event: LedgerEvent, now: string): LedgerEntry;
  /** Index of the first entry at which the chain does not hold, or null when all of it does. */
  brokenLink(entries: readonly LedgerEntry[]): number | null;
  /** When to tell a partner again, after `attempts` (1 or more) tries of which the last ended in `code`. */
  redelivery(attempts: number, code: string, retryAfter?: number): Redelivery;
  /** Verifies and reads a webhook. `now` is the host's clock. */
  receive<N extends keyof Webhooks>(
    webhook: N,
    delivery: WebhookDelivery,
    guard: Webhooks[N]["guard"],
    now: string,
  ): WebhookReading<N>;
  /** When a token that was asked for at `askedAt` and granted for `expiresIn` seconds is renewed, and when it ends. */
  session(askedAt: string, expiresIn: number): Session;
  /** The window that the one-time code of `now` belongs to. No code is used twice, so no window is. */
  codeWindow(now: string): number;
  /** A country by its two or three letters, or null. */
  country(code: string): { readonly alpha2: string; readonly alpha3: string } | null;
}
