import { keysKnownFrom, pseudonym } from "kyc-assent/edge";
import type { LedgerEntry, LedgerEvent, UserLocator } from "../../package/types.ts";
import { hex } from "../hex.ts";
import { Chain } from "./chain.ts";
import type { KeptElsewhere } from "./kept-elsewhere.ts";

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

/** What is tried until it succeeds. */
export interface Waiting {
  readonly attempts: number;
  /** When to try next, in milliseconds since 1970. */
  readonly due: number;
}

/** Milliseconds until new entries go to the log, so that what follows each other goes together. */
const LOG_WAIT = 1_000;

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
  CREATE TABLE IF NOT EXISTS submission (
    one INTEGER PRIMARY KEY CHECK (one = 1), logged INTEGER NOT NULL, attempts INTEGER NOT NULL, due INTEGER NOT NULL);
  INSERT OR IGNORE INTO submission (one, logged, attempts, due) VALUES (1, 0, 0, 0);
  CREATE TABLE IF NOT EXISTS erasure (
    one INTEGER PRIMARY KEY CHECK (one = 1), person TEXT NOT NULL, elsewhere TEXT NOT NULL, attempts INTEGER NOT NULL,
    due INTEGER NOT NULL);
`;

/** The order to erase a ledger. */
interface ErasureOrder extends Waiting {
  readonly person: string;
  readonly elsewhere: readonly KeptElsewhere[];
}

/** The tables of one person's ledger. Every method is synchronous: what it writes is written together. */
export class Book {
  readonly #sql: SqlStorage;
  readonly #storage: DurableObjectStorage;
  readonly chain: Chain;
  // Every question looks at these two, and nobody else writes them: read once, until they are written.
  #outbox: readonly Untold[] | undefined;
  #order: { readonly found: ErasureOrder | undefined } | undefined;

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
      this.#outbox = undefined;
      this.#order = undefined;
      throw error;
    }
  }

  /** Adds an entry to a chain that is begun. */
  append(event: LedgerEvent): LedgerEntry {
    return this.#appended(this.chain.append(event, this.chain.last?.person ?? ""));
  }

  /** Adds an entry, and begins the chain if there is none: under a pseudonym that nobody else can link to the locator. */
  appendFor(locator: UserLocator, event: LedgerEvent): LedgerEntry {
    return this.#appended(this.chain.append(event, this.chain.last?.person ?? pseudonym(this.#newLinkKey(), locator)));
  }

  /** The log is to get it: soon, also where a clock that ran ahead has put off what came before. */
  #appended(entry: LedgerEntry): LedgerEntry {
    const due = Date.now() + LOG_WAIT;
    const change = "UPDATE submission SET due = ? WHERE logged = ? OR (attempts = 0 AND due > ?)";
    this.#sql.exec(change, due, entry.sequence - 1, due);
    return entry;
  }

  /** Takes over a whole chain, of which the log has `logged` entries, where it is not here yet. */
  adopt(entries: readonly LedgerEntry[], logged: number): void {
    if (this.chain.last === null) this.chain.adopt(entries);
    this.noteLogged(logged);
  }

  /** How many entries the log has taken. */
  logged(): number {
    return this.#sql.exec<{ logged: number }>("SELECT logged FROM submission").one().logged;
  }

  /** When to hand entries to the log; undefined when it has all of them. */
  unlogged(): Waiting | undefined {
    const query = "SELECT attempts, due FROM submission WHERE logged < (SELECT max(sequence) FROM entries)";
    return this.#sql.exec<{ attempts: number; due: number }>(query).toArray()[0];
  }

  noteLogged(count: number): void {
    this.#sql.exec("UPDATE submission SET logged = max(logged, ?), attempts = 0", count);
  }

  noteLogTry(attempts: number, due: number): void {
    this.#sql.exec("UPDATE submission SET attempts = ?, due = ?", attempts, due);
  }

  /** The order to erase, until the last step of it is done. */
  erasure(): ErasureOrder | undefined {
    this.#order ??= { found: this.#readErasure() };
    return this.#order.found;
  }

  #readErasure(): ErasureOrder | undefined {
    const query = "SELECT person, elsewhere, attempts, due FROM erasure";
    const [row] = this.#sql.exec<{ person: string; elsewhere: string; attempts: number; due: number }>(query).toArray();
    return row && { ...row, elsewhere: JSON.parse(row.elsewhere) as readonly KeptElsewhere[] };
  }

  /** Writes down that this ledger is to be erased. Nobody is told any more. */
  orderErasure(person: string, elsewhere: readonly KeptElsewhere[], due: number): void {
    this.#changeOutbox("DELETE FROM outbox");
    const row = [person, JSON.stringify(elsewhere), due];
    this.#changeOrder("INSERT INTO erasure (one, person, elsewhere, attempts, due) VALUES (1, ?, ?, 0, ?)", ...row);
  }

  noteErasureTry(attempts: number, due: number): void {
    this.#changeOrder("UPDATE erasure SET attempts = ?, due = ?", attempts, due);
  }

  /** Adds what else is to be erased to an order that stands. */
  extendErasure(elsewhere: readonly KeptElsewhere[]): void {
    this.#changeOrder("UPDATE erasure SET elsewhere = ?", JSON.stringify(elsewhere));
  }

  #changeOrder(change: string, ...values: readonly SqlStorageValue[]): void {
    this.#order = undefined;
    this.#sql.exec(change, ...values);
  }

  #changeOutbox(change: string, ...values: readonly SqlStorageValue[]): void {
    this.#outbox = undefined;
    this.#sql.exec(change, ...values);
  }

  /** Deletes everything, and begins anew. */
  async wipe(): Promise<void> {
    const wiped = [this.#storage.deleteAlarm(), this.#storage.deleteAll()];
    this.#sql.exec(TABLES);
    this.chain.begin();
    this.#outbox = undefined;
    this.#order = undefined;
    await Promise.all(wiped);
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
    this.#changeOutbox(
      `INSERT INTO outbox (acceptance, partner, policy, acceptedAt, locator, attempts, due, problem)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...row,
    );
  }

  /** What is still to be told, the most urgent first. */
  untold(): readonly Untold[] {
    const query = "SELECT * FROM outbox ORDER BY due";
    this.#outbox ??= this.#sql.exec<OutboxRow>(query).toArray() as unknown as readonly Untold[];
    return this.#outbox;
  }

  noteTry(acceptance: number, attempts: number, due: number, problem: string | null): void {
    const change = "UPDATE outbox SET attempts = ?, due = ?, problem = ? WHERE acceptance = ?";
    this.#changeOutbox(change, attempts, due, problem, acceptance);
  }

  /** Takes an acceptance off the outbox, and its locator with it. */
  dequeue(acceptance: number): void {
    this.#changeOutbox("DELETE FROM outbox WHERE acceptance = ?", acceptance);
  }

  /** Takes whatever waits of this policy off the outbox. */
  dequeuePolicy(policy: string): void {
    this.#changeOutbox("DELETE FROM outbox WHERE policy = ?", policy);
  }

  answered(key: string): Answered | undefined {
    const [row] = this.#sql
      .exec<{ acceptance: number; sentenceHash: string; created: number }>("SELECT * FROM answers WHERE key = ?", key)
      .toArray();
    return row && { ...row, created: row.created === 1 };
  }

  keepAnswer(key: string, { acceptance, sentenceHash, created }: Answered): void {
    this.#sql.exec("DELETE FROM answers WHERE at < ?", keysKnownFrom(new Date().toISOString()));
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
