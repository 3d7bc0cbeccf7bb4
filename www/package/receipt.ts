/** Receipts that a person downloads, and files that show where they were changed. */
import type { Policy } from "./consent.ts";
import type { Acceptance, LedgerEntry } from "./ledger.ts";

/** Whoever asks for the consent, as a receipt names them. All of it is public. */
export interface Controller {
  readonly name: string;
  /** Postal, in one line. */
  readonly address: string;
  readonly email: string;
  readonly url: string;
  /** ISO 3166-1 alpha-2. */
  readonly jurisdiction: string;
}

/** That the log has the entry of an acceptance. Hashes are SHA-256 in lower-case hex. */
export interface LogProof {
  readonly index: number;
  /** That of the head. */
  readonly size: number;
  readonly path: readonly string[];
  /** The head as a compact JWS. */
  readonly head: string;
}

/** What a receipt is made of. */
export interface ReceiptInput {
  /** The whole chain of the person. */
  readonly entries: readonly LedgerEntry[];
  /** Number of the acceptance's entry. */
  readonly acceptance: number;
  /** The whole file of the policy, in the accepted version. */
  readonly policy: Policy;
  readonly controller: Controller;
  /** null as long as the log has not taken the entry. */
  readonly log: LogProof | null;
  /** 32 bytes in hex; only for a receipt that goes to the person alone. */
  readonly linkKey?: string;
}

/** A consent record and receipt of ISO/IEC TS 27560:2023 in the DPV profile, as JSON-LD, with its evidence. */
export type Receipt = Readonly<Record<string, unknown>>;

/** A receipt as Kantara's Consent Receipt Specification 1.1.0 has it. */
export type KantaraReceipt = Readonly<Record<string, unknown>>;

/** How far a sealed file has grown; this is also what its seal signs (`kyc-assent-export`). */
export interface Seal {
  /** Digest of the last line; 64 zeros before the first. */
  readonly digest: string;
  readonly lines: number;
}

/** The next piece of a sealed file. */
export interface SealedText {
  readonly text: string;
  readonly seal: Seal;
}

/** A row of a table: an acceptance of a person, who is named by the pseudonym, or what is wrong with their ledger. */
export type TableRow =
  | { readonly person: string; readonly acceptance: Acceptance }
  | { readonly person: string; readonly fault: LedgerFault };

/**
 * What is wrong with a ledger that an export names. `entries-missing`: the log has more. `unreadable`: something in it is no
 * entry. `not-in-log`: the log knows no such person.
 */
export type LedgerFault = "chain-broken" | "entries-missing" | "unreadable" | "not-in-log";

/** What an export or a report is about; what is left out does not limit it. */
export interface LedgerRange {
  readonly policy?: string;
  readonly version?: string;
  /** The first moment: `YYYY-MM-DDTHH:MM:SS.mmmZ`, as in entries. */
  readonly from?: string;
  /** The moment after the last one. */
  readonly to?: string;
}

export interface WithinRange {
  /** For each entry whether it is an acceptance that the range is about, or what became of one, in the time. */
  readonly entries: readonly boolean[];
  /** The acceptances of the policy and version that were given, confirmed, withdrawn or lapsed in the time. */
  readonly acceptances: readonly Acceptance[];
}
