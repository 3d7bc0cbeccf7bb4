import type { EarlierPeople, FoundPerson, KnownPerson, NumberedPerson } from "./people.ts";
import { type EarlierNodes, HASH, HEIGHT, joined, type LogState, type Tile, WIDTH } from "./tiles.ts";

/** A leaf that is no entry: of a policy, or of a key. */
export interface NamedLeaf {
  readonly owner: string;
  readonly part: string;
  readonly number: number;
  /** Its JSON. */
  readonly leaf: string;
}

/** What a log of the first schema has besides its people and whole tiles: it is little. */
export interface CarriedOver {
  readonly state: LogState;
  /** Those that are not whole, above the leaves. */
  readonly tiles: readonly Tile[];
  readonly named: readonly NamedLeaf[];
}

/** Levels of tiles that a tree can have. */
const LEVELS = 4;

/**
 * The tables of a log of the first schema: every leaf as JSON, every node of the tree as a row, all in hexadecimal. They are
 * set aside, and emptied by and by: what is taken out goes to the tables of today in the same transaction. So what is left
 * in them is what is still to be done, wherever it was interrupted. What is still here is read here.
 */
export class EarlierLog implements EarlierPeople, EarlierNodes {
  readonly #sql: SqlStorage;
  #isThere: boolean;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#isThere = sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'nodes_1'").toArray().length > 0;
  }

  /** Whether anything is still to be taken out. */
  get isThere(): boolean {
    return this.#isThere;
  }

  /** Sets the tables of the first schema aside, and takes out what is little. Part of a transaction. */
  static setAside(sql: SqlStorage): CarriedOver {
    for (const table of ["leaves", "nodes"]) {
      for (const change of ["DELETE", "UPDATE"]) sql.exec(`DROP TRIGGER IF EXISTS ${table}_stay_${change}`);
    }
    for (const table of ["leaves", "nodes", "people"]) sql.exec(`ALTER TABLE ${table} RENAME TO ${table}_1`);
    const [tree] = sql.exec<{ size: number; frontier: string }>("SELECT size, frontier FROM tree").toArray();
    sql.exec("DROP TABLE tree");
    const size = tree?.size ?? 0;
    const openTile = (level: number): Tile => {
      const count = Math.floor(size / WIDTH ** level);
      const first = count - (count % WIDTH);
      return { level, number: first / WIDTH, hashes: hashesOf(sql, level, first, count) };
    };
    const [leaves, ...above] = Array.from({ length: LEVELS }, (_, level) => openTile(level));
    // Pseudonyms are hexadecimal: what comes after them by the alphabet is a policy or a key.
    const named = sql
      .exec<Record<keyof NamedLeaf, string & number>>(
        "SELECT owner, part, number, leaf FROM leaves_1 WHERE owner >= 'g'",
      )
      .toArray();
    sql.exec("DELETE FROM leaves_1 WHERE owner >= 'g'");
    return {
      state: {
        size,
        frontier: JSON.parse(tree?.frontier ?? "[]") as string[],
        leaves: leaves?.hashes ?? new Uint8Array(),
      },
      tiles: above.filter(({ hashes }) => hashes.length > 0),
      named,
    };
  }

  person(person: string): KnownPerson | undefined {
    if (!this.#isThere) return undefined;
    const query = "SELECT ledger, erased, entries FROM people_1 WHERE person = ?";
    const [row] = this.#sql.exec<{ ledger: string; erased: number; entries: number }>(query, person).toArray();
    return row && { ...row, erased: row.erased === 1 };
  }

  numberOf(person: string, sequence: number): number | undefined {
    if (!this.#isThere) return undefined;
    const query = "SELECT number FROM leaves_1 WHERE owner = ? AND part = ?";
    return this.#sql.exec<{ number: number }>(query, person, String(sequence)).toArray()[0]?.number;
  }

  after(person: string, most: number): readonly FoundPerson[] {
    if (!this.#isThere) return [];
    const query = "SELECT person, ledger, erased FROM people_1 WHERE person > ? ORDER BY person LIMIT ?";
    const rows = this.#sql.exec<{ person: string; ledger: string; erased: number }>(query, person, most).toArray();
    return rows.map((row) => ({ ...row, erased: row.erased === 1 }));
  }

  node(level: number, index: number): string | undefined {
    if (!this.#isThere) return undefined;
    const query = "SELECT hash FROM nodes_1 WHERE level = ? AND number = ?";
    return this.#sql.exec<{ hash: string }>(query, level, index).toArray()[0]?.hash;
  }

  /** How many people are still here. */
  get peopleLeft(): number {
    if (!this.#isThere) return 0;
    return this.#sql.exec<{ count: number }>("SELECT count(*) AS count FROM people_1").one().count;
  }

  /** Some of the people that are still here. */
  somePeople(most: number): readonly string[] {
    const rows = this.#sql.exec<{ person: string }>("SELECT person FROM people_1 LIMIT ?", most).toArray();
    return rows.map(({ person }) => person);
  }

  /** Takes a person out, if they are here, with the numbers of all their entries. Part of a transaction. */
  takePerson(person: string): NumberedPerson | undefined {
    const known = this.person(person);
    if (known === undefined) return undefined;
    const query = "SELECT part, number FROM leaves_1 WHERE owner = ? ORDER BY number";
    const rows = this.#sql.exec<{ part: string; number: number }>(query, person).toArray();
    const isWhole = rows.length === known.entries && rows.every(({ part }, index) => part === String(index + 1));
    if (!isWhole) throw new Error("a person's leaves have a gap");
    this.#sql.exec("DELETE FROM leaves_1 WHERE owner = ?", person);
    this.#sql.exec("DELETE FROM people_1 WHERE person = ?", person);
    return { ledger: known.ledger, erased: known.erased, numbers: rows.map(({ number }) => number) };
  }

  /** Takes the next tile out that is whole. Undefined when none is left. Part of a transaction. */
  takeTile(): Tile | undefined {
    for (let level = 0; level < LEVELS; level++) {
      // Each by itself is found by the key; both in one query would read the whole level.
      const end = (which: "min" | "max") => `(SELECT ${which}(number) FROM nodes_1 WHERE level = ?)`;
      const query = `SELECT ${end("min")} AS first, ${end("max")} AS last`;
      const { first, last } = this.#sql
        .exec<{ first: number | null; last: number | null }>(query, level * HEIGHT, level * HEIGHT)
        .one();
      if (first === null || last === null || last - first + 1 < WIDTH) continue;
      const hashes = hashesOf(this.#sql, level, first, first + WIDTH);
      for (let above = 0; above < HEIGHT; above++) {
        const place = [level * HEIGHT + above, first / 2 ** above, (first + WIDTH) / 2 ** above];
        this.#sql.exec("DELETE FROM nodes_1 WHERE level = ? AND number >= ? AND number < ?", ...place);
      }
      return { level, number: first / WIDTH, hashes };
    }
    return undefined;
  }

  /** Deletes the tables. What they still have is in the tables of today. Part of a transaction: {@link closed} follows it. */
  close(): void {
    const left = this.#sql.exec("SELECT 1 FROM people_1 UNION ALL SELECT 1 FROM leaves_1 LIMIT 1").toArray();
    if (left.length > 0) throw new Error("not all was taken out");
    for (const table of ["people_1", "leaves_1", "nodes_1"]) this.#sql.exec(`DROP TABLE ${table}`);
  }

  /** That {@link close} is written. */
  closed(): void {
    this.#isThere = false;
  }
}

/** The hashes that a level of tiles has from one number on, up to another. */
function hashesOf(sql: SqlStorage, level: number, first: number, end: number): Uint8Array {
  const place = [level * HEIGHT, first, end];
  const query = "SELECT hash FROM nodes_1 WHERE level = ? AND number >= ? AND number < ? ORDER BY number";
  const rows = sql.exec<{ hash: string }>(query, ...place).toArray();
  const hashes = joined(
    new Uint8Array(),
    rows.map(({ hash }) => hash),
  );
  if (hashes.length !== (end - first) * HASH) throw new Error("a level of the tree has a gap");
  return hashes;
}
