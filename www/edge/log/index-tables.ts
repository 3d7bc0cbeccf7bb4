import type { Acceptance } from "../../package/types.ts";

/** What the index has of an acceptance. Times as entries state them. */
export interface IndexedAcceptance {
  readonly sequence: number;
  readonly policy: string;
  readonly version: string;
  readonly acceptedAt: string;
  readonly toldAt?: string | null | undefined;
  readonly withdrawnAt?: string | null | undefined;
  readonly lapsedAt?: string | null | undefined;
}

/** What the index has to have of a person from now on. */
export interface IndexChange {
  readonly person: string;
  /** Undefined: as it is there. */
  readonly erased?: boolean;
  /** Those that are new or have changed. */
  readonly acceptances: readonly IndexedAcceptance[];
}

/**
 * The index, for reports: whom to look at, and no more. What is handed out is read from the ledgers. Pseudonyms are bytes,
 * times are milliseconds since 1970. It can be made anew from the ledgers at any time.
 */
const TABLES = [
  "CREATE TABLE IF NOT EXISTS indexed_people (person BLOB PRIMARY KEY, erased INTEGER NOT NULL) WITHOUT ROWID",
  `CREATE TABLE IF NOT EXISTS indexed_versions (
    number INTEGER PRIMARY KEY, policy TEXT NOT NULL, version TEXT NOT NULL, UNIQUE (policy, version))`,
  `CREATE TABLE IF NOT EXISTS indexed_acceptances (
    person BLOB NOT NULL, sequence INTEGER NOT NULL, version INTEGER NOT NULL, acceptedAt INTEGER NOT NULL,
    toldAt INTEGER, withdrawnAt INTEGER, lapsedAt INTEGER, PRIMARY KEY (person, sequence)) WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS indexed_by_version ON indexed_acceptances (version, acceptedAt)",
];

/** Rows of the first schema that are moved over in one step, of each table. */
const STEP = 500;

export function indexedAcceptance({ sequence, at, event, ...later }: Acceptance): IndexedAcceptance {
  const { policy, version } = event;
  const { toldAt, withdrawnAt, lapsedAt } = later;
  return { sequence, policy, version, acceptedAt: at, toldAt, withdrawnAt, lapsedAt };
}

export async function makeTables(index: D1Database): Promise<void> {
  await index.batch(TABLES.map((table) => index.prepare(table)));
}

export async function emptyTables(index: D1Database): Promise<void> {
  const gone = ["people", "acceptances"].map((table) => `DROP TABLE IF EXISTS ${table}`);
  const empty = ["indexed_people", "indexed_acceptances"].map((table) => `DELETE FROM ${table}`);
  await index.batch([...gone, ...empty].map((change) => index.prepare(change)));
}

/** How many rows these changes are. */
export function rowsOf(changes: readonly IndexChange[]): number {
  return changes.reduce(
    (rows, { erased, acceptances }) => rows + acceptances.length + (erased === undefined ? 0 : 1),
    0,
  );
}

/** Writes changes in their order, all or none of them. */
export async function writeChanges(index: D1Database, changes: readonly IndexChange[]): Promise<void> {
  const people = index.prepare("INSERT OR REPLACE INTO indexed_people (person, erased) VALUES (unhex(?), ?)");
  const versions = index.prepare("INSERT OR IGNORE INTO indexed_versions (policy, version) VALUES (?, ?)");
  const acceptances = index.prepare(
    `INSERT OR REPLACE INTO indexed_acceptances (person, sequence, version, acceptedAt, toldAt, withdrawnAt, lapsedAt)
      VALUES (unhex(?), ?, (SELECT number FROM indexed_versions WHERE policy = ? AND version = ?), ?, ?, ?, ?)`,
  );
  const named = new Map(
    changes.flatMap((change) =>
      change.acceptances.map(({ policy, version }) => [`${policy} ${version}`, [policy, version]] as const),
    ),
  );
  const statements = changes.flatMap(({ person, erased, acceptances: all }) => [
    ...(erased === undefined ? [] : [people.bind(person, erased ? 1 : 0)]),
    ...all.map(({ sequence, policy, version, acceptedAt, toldAt, withdrawnAt, lapsedAt }) => {
      const times = [acceptedAt, toldAt, withdrawnAt, lapsedAt].map((at) => (at ? Date.parse(at) : null));
      return acceptances.bind(person, sequence, policy, version, ...times);
    }),
  ]);
  if (statements.length > 0) {
    await index.batch([...[...named.values()].map((names) => versions.bind(...names)), ...statements]);
  }
}

/**
 * Moves rows of the first schema over: texts, and an index twice. What is there already is newer. Whether any may be left.
 */
export async function moveEarlierRows(index: D1Database): Promise<boolean> {
  const tables = index.prepare("SELECT name FROM sqlite_master WHERE name IN ('people', 'acceptances')");
  if ((await tables.all()).results.length === 0) return false;
  const some = (table: string) => `${table} ORDER BY rowid LIMIT ${STEP}`;
  const time = (column: string) =>
    `CAST(strftime('%s', ${column}) AS INTEGER) * 1000 + CAST(substr(${column}, 21, 3) AS INTEGER)`;
  const moves = [
    `INSERT OR IGNORE INTO indexed_people (person, erased)
      SELECT unhex(person), erased FROM ${some("people")}`,
    `INSERT OR IGNORE INTO indexed_versions (policy, version)
      SELECT DISTINCT policy, version FROM (SELECT policy, version FROM ${some("acceptances")})`,
    `INSERT OR IGNORE INTO indexed_acceptances (person, sequence, version, acceptedAt, toldAt, withdrawnAt, lapsedAt)
      SELECT unhex(person), sequence, (SELECT number FROM indexed_versions AS known
          WHERE known.policy = old.policy AND known.version = old.version),
        ${["acceptedAt", "toldAt", "withdrawnAt", "lapsedAt"].map(time).join(", ")}
      FROM (SELECT * FROM ${some("acceptances")}) AS old`,
    ...["people", "acceptances"].map(
      (table) => `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${some(table)})`,
    ),
  ];
  const left = "SELECT 1 AS one FROM people UNION ALL SELECT 1 FROM acceptances LIMIT 1";
  const results = await index.batch([...moves, left].map((change) => index.prepare(change)));
  if (results.at(-1)?.results.length === 0) {
    await index.batch(["people", "acceptances"].map((table) => index.prepare(`DROP TABLE ${table}`)));
  }
  return true;
}
