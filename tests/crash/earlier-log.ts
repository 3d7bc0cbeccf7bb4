import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { leafHash } from "../edge/log-files.ts";

/** An entry of the log, in the order of its leaves. */
export interface LoggedEntry {
  readonly person: string;
  readonly sequence: number;
  readonly hash: string;
}

const TABLES = `
  CREATE TABLE leaves (
    number INTEGER PRIMARY KEY, leaf TEXT NOT NULL, owner TEXT NOT NULL, part TEXT NOT NULL, UNIQUE (owner, part));
  CREATE TABLE nodes (
    level INTEGER NOT NULL, number INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (level, number)) WITHOUT ROWID;
  CREATE TABLE tree (
    one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, frontier TEXT NOT NULL, root TEXT NOT NULL);
  CREATE TABLE people (
    person TEXT PRIMARY KEY, ledger TEXT NOT NULL, erased INTEGER NOT NULL, entries INTEGER NOT NULL);
  CREATE TRIGGER leaves_stay_DELETE BEFORE DELETE ON leaves BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  CREATE TRIGGER leaves_stay_UPDATE BEFORE UPDATE ON leaves BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  CREATE TRIGGER nodes_stay_DELETE BEFORE DELETE ON nodes BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  CREATE TRIGGER nodes_stay_UPDATE BEFORE UPDATE ON nodes BEGIN SELECT RAISE(ABORT, 'append-only'); END;
`;

/**
 * Writes, in the place of a log that has nothing but its key, one of the first schema with these entries behind that key.
 * Gives the hashes of its leaves.
 */
export function writeEarlierLog(log: DatabaseSync, entries: readonly LoggedEntry[], ledger: string): readonly string[] {
  const { leaf: key } = log.prepare("SELECT leaf FROM named_leaves").get() as { leaf: string };
  const { kid } = JSON.parse(key) as { kid: string };
  for (const table of ["schema", "tree", "tiles", "people", "earlier_numbers", "named_leaves"]) {
    log.exec(`DROP TABLE ${table}`);
  }
  log.exec(TABLES);
  log.exec("BEGIN");
  const leaf = log.prepare("INSERT INTO leaves VALUES (?, ?, ?, ?)");
  const node = log.prepare("INSERT INTO nodes VALUES (?, ?, ?)");
  leaf.run(0, key, "key", kid);
  const hashes = [leafHash(JSON.parse(key))];
  const counts = new Map<string, number>();
  for (const [index, { person, sequence, hash }] of entries.entries()) {
    const text = { kind: "entry", person, sequence, hash };
    leaf.run(index + 1, JSON.stringify(text), person, String(sequence));
    hashes.push(leafHash(text));
    counts.set(person, sequence);
  }
  const people = log.prepare("INSERT INTO people VALUES (?, ?, 0, ?)");
  for (const [person, count] of counts) people.run(person, ledger, count);
  const levels: string[][] = [[...hashes]];
  for (let level = 0; (levels[level]?.length ?? 0) > 0; level++) {
    const row = levels[level] ?? [];
    for (const [index, hash] of row.entries()) node.run(level, index, hash);
    levels.push(Array.from({ length: Math.floor(row.length / 2) }, (_, at) => above(row[2 * at], row[2 * at + 1])));
  }
  const frontier = levels.flatMap((row) => (row.length % 2 === 1 ? row.slice(-1) : [])).reverse();
  log.prepare("INSERT INTO tree VALUES (1, ?, ?, '')").run(hashes.length, JSON.stringify(frontier));
  log.exec("COMMIT");
  return hashes;
}

function above(left = "", right = ""): string {
  const bytes = [Buffer.from([1]), Buffer.from(left, "hex"), Buffer.from(right, "hex")];
  return createHash("sha256").update(Buffer.concat(bytes)).digest("hex");
}
