/** The entries of a person's ledger, and when a partner is told again. */

/** What happened, in the words of the ledger. No personal data. */
export type LedgerEvent =
  | {
      readonly kind: "accepted";
      readonly policy: string;
      readonly version: string;
      readonly language: string;
      readonly sentenceHash: string;
      readonly reviewed: boolean;
      readonly link: string;
      /** Empty where the policy is the same everywhere. */
      readonly region: string;
      readonly origin: string;
    }
  | { readonly kind: "withdrawn"; readonly policy: string }
  /** The partner has confirmed the acceptance; `acceptance` is the sequence of its entry. */
  | { readonly kind: "told"; readonly policy: string; readonly partner: string; readonly acceptance: number }
  /** The partner says that the version accepted is no longer valid. */
  | { readonly kind: "lapsed"; readonly policy: string; readonly partner: string; readonly acceptance: number };

/** One link of the chain. `hash` = SHA-256 over the canonical JSON (RFC 8785) of all other members. */
export type LedgerEntry = {
  readonly sequence: number;
  /** The gateway's clock. */
  readonly at: string;
  /** Hash of the entry before; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
} & { readonly event: LedgerEvent };

/** Whether and when to try a delivery again. */
export interface Redelivery {
  /** Seconds until the next try. */
  readonly after: number;
  /** Whether an operator must do something before it can succeed. */
  readonly report: boolean;
}

/** The life of a partner's token, in milliseconds since 1970. */
export interface Session {
  readonly renewAt: number;
  readonly endsAt: number;
}
