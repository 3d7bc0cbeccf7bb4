import type {
  BrokenRule,
  Call,
  CheckOptions,
  CrossmintProduct,
  CrossmintRecordChange,
  CrossmintUserRecord,
  DocumentItem,
  Evidence,
  LedgerEntry,
  LedgerEvent,
  Missing,
  OperationName,
  Policy,
  Presentation,
  Reading,
  Redelivery,
  Reply,
  Request,
  Shown,
} from "./types.ts";

/** What the browser flavour offers. All functions are synchronous, stateless and throw `AssentError`. */
export interface BrowserSurface {
  /** Reads a partner's reply: the value, and what the person must do next. */
  read<N extends OperationName>(operation: N, reply: Reply): Reading<N>;
  /** The sentence to show in the first of `languages` (BCP 47) that the policy has, else in English. */
  present(policy: Policy, languages: readonly string[]): Presentation;
  /** Names every rule that what was shown, or the evidence of it, breaks. Empty: none. */
  check(policy: Policy, shown: Shown | Evidence, options?: CheckOptions): BrokenRule[];
  /** What `record` still lacks for `products`; `documents` are those already handed in. */
  missing(
    record: CrossmintRecordChange,
    products: readonly CrossmintProduct[],
    options?: { readonly documents?: readonly DocumentItem[]; readonly enhanced?: boolean },
  ): Missing;
  /** The record with the change laid over it. No section and no field is ever dropped. */
  merge(record: CrossmintUserRecord, change: CrossmintRecordChange): CrossmintUserRecord;
}

/** What the edge flavour offers beyond that. */
export interface EdgeSurface extends BrowserSurface {
  /** Builds the request of an operation, or refuses; nothing is sent. */
  prepare<N extends OperationName>(operation: N, call: Call<N>): Request;
  /** SHA-256 (hex) over the sentence as shown: policy, version, language, text and link. */
  sentenceHash(presentation: Presentation): string;
  /** The entry that follows `previous` in a person's ledger. */
  ledgerEntry(previous: LedgerEntry | null, event: LedgerEvent, now: string): LedgerEntry;
  /** Index of the first entry at which the chain does not hold, or null when all of it does. */
  brokenLink(entries: readonly LedgerEntry[]): number | null;
  /** When to tell a partner again, after `attempts` (1 or more) tries of which the last ended in `code`. */
  redelivery(attempts: number, code: string, retryAfter?: number): Redelivery;
}
