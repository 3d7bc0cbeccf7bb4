import { pseudonym } from "kyc-assent/edge";
import type { LedgerEntry, LedgerEvent, UserLocator } from "../../package/types.ts";
import { hex } from "../hex.ts";
import { Chain } from "./chain.ts";

/** An acceptance that its partner has not confirmed. The only place where a ledger holds a locator. */
export interface Untold {
  /** Number of the acceptance's entry. */
  readonly acceptance: number;
  readonly partner: string;
  readonly policy: string;
  readonly acceptedAt: string;
  readonly locator: UserLocator;
  readonly attempts: number;
  /** When to try next, in milliseconds since 1970. */
  readonly due: number;
  /** Code of the error that the last try ended in. */
  readonly problem: string | null;
}

/** What was answered under an idempotency key. */
export interface Answered {
  readonly acceptance: number;
  readonly sentenceHash: string;
  /** Whether the first answer said that this acceptance was new. */
  readonly created: boolean;
}

type OutboxRow = Record<keyof Untold, string | number | null>;

/** Milliseconds for which an idempotency key is remembered. */
const KEY_LIFETIME = 24 * 60 * 60 * 1000;

const LINK_KEY_BYTES = 32;

const TABLES = `
  CREATE TABLE IF NOT EXISTS link (one INTEGER PRIMARY KEY CHECK (one = 1), key TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS outbox (
    acceptance INTEGER PRIMARY KEY, partner TEXT NOT NULL, policy TEXT NOT NULL, acceptedAt TEXT NOT NULL,
    locator TEXT NOT NULL, attempts INTEGER NOT NULL, due INTEGER NOT NULL, problem TEXT);
  CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, acceptance INTEGER NOT NULL, sentenceHash TEXT NOT NULL, created INTEGER NOT NULL,
    at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY);
`;

/** The tables of one person's ledger. Every method is synchronous: what it writes is written together. */
export class Book {
  readonly #sql: SqlStorage;
  readonly #storage: DurableObjectStorage;
  readonly chain: Chain;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#sql.exec(TABLES);
    this.chain = new Chain(this.#sql);
  }

  /** All of `write`, or none of it. */
  together<T>(write: () => T): T {
    try {
      return this.#storage.transactionSync(write);
    } catch (error) {
      this.chain.forget();
      throw error;
    }
  }

  /** Adds an entry to a chain that is begun. */
  append(event: LedgerEvent): LedgerEntry {
    return this.chain.append(event, this.chain.last?.person ?? "");
  }

  /** Adds an entry, and begins the chain if there is none: under a pseudonym that nobody else can link to the locator. */
  appendFor(locator: UserLocator, event: LedgerEvent): LedgerEntry {
    return this.chain.append(event, this.chain.last?.person ?? pseudonym(this.#newLinkKey(), locator));
  }

  /** The key by which the person can prove that the entries are theirs. */
  linkKey(): string | undefined {
    return this.#sql.exec<{ key: string }>("SELECT key FROM link").toArray()[0]?.key;
  }

  #newLinkKey(): string {
    const key = hex(crypto.getRandomValues(new Uint8Array(LINK_KEY_BYTES)));
    this.#sql.exec("INSERT INTO link (one, key) VALUES (1, ?)", key);
    return key;
  }

  enqueue({ acceptance, partner, policy, acceptedAt, locator, attempts, due, problem }: Untold): void {
    const row = [acceptance, partner, policy, acceptedAt, locator, attempts, due, problem];
    this.#sql.exec(
      `INSERT INTO outbox (acceptance, partner, policy, acceptedAt, locator, attempts, due, problem)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...row,
    );
  }

  /** What is still to be told, the most urgent first. */
  untold(): readonly Untold[] {
    const rows = this.#sql.exec<OutboxRow>("SELECT * FROM outbox ORDER BY due").toArray();
    return rows as unknown as readonly Untold[];
  }

  noteTry(acceptance: number, attempts: number, due: number, problem: string | null): void {
    const change = "UPDATE outbox SET attempts = ?, due = ?, problem = ? WHERE acceptance = ?";
    this.#sql.exec(change, attempts, due, problem, acceptance);
  }

  /** Takes an acceptance off the outbox, and its locator with it. */
  dequeue(acceptance: number): void {
    this.#sql.exec("DELETE FROM outbox WHERE acceptance = ?", acceptance);
  }

  answered(key: string): Answered | undefined {
    const [row] = this.#sql
      .exec<{ acceptance: number; sentenceHash: string; created: number }>("SELECT * FROM answers WHERE key = ?", key)
      .toArray();
    return row && { ...row, created: row.created === 1 };
  }

  keepAnswer(key: string, { acceptance, sentenceHash, created }: Answered): void {
    this.#sql.exec("DELETE FROM answers WHERE at < ?", Date.now() - KEY_LIFETIME);
    const row = [key, acceptance, sentenceHash, created ? 1 : 0, Date.now()];
    this.#sql.exec("INSERT INTO answers (key, acceptance, sentenceHash, created, at) VALUES (?, ?, ?, ?, ?)", ...row);
  }

  keepDocument(id: string): void {
    this.#sql.exec("INSERT OR IGNORE INTO documents (id) VALUES (?)", id);
  }

  hasDocument(id: string): boolean {
    return this.#sql.exec("SELECT 1 FROM documents WHERE id = ?", id).toArray().length > 0;
  }
}
