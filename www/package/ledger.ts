/** The entries of a person's ledger, the log over all of them, and when a partner is told again. */

/** What a person agreed to, and how it was shown. */
export interface AcceptedEvent {
  readonly kind: "accepted";
  readonly policy: string;
  readonly version: string;
  /** SHA-256 over the canonical JSON of the whole policy file. */
  readonly policyHash: string;
  readonly language: string;
  /** See `sentenceHash`. */
  readonly sentenceHash: string;
  readonly reviewed: boolean;
  readonly link: string;
  /** Empty where the policy has none. */
  readonly region: string;
  /** The page's, or `none` where no page asked. */
  readonly origin: string;
  readonly tickedAtStart: boolean;
  readonly openingForced: boolean;
  readonly visible: boolean;
  readonly byPerson: boolean;
  /** Whole CSS pixels, 0 where no logo was shown. */
  readonly logoWidth: number;
  readonly logoHeight: number;
  /** The browser's own claims, empty where it states none. */
  readonly presentedAt: string;
  readonly tickedAt: string;
  /** A server drew it and a form posted it without script: what was shown is what was drawn, and nobody measured it. */
  readonly rendering?: "server";
}

/** What happened, in the words of the ledger. No personal data. */
export type LedgerEvent =
  | AcceptedEvent
  | { readonly kind: "withdrawn"; readonly policy: string }
  /** The partner has confirmed the acceptance; `acceptance` is the sequence of its entry. */
  | { readonly kind: "told"; readonly policy: string; readonly partner: string; readonly acceptance: number }
  /** The partner says that the version accepted is no longer valid. */
  | { readonly kind: "lapsed"; readonly policy: string; readonly partner: string; readonly acceptance: number }
  /** Nothing says any more whose the entries are. The last entry that a chain can have. */
  | { readonly kind: "erased" };

/** One link of the chain. `hash` = SHA-256 over the canonical JSON (RFC 8785) of all other members. */
export type LedgerEntry = {
  /** The person's pseudonym, see `pseudonym`. */
  readonly person: string;
  /** From 1 on. */
  readonly sequence: number;
  /** The gateway's clock, `YYYY-MM-DDTHH:MM:SS.mmmZ`. */
  readonly at: string;
  /** Hash of the entry before; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
} & { readonly event: LedgerEvent };

/** One acceptance, and what has become of it since: the entries of a ledger, read together. */
export interface Acceptance {
  /** Number of its entry. */
  readonly sequence: number;
  /** Hash of its entry: names it outside the ledger. */
  readonly id: string;
  readonly at: string;
  readonly event: AcceptedEvent;
  readonly toldAt?: string;
  readonly withdrawnAt?: string;
  /** When the partner said that it no longer counts. */
  readonly lapsedAt?: string;
}

/** One leaf of the log over all people. */
export type LogLeaf =
  | { readonly kind: "entry"; readonly person: string; readonly sequence: number; readonly hash: string }
  /** A policy was published; `hash` is its `policyHash`. */
  | { readonly kind: "policy"; readonly policy: string; readonly version: string; readonly hash: string }
  /** A key was announced that later heads may be signed with. */
  | { readonly kind: "key"; readonly kid: string; readonly key: PublicKey };

/** The public half of an Ed25519 key as a JWK (RFC 8037). */
export interface PublicKey {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
}

/** Where a complete subtree stands in the log: it covers `2^level` leaves from number `index × 2^level` on. */
export type TreeNode = readonly [level: number, index: number];

/** The tree of the log after leaves were added. All hashes are SHA-256 in lower-case hex. */
export interface GrownTree {
  readonly size: number;
  /** The complete subtrees that it is made of, the largest first. */
  readonly frontier: readonly string[];
  readonly root: string;
  /** What has to be stored: the new leaves, and the subtrees that they complete. */
  readonly nodes: readonly (readonly [level: number, index: number, hash: string])[];
}

/** The head of the log, as it is signed. */
export interface LogHead {
  /** Name of the log. */
  readonly log: string;
  readonly size: number;
  readonly root: string;
  readonly at: string;
}

/** What decides which key signs the next head. */
export interface HeadTurn {
  /** Of the last head: the key that signed it, and its size. null: there is none yet. */
  readonly last: { readonly kid: string; readonly size: number } | null;
  /** The `kid` of the key that is to sign. */
  readonly active: string;
  /** The number of the leaf that announces that key; null: none does. */
  readonly announced: number | null;
  /** Whether the private half of the key that signed the last head is there. */
  readonly hasBefore: boolean;
}

export type HeadSigner = "active" | "before" | "unvouched";

/** The `typ` of what is signed. */
export type SignedKind = "kyc-assent-head" | "kyc-assent-receipt" | "kyc-assent-export";

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
