import { AssentError, inclusionNodes, inclusionPath, leafHash } from "kyc-assent/edge";
import type { LogHead, LogLeaf, PublicKey, TreeNode } from "../../package/types.ts";
import { log } from "../log.ts";
import { EarlierLog } from "./earlier-log.ts";
import { openLog } from "./log-schema.ts";
import { type FoundPerson, type KnownPerson, People } from "./people.ts";
import type { SigningKey } from "./signing-keys.ts";
import { type KnownNodes, Tiles } from "./tiles.ts";

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

/** What an entry is found by. */
export interface NamedEntry {
  readonly person: string;
  readonly sequence: number;
}

/** Where an entry is in the log, and the path from there to the root. */
export interface PlaceProof {
  readonly index: number;
  readonly path: readonly string[];
}

/** An entry of a ledger, as the log knows it. */
export interface HandedIn {
  readonly sequence: number;
  readonly hash: string;
}

/** A leaf that is no entry: of a policy's version, or of a key. */
type NamedLogLeaf = Exclude<LogLeaf, { readonly kind: "entry" }>;

/** People and tiles of an earlier log that are moved over in one step. */
const PEOPLE_OF_STEP = 200;
const TILES_OF_STEP = 8;

/** The tables of the log. Every method is synchronous: what it writes is written together. */
export class LogBook {
  readonly #sql: SqlStorage;
  readonly #storage: DurableObjectStorage;
  readonly #earlier: EarlierLog;
  readonly #tiles: Tiles;
  readonly #people: People;

  constructor(storage: DurableObjectStorage) {
    openLog(storage);
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#earlier = new EarlierLog(storage.sql);
    this.#tiles = new Tiles(storage.sql, this.#earlier);
    this.#people = new People(storage.sql, this.#earlier);
  }

  /** All of `write`, or none of it. */
  together<T>(write: () => T): T {
    return this.#storage.transactionSync(write);
  }

  /** How many leaves the log has. */
  get size(): number {
    return this.#tiles.size;
  }

  /** The root of the tree as it is now. */
  get root(): string {
    return this.#tiles.root;
  }

  /**
   * Adds the entries of a person that are not there yet; where their ledger lies is only kept of somebody new. A leaf has
   * its place for good: the same one again changes nothing, another one in its place is refused. Part of a transaction.
   */
  take(person: string, ledger: string, erased: boolean, entries: readonly HandedIn[]): KnownPerson {
    let newcomers = this.#adopt([person]);
    const known = this.#people.get(person);
    const [place, before] = [known ?? { ledger, erased }, known?.entries ?? 0];
    const fresh = entries.filter(({ sequence }) => sequence > before);
    if (fresh.some(({ sequence }, index) => sequence !== before + index + 1)) {
      throw new AssentError({ code: "refused", message: "entries before these are not in the log yet" });
    }
    const leafOf = ({ sequence, hash }: HandedIn): LogLeaf => ({ kind: "entry", person, sequence, hash });
    for (const entry of entries) {
      if (entry.sequence <= before) this.#mustBe(leafOf(entry), this.numberOf(person, entry.sequence));
    }
    if (known === undefined || fresh.length > 0) {
      const { size } = this;
      const numbers = fresh.map((_, index) => size + index);
      if (this.#people.keep(person, { ...place, numbers })) newcomers += 1;
    }
    if (fresh.length > 0) this.#tiles.append(fresh.map(leafOf).map(leafHash), newcomers);
    else this.#tiles.countIn(newcomers);
    return { ledger: place.ledger, erased: place.erased, entries: before + fresh.length };
  }

  /** Keeps where the ledger of a person lies now, and that nothing says any more whose it is. Part of a transaction. */
  moved(person: string, ledger: string): void {
    const adopted = this.#adopt([person]);
    const isNew = this.#people.keep(person, { ledger, erased: true, numbers: [] });
    this.#tiles.countIn(adopted + (isNew ? 1 : 0));
  }

  /** Adds a leaf that is no entry, unless it is there. Part of a transaction. */
  addNamed(leaf: NamedLogLeaf): number {
    const [owner, part] = nameOf(leaf);
    const query = "SELECT number FROM named_leaves WHERE owner = ? AND part = ?";
    const [known] = this.#sql.exec<{ number: number }>(query, owner, part).toArray();
    if (known !== undefined) return this.#mustBe(leaf, known.number);
    const number = this.size;
    const row = [owner, part, number, JSON.stringify(leaf)];
    this.#sql.exec("INSERT INTO named_leaves (owner, part, number, leaf) VALUES (?, ?, ?, ?)", ...row);
    this.#tiles.append([leafHash(leaf)], 0);
    return number;
  }

  /** That the leaf of this number is this one, and no other. */
  #mustBe(leaf: LogLeaf, number = -1): number {
    if (number >= 0 && this.hashes([[0, number]])[0] === leafHash(leaf)) return number;
    log("error", { event: "log-conflict", operation: leaf.kind });
    throw new AssentError({
      code: "refused",
      message: "the log has another leaf in this place; an operator must look",
    });
  }

