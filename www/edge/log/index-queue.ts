import type { Acceptance } from "../../package/types.ts";

/** One row that the index has to have: of a person, or of an acceptance. */
export type IndexRow =
  | { readonly person: string; readonly ledger: string; readonly erased: boolean }
  | { readonly person: string; readonly acceptance: Acceptance };

const QUEUE = `
  CREATE TABLE IF NOT EXISTS unindexed (
    person TEXT NOT NULL, sequence INTEGER NOT NULL, row TEXT NOT NULL, PRIMARY KEY (person, sequence)) WITHOUT ROWID;
`;

/** The index, for reports: no locator, no link key. It can be made anew from the ledgers at any time. */
const TABLES = [
  "CREATE TABLE IF NOT EXISTS people (person TEXT PRIMARY KEY, ledger TEXT NOT NULL, erased INTEGER NOT NULL)",
  `CREATE TABLE IF NOT EXISTS acceptances (
    person TEXT NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL, policy TEXT NOT NULL, version TEXT NOT NULL,
    language TEXT NOT NULL, region TEXT NOT NULL, acceptedAt TEXT NOT NULL, toldAt TEXT, withdrawnAt TEXT,
    lapsedAt TEXT, PRIMARY KEY (person, sequence))`,
  "CREATE INDEX IF NOT EXISTS acceptances_by_version ON acceptances (policy, version, acceptedAt)",
];
/** Rows of one batch. */
const BATCH = 200;
/** A row counted is a row read. */
const MOST_COUNTED = 1_000;
/** Batches that somebody waits for. */
const MOST_BATCHES = 50;

/** What the index lacks. It is written down together with the leaves, and brought to the index afterwards. */
export class IndexQueue {
  readonly #sql: SqlStorage;
  readonly #index: D1Database | undefined;
  #isReady = false;

  constructor(sql: SqlStorage, index: D1Database | undefined) {
    this.#sql = sql;
    this.#index = index;
    this.#sql.exec(QUEUE);
  }

  /** Whether there are rows to be brought over. */
  get isWaiting(): boolean {
    return this.#index !== undefined && this.#sql.exec("SELECT 1 FROM unindexed LIMIT 1").toArray().length > 0;
  }

  /** How many rows are to be brought over, counted up to {@link MOST_COUNTED}. */
  get waiting(): number {
    const query = "SELECT count(*) AS count FROM (SELECT 1 FROM unindexed LIMIT ?)";
    return this.#sql.exec<{ count: number }>(query, MOST_COUNTED).one().count;
  }

  add(rows: readonly IndexRow[]): void {
    if (this.#index === undefined) return;
    for (const row of rows) {
      const sequence = "acceptance" in row ? row.acceptance.sequence : 0;
      const values = [row.person, sequence, JSON.stringify(row)];
      this.#sql.exec("INSERT OR REPLACE INTO unindexed (person, sequence, row) VALUES (?, ?, ?)", ...values);
    }
  }

  /** Brings one batch over. What changes meanwhile stays in the queue. Throws when the index cannot be reached. */
  async write(): Promise<void> {
    if (this.#index === undefined) return;
    const query = "SELECT person, sequence, row FROM unindexed LIMIT ?";
    const rows = this.#sql.exec<{ person: string; sequence: number; row: string }>(query, BATCH).toArray();
    if (rows.length === 0) return;
    await this.#ready(this.#index);
    await writeRows(
      this.#index,
      rows.map(({ row }) => JSON.parse(row) as IndexRow),
    );
    for (const { person, sequence, row } of rows) {
      this.#sql.exec("DELETE FROM unindexed WHERE person = ? AND sequence = ? AND row = ?", person, sequence, row);
    }
  }

  /** Brings over all that waits now. Throws when the index cannot be reached, or more comes in than goes out. */
  async drain(): Promise<void> {
    for (let batch = 0; this.isWaiting; batch++) {
      if (batch === MOST_BATCHES) throw new Error("the index lags behind");
      await this.write();
    }
  }

  /** Makes the tables of the index where they are not there. */
  async ready(): Promise<void> {
    if (this.#index !== undefined) await this.#ready(this.#index);
  }

  /** Empties the index, so that it can be filled anew. */
  async clear(): Promise<void> {
    if (this.#index === undefined) return;
    await this.#ready(this.#index);
    this.#sql.exec("DELETE FROM unindexed");
    await this.#index.batch(["people", "acceptances"].map((table) => this.#statement(`DELETE FROM ${table}`)));
  }

  #statement(sql: string): D1PreparedStatement {
    if (this.#index === undefined) throw new Error("there is no index");
    return this.#index.prepare(sql);
  }

  async #ready(index: D1Database): Promise<void> {
    if (this.#isReady) return;
    await index.batch(TABLES.map((table) => index.prepare(table)));
    this.#isReady = true;
  }
}

async function writeRows(index: D1Database, rows: readonly IndexRow[]): Promise<void> {
  const people = index.prepare("INSERT OR REPLACE INTO people (person, ledger, erased) VALUES (?, ?, ?)");
  const acceptances = index.prepare(
    `INSERT OR REPLACE INTO acceptances (person, sequence, id, policy, version, language, region, acceptedAt, toldAt,
       withdrawnAt, lapsedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  await index.batch(
    rows.map((row) => {
      if (!("acceptance" in row)) return people.bind(row.person, row.ledger, row.erased ? 1 : 0);
      const { sequence, id, at, event, toldAt = null, withdrawnAt = null, lapsedAt = null } = row.acceptance;
      const { policy, version, language, region } = event;
      const shown = [policy, version, language, region];
      return acceptances.bind(row.person, sequence, id, ...shown, at, toldAt, withdrawnAt, lapsedAt);
    }),
  );
}
