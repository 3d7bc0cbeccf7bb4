import { acceptances } from "kyc-assent/edge";
import type { Settings } from "../configuration.ts";
import { readLedger } from "../export/found-ledger.ts";
import type { IndexQueue } from "./index-queue.ts";
import type { LogBook } from "./log-book.ts";

/** How far the index is made anew. */
export interface RebuildState {
  readonly state: "never" | "running" | "done";
  /** How often it was begun. */
  readonly rebuilds: number;
  /** People whose ledgers were read. */
  readonly people: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

interface Row extends Record<string, SqlStorageValue> {
  readonly stage: "never" | "clear" | "fill" | "done";
  readonly rebuilds: number;
  /** The person whose ledger was read last. */
  readonly after: string;
  readonly people: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/** People whose ledgers are read in one step. */
const STEP = 50;

const TABLES = `
  CREATE TABLE IF NOT EXISTS rebuild (
    one INTEGER PRIMARY KEY CHECK (one = 1), stage TEXT NOT NULL, rebuilds INTEGER NOT NULL, after TEXT NOT NULL,
    people INTEGER NOT NULL, startedAt TEXT, endedAt TEXT);
  INSERT OR IGNORE INTO rebuild (one, stage, rebuilds, after, people) VALUES (1, 'never', 0, '', 0);
`;

/**
 * Makes the index anew from the ledgers, in steps. Where it is stands in the storage, so that it goes on wherever it was
 * interrupted. What comes in meanwhile takes the usual way, and finds its place before or after.
 */
export class IndexRebuild {
  readonly #sql: SqlStorage;
  readonly #book: LogBook;
  readonly #queue: IndexQueue;

  constructor(sql: SqlStorage, book: LogBook, queue: IndexQueue) {
    this.#sql = sql;
    this.#book = book;
    this.#queue = queue;
    this.#sql.exec(TABLES);
  }

  get isRunning(): boolean {
    const { stage } = this.#row();
    return stage === "clear" || stage === "fill";
  }

  get state(): RebuildState {
    const { stage, rebuilds, people, startedAt, endedAt } = this.#row();
    const state = stage === "clear" || stage === "fill" ? "running" : stage;
    return { state, rebuilds, people, startedAt, endedAt };
  }

  /** Begins, unless it is under way already. */
  begin(): void {
    if (this.isRunning) return;
    const change = "stage = 'clear', rebuilds = rebuilds + 1, after = '', people = 0, startedAt = ?, endedAt = NULL";
    this.#sql.exec(`UPDATE rebuild SET ${change}`, new Date().toISOString());
  }

  /** The next step. Throws where the index or a ledger is out of reach; the same step is taken again then. */
  async step(settings: Settings): Promise<void> {
    const { stage, after } = this.#row();
    if (stage === "clear") {
      await this.#queue.clear();
      this.#sql.exec("UPDATE rebuild SET stage = 'fill'");
    }
    if (stage !== "fill") return;
    const people = this.#book.people(after, STEP);
    await Promise.all(people.map(({ person }) => this.#fill(person, settings)));
    await this.#queue.drain();
    const last = people.at(-1);
    if (last === undefined) {
      this.#sql.exec("UPDATE rebuild SET stage = 'done', endedAt = ?", new Date().toISOString());
    } else {
      this.#sql.exec("UPDATE rebuild SET after = ?, people = people + ?", last.person, people.length);
    }
  }

  /** Reads a ledger in whatever state it is. Read anew where the log has taken more of it meanwhile: that is newer. */
  async #fill(person: string, settings: Settings): Promise<void> {
    for (;;) {
      const before = this.#book.person(person);
      if (before === undefined) return;
      const { entries } = await readLedger({ person, ...before }, settings);
      const now = this.#book.person(person);
      if (now?.entries !== before.entries || now.ledger !== before.ledger) continue;
      this.#queue.add(person, before.erased, acceptances(entries));
      return;
    }
  }

  #row(): Row {
    return this.#sql.exec<Row>("SELECT * FROM rebuild").one();
  }
}