  /** The number of the leaf of a person's entry. */
  numberOf(person: string, sequence: number): number | undefined {
    return this.#people.numberOf(person, sequence);
  }

  /** The hashes of these subtrees, in their order. */
  hashes(nodes: readonly TreeNode[]): readonly string[] {
    return this.#tiles.hashes(nodes);
  }

  /** Proofs of these entries in the tree of `size` leaves, in their order; null for one that it does not have. */
  proofs(size: number, entries: readonly NamedEntry[]): readonly (PlaceProof | null)[] {
    const known: KnownNodes = new Map();
    return entries.map(({ person, sequence }) => {
      const index = this.numberOf(person, sequence);
      if (index === undefined || index >= size) return null;
      return { index, path: inclusionPath(index, size, this.#tiles.hashes(inclusionNodes(index, size), known)) };
    });
  }

  /** How many entries of a person the log has; where their ledger lies. */
  person(person: string): KnownPerson | undefined {
    return this.#people.get(person);
  }

  peopleCount(): number {
    return this.#tiles.people + this.#earlier.peopleLeft;
  }

  /** People in the order of their pseudonyms, after one of them. */
  people(after: string, most: number): readonly FoundPerson[] {
    return this.#people.after(after, most);
  }

  /** Whether a part of the log is still in the tables of an earlier schema. */
  get isUpgrading(): boolean {
    return this.#earlier.isThere;
  }

  /** Moves the next part of it over, or ends it. */
  upgrade(): void {
    if (!this.isUpgrading) return;
    const isOver = this.together(() => {
      const adopted = this.#adopt(this.#earlier.somePeople(PEOPLE_OF_STEP));
      this.#tiles.countIn(adopted);
      if (adopted > 0) return false;
      for (let count = 0; count < TILES_OF_STEP; count++) {
        const tile = this.#earlier.takeTile();
        if (tile !== undefined) this.#tiles.put(tile);
        else if (count > 0) return false;
        else {
          this.#earlier.close();
          return true;
        }
      }
      return false;
    });
    if (isOver) this.#earlier.closed();
  }

  /** Moves these people over from the tables of an earlier schema, those who are there; gives how many. */
  #adopt(people: readonly string[]): number {
    if (!this.isUpgrading) return 0;
    const taken = people.map((person) => [person, this.#earlier.takePerson(person)] as const);
    return taken.filter(([person, found]) => found !== undefined && this.#people.keep(person, found)).length;
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
      const leaf = this.addNamed({ kind: "key", kid, key });
      const row = [kid, JSON.stringify(key), leaf, Math.floor(now / 1000)];
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

/** What a leaf that is no entry is found by: there is one of each name. */
function nameOf(leaf: NamedLogLeaf): [owner: string, part: string] {
  return leaf.kind === "policy" ? [`policy ${leaf.policy}`, leaf.version] : ["key", leaf.kid];
}
