import { AssentError, growTree, leafHash } from "kyc-assent/edge";
import type { GrownTree, LogHead, LogLeaf, PublicKey, TreeNode } from "../../package/types.ts";
import { log } from "../log.ts";
import type { SigningKey } from "./signing-keys.ts";

/** A head as it is kept. */
export interface SignedHead {
  /** From 0 on. */
  readonly number: number;
  readonly size: number;
  readonly at: string;
  readonly kid: string;
  readonly jws: string;
}

/** A key as `GET /log/keys` lists it. Times are seconds since 1970, as in a JWT. */
export interface LogKey extends PublicKey {
  readonly kid: string;
  readonly alg: "EdDSA";
  readonly use: "sig";
  /** When it was announced. */
  readonly nbf: number;
  /** Since when another one signs. */
  readonly exp?: number;
}

/** The tree without what has to be stored of it. */
type Tree = Omit<GrownTree, "nodes">;

const EMPTY: Pick<Tree, "size" | "frontier"> = { size: 0, frontier: [] };

const APPEND_ONLY = ["leaves", "nodes", "heads"]
  .flatMap((table) =>
    ["DELETE", "UPDATE"].map(
      (change) => `CREATE TRIGGER IF NOT EXISTS ${table}_stay_${change} BEFORE ${change} ON ${table}
        BEGIN SELECT RAISE(ABORT, 'append-only'); END;`,
    ),
  )
  .join("\n");

const TABLES = `
  CREATE TABLE IF NOT EXISTS leaves (
    number INTEGER PRIMARY KEY, leaf TEXT NOT NULL, owner TEXT NOT NULL, part TEXT NOT NULL, UNIQUE (owner, part));
  CREATE TABLE IF NOT EXISTS nodes (
    level INTEGER NOT NULL, number INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (level, number)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS tree (
    one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, frontier TEXT NOT NULL, root TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS heads (
    number INTEGER PRIMARY KEY, size INTEGER NOT NULL, at TEXT NOT NULL, kid TEXT NOT NULL, head TEXT NOT NULL,
    jws TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS keys (
    kid TEXT PRIMARY KEY, key TEXT NOT NULL, leaf INTEGER NOT NULL, nbf INTEGER NOT NULL, exp INTEGER);
  CREATE TABLE IF NOT EXISTS people (
    person TEXT PRIMARY KEY, ledger TEXT NOT NULL, erased INTEGER NOT NULL, entries INTEGER NOT NULL);
  ${APPEND_ONLY}
`;

