import { EarlierLog } from "./earlier-log.ts";
import { PEOPLE_TABLES } from "./people.ts";
import { TILE_TABLES, Tiles } from "./tiles.ts";

/** The schema that this code writes. */
const SCHEMA = 2;

const appendOnly = (table: string) =>
  ["DELETE", "UPDATE"]
    .map(
      (change) => `CREATE TRIGGER IF NOT EXISTS ${table}_stay_${change} BEFORE ${change} ON ${table}
        BEGIN SELECT RAISE(ABORT, 'append-only'); END;`,
    )
    .join("\n");

const TABLES = `
  CREATE TABLE IF NOT EXISTS schema (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL);
  ${TILE_TABLES}
  ${PEOPLE_TABLES}
  CREATE TABLE IF NOT EXISTS named_leaves (
    owner TEXT NOT NULL, part TEXT NOT NULL, number INTEGER NOT NULL, leaf TEXT NOT NULL, PRIMARY KEY (owner, part))
    WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS heads (
    number INTEGER PRIMARY KEY, size INTEGER NOT NULL, at TEXT NOT NULL, kid TEXT NOT NULL, head TEXT NOT NULL,
    jws TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS keys (
    kid TEXT PRIMARY KEY, key TEXT NOT NULL, leaf INTEGER NOT NULL, nbf INTEGER NOT NULL, exp INTEGER);
  ${appendOnly("named_leaves")}
  ${appendOnly("heads")}
`;

/**
 * Makes the tables of a log where there are none. Where they are of the first schema, it sets them aside, in no time however
 * many rows they have; {@link EarlierLog} says what is still in them. Refuses a log of a later schema.
 *
 * The `tree` of the first schema had a column that this one has not: the code for it cannot open such a log, and so
 * cannot begin a second one in its place.
 */
export function openLog(storage: DurableObjectStorage): void {
  const { sql } = storage;
  storage.transactionSync(() => {
    const version = versionOf(sql);
    if (version > SCHEMA) throw new Error(`the log is of schema ${version}: a later version of the gateway wrote it`);
    const carried = version === 1 ? EarlierLog.setAside(sql) : undefined;
    sql.exec(TABLES);
    if (carried !== undefined) {
      const tiles = new Tiles(sql, { node: () => undefined });
      for (const tile of carried.tiles) tiles.put(tile);
      tiles.write(carried.state, 0);
      for (const { owner, part, number, leaf } of carried.named) {
        const row = [owner, part, number, leaf];
        sql.exec("INSERT INTO named_leaves (owner, part, number, leaf) VALUES (?, ?, ?, ?)", ...row);
      }
    }
    if (version < SCHEMA) sql.exec("INSERT INTO schema (one, version) VALUES (1, ?)", SCHEMA);
  });
}

/** 0 where there is no log yet. */
function versionOf(sql: SqlStorage): number {
  const has = (table: string) => sql.exec("SELECT 1 FROM sqlite_master WHERE name = ?", table).toArray().length > 0;
  if (has("schema")) return sql.exec<{ version: number }>("SELECT version FROM schema").one().version;
  return has("leaves") ? 1 : 0;
}
