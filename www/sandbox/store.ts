// State in the object's SQLite database: JSON values by space, kind and key.

/** Makes the table when it is not there. */
export function prepareStore(sql: SqlStorage): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS entry (
    space TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (space, kind, key)) WITHOUT ROWID`);
}

/** Forgets everything in every space. */
export function clearStore(sql: SqlStorage): void {
  sql.exec("DELETE FROM entry");
}

/** The values of one space; spaces never see each other. */
export class Store {
  readonly #sql: SqlStorage;
  readonly #space: string;

  constructor(sql: SqlStorage, space: string) {
    this.#sql = sql;
    this.#space = space;
  }

  read<T>(kind: string, key: string): T | null {
    const rows = this.#sql
      .exec<{ value: string }>(
        "SELECT value FROM entry WHERE space = ? AND kind = ? AND key = ?",
        this.#space,
        kind,
        key,
      )
      .toArray();
    const row = rows[0];
    return row === undefined ? null : (JSON.parse(row.value) as T);
  }

  write(kind: string, key: string, value: unknown): void {
    this.#sql.exec(
      "INSERT INTO entry (space, kind, key, value) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
      this.#space,
      kind,
      key,
      JSON.stringify(value),
    );
  }

  /** All values of a kind, in the order of their keys. */
  list<T>(kind: string): T[] {
    return this.#sql
      .exec<{ value: string }>("SELECT value FROM entry WHERE space = ? AND kind = ? ORDER BY key", this.#space, kind)
      .toArray()
      .map(({ value }) => JSON.parse(value) as T);
  }

  remove(kind: string, key: string): void {
    this.#sql.exec("DELETE FROM entry WHERE space = ? AND kind = ? AND key = ?", this.#space, kind, key);
  }
}