/** The tables of the log. Every method is synchronous: what it writes is written together. */
export class LogBook {
  readonly #sql: SqlStorage;
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#sql.exec(TABLES);
  }

  /** All of `write`, or none of it. */
  together<T>(write: () => T): T {
    return this.#storage.transactionSync(write);
  }

  /** The tree as it is now. */
  tree(): Tree {
    const [row] = this.#sql
      .exec<{ size: number; frontier: string; root: string }>("SELECT size, frontier, root FROM tree")
      .toArray();
    if (row !== undefined) return { ...row, frontier: JSON.parse(row.frontier) as string[] };
    return growTree(EMPTY.size, EMPTY.frontier, []);
  }

  /** Adds leaves that are not there yet. A leaf has its place for good: the same one again changes nothing. */
  add(leaves: readonly LogLeaf[]): void {
    const fresh = leaves.filter((leaf) => !this.#has(leaf));
    if (fresh.length === 0) return;
    const before = this.tree();
    const { nodes, size, frontier, root } = growTree(before.size, before.frontier, fresh.map(leafHash));
    for (const [index, leaf] of fresh.entries()) {
      const row = [before.size + index, JSON.stringify(leaf), ...nameOf(leaf)];
      this.#sql.exec("INSERT INTO leaves (number, leaf, owner, part) VALUES (?, ?, ?, ?)", ...row);
    }
    for (const node of nodes) this.#sql.exec("INSERT INTO nodes (level, number, hash) VALUES (?, ?, ?)", ...node);
    const row = [size, JSON.stringify(frontier), root];
    this.#sql.exec("INSERT OR REPLACE INTO tree (one, size, frontier, root) VALUES (1, ?, ?, ?)", ...row);
  }

  #has(leaf: LogLeaf): boolean {
    const number = this.numberOf(...nameOf(leaf));
    if (number === undefined) return false;
    const [row] = this.#sql.exec<{ leaf: string }>("SELECT leaf FROM leaves WHERE number = ?", number).toArray();
    if (leafHash(JSON.parse(row?.leaf ?? "null") as LogLeaf) === leafHash(leaf)) return true;
    log("error", { event: "log-conflict", operation: leaf.kind });
    throw new AssentError({
      code: "refused",
      message: "the log has another leaf in this place; an operator must look",
    });
  }

  /** The number of the leaf of this name, see {@link nameOf}. */
  numberOf(owner: string, part: string): number | undefined {
    const [row] = this.#sql
      .exec<{ number: number }>("SELECT number FROM leaves WHERE owner = ? AND part = ?", owner, part)
      .toArray();
    return row?.number;
  }

  /** The stored hashes of these subtrees, in their order. */
  hashes(nodes: readonly TreeNode[]): readonly string[] {
    return nodes.map((node) => {
      const query = "SELECT hash FROM nodes WHERE level = ? AND number = ?";
      return this.#sql.exec<{ hash: string }>(query, ...node).one().hash;
    });
  }

  /** How many entries of a person the log has; where their ledger lies. */
  person(person: string): { readonly ledger: string; readonly erased: boolean; readonly entries: number } | undefined {
    const [row] = this.#sql
      .exec<{ ledger: string; erased: number; entries: number }>("SELECT * FROM people WHERE person = ?", person)
      .toArray();
    return row && { ...row, erased: row.erased === 1 };
  }

  keepPerson(person: string, ledger: string, erased: boolean, entries: number): void {
    const row = [person, ledger, erased ? 1 : 0, entries];
    this.#sql.exec("INSERT OR REPLACE INTO people (person, ledger, erased, entries) VALUES (?, ?, ?, ?)", ...row);
  }

  peopleCount(): number {
    return this.#sql.exec<{ count: number }>("SELECT count(*) AS count FROM people").one().count;
  }

  /** People in the order of their pseudonyms, after one of them. */
  people(
    after: string,
    most: number,
  ): readonly { readonly person: string; readonly ledger: string; readonly erased: boolean }[] {
    const query = "SELECT person, ledger, erased FROM people WHERE person > ? ORDER BY person LIMIT ?";
    const rows = this.#sql.exec<{ person: string; ledger: string; erased: number }>(query, after, most).toArray();
    return rows.map((row) => ({ ...row, erased: row.erased === 1 }));
  }

  /** The last head, and its payload. */
  lastHead(): (SignedHead & { readonly head: LogHead }) | undefined {
    const [row] = this.#sql
      .exec<{ number: number; size: number; at: string; kid: string; jws: string; head: string }>(
        "SELECT * FROM heads ORDER BY number DESC LIMIT 1",
      )
      .toArray();
    return row && { ...row, head: JSON.parse(row.head) as LogHead };
  }

  heads(from: number, most: number): readonly SignedHead[] {
    const query = "SELECT number, size, at, kid, jws FROM heads WHERE number >= ? ORDER BY number LIMIT ?";
    return this.#sql.exec(query, from, most).toArray() as unknown as readonly SignedHead[];
  }

  /** Keeps a head. The key that signed the one before, if it is another, has ended with it. */
  keepHead(number: number, head: LogHead, kid: string, jws: string): void {
    const before = this.lastHead();
    const row = [number, head.size, head.at, kid, JSON.stringify(head), jws];
    this.#sql.exec("INSERT INTO heads (number, size, at, kid, head, jws) VALUES (?, ?, ?, ?, ?, ?)", ...row);
    const seconds = Math.floor(Date.parse(head.at) / 1000);
    // A clock may have jumped back since the key was announced.
    this.#sql.exec("UPDATE keys SET nbf = ? WHERE kid = ? AND nbf > ?", seconds, kid, seconds);
    if (before === undefined || before.kid === kid) return;
    this.#sql.exec("UPDATE keys SET exp = ? WHERE kid = ?", seconds, before.kid);
    this.#sql.exec("UPDATE keys SET exp = NULL WHERE kid = ?", kid);
  }

  /** Announces keys that the log does not know yet: each is a leaf. */
  announce(keys: Iterable<SigningKey>, now: number): void {
    for (const { kid, public: key } of keys) {
      if (this.keyLeaf(kid) !== undefined) continue;
      this.add([{ kind: "key", kid, key }]);
      const leaf = this.numberOf("key", kid);
      const row = [kid, JSON.stringify(key), leaf ?? 0, Math.floor(now / 1000)];
      this.#sql.exec("INSERT INTO keys (kid, key, leaf, nbf) VALUES (?, ?, ?, ?)", ...row);
    }
  }

  /** The number of the leaf that announced a key. */
  keyLeaf(kid: string): number | undefined {
    return this.#sql.exec<{ leaf: number }>("SELECT leaf FROM keys WHERE kid = ?", kid).toArray()[0]?.leaf;
  }

  keys(): readonly LogKey[] {
    const query = "SELECT kid, key, nbf, exp FROM keys ORDER BY leaf";
    const rows = this.#sql.exec<{ kid: string; key: string; nbf: number; exp: number | null }>(query).toArray();
    return rows.map(({ kid, key, nbf, exp }) => ({
      ...(JSON.parse(key) as PublicKey),
      kid,
      alg: "EdDSA",
      use: "sig",
      nbf,
      ...(exp !== null && { exp }),
    }));
  }
}

/** What a leaf is found by: there is one leaf of each name. */
function nameOf(leaf: LogLeaf): [owner: string, part: string] {
  if (leaf.kind === "entry") return [leaf.person, String(leaf.sequence)];
  if (leaf.kind === "policy") return [`policy ${leaf.policy}`, leaf.version];
  return ["key", leaf.kid];
}
