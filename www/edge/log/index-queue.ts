import type { Acceptance } from "../../package/types.ts";
import {
  emptyTables,
  type IndexChange,
  indexedAcceptance,
  makeTables,
  moveEarlierRows,
  rowsOf,
  writeChanges,
} from "./index-tables.ts";

const QUEUE = "CREATE TABLE IF NOT EXISTS index_queue (number INTEGER PRIMARY KEY, change TEXT NOT NULL)";

/** Rows of one batch; one that a single change makes longer is as long as that. */
const BATCH = 200;
/** A change counted is a row read. */
const MOST_COUNTED = 1_000;
/** Batches that somebody waits for. */
const MOST_BATCHES = 50;

/** A row of the queue of the first schema. */
type EarlierRow = { readonly person: string } & ({ readonly erased: boolean } | { readonly acceptance: Acceptance });

/** What the index lacks. It is written down together with the leaves, and brought to the index afterwards, in its order. */
export class IndexQueue {
  readonly #sql: SqlStorage;
  readonly #index: D1Database | undefined;
  #isReady = false;
  /** Whether the queue, and maybe the index, have rows of the first schema. */
  #hasEarlier: boolean;
  /** One after the other: what is written is deleted by its number, and numbers come again. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(sql: SqlStorage, index: D1Database | undefined) {
    this.#sql = sql;
    this.#index = index;
    this.#sql.exec(QUEUE);
    const query = "SELECT 1 FROM sqlite_master WHERE name = 'unindexed'";
    this.#hasEarlier = this.#sql.exec(query).toArray().length > 0;
  }

  /** Whether there is something to be brought over. */
  get isWaiting(): boolean {
    return this.#index !== undefined && this.#sql.exec("SELECT 1 FROM index_queue LIMIT 1").toArray().length > 0;
  }

  /** Whether an index of the first schema is still to be moved over. Until then nothing else is brought there. */
  get isUpgrading(): boolean {
    return this.#index !== undefined && this.#hasEarlier;
  }

  /** How many rows are to be brought over, counted up to {@link MOST_COUNTED}. */
  get waiting(): number {
    const query = `SELECT coalesce(sum(rows), 0) AS rows FROM (
      SELECT json_array_length(change, '$.acceptances') + 1 AS rows FROM index_queue LIMIT ?)`;
    return Math.min(this.#sql.exec<{ rows: number }>(query, MOST_COUNTED).one().rows, MOST_COUNTED);
  }

  add(person: string, erased: boolean, acceptances: readonly Acceptance[]): void {
    if (this.#index === undefined) return;
    const change: IndexChange = { person, erased, acceptances: acceptances.map(indexedAcceptance) };
    this.#sql.exec("INSERT INTO index_queue (change) VALUES (?)", JSON.stringify(change));
  }

  /** Brings one batch over. What comes in meanwhile stays in the queue. Throws when the index cannot be reached. */
  async write(): Promise<void> {
    await this.#inTurn(async (index) => {
      const query = "SELECT number, change FROM index_queue ORDER BY number LIMIT ?";
      const changes: IndexChange[] = [];
      let last = 0;
      for (const row of this.#sql.exec<{ number: number; change: string }>(query, BATCH).toArray()) {
        const change = JSON.parse(row.change) as IndexChange;
        if (last > 0 && rowsOf([...changes, change]) > BATCH) break;
        changes.push(change);
        last = row.number;
      }
      if (last === 0) return;
      await writeChanges(index, changes);
      this.#sql.exec("DELETE FROM index_queue WHERE number <= ?", last);
    });
  }

  /** Moves a part of an index of the first schema over. Throws when it cannot be reached. */
  async upgrade(): Promise<void> {
    await this.#inTurn(async (index) => {
      const query = "SELECT person, sequence, row FROM unindexed LIMIT ?";
      const rows = this.#sql.exec<{ person: string; sequence: number; row: string }>(query, BATCH).toArray();
      if (rows.length > 0) {
        await writeChanges(index, rows.map(changeOf));
        for (const { person, sequence } of rows) {
          this.#sql.exec("DELETE FROM unindexed WHERE person = ? AND sequence = ?", person, sequence);
        }
      } else if (!(await moveEarlierRows(index))) {
        this.#sql.exec("DROP TABLE unindexed");
        this.#hasEarlier = false;
      }
    });
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
    await this.#inTurn(async () => undefined);
  }

  /** Empties the index, so that it can be filled anew. */
  async clear(): Promise<void> {
    await this.#inTurn(async (index) => {
      this.#sql.exec("DELETE FROM index_queue");
      await emptyTables(index);
    });
  }

  /** Works on the index when whoever came before has done so. */
  async #inTurn(work: (index: D1Database) => Promise<void>): Promise<void> {
    const index = this.#index;
    if (index === undefined) return;
    const turn = this.#last.then(async () => {
      if (!this.#isReady) await makeTables(index);
      this.#isReady = true;
      await work(index);
    });
    this.#last = turn.catch(() => undefined);
    await turn;
  }
}

function changeOf({ row }: { readonly row: string }): IndexChange {
  const earlier = JSON.parse(row) as EarlierRow;
  const { person } = earlier;
  if ("acceptance" in earlier) return { person, acceptances: [indexedAcceptance(earlier.acceptance)] };
  return { person, erased: earlier.erased, acceptances: [] };
}
