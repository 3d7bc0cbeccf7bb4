import { growTree, subtreeHash } from "kyc-assent/edge";
import type { TreeNode } from "../../package/types.ts";
import { hex } from "../hex.ts";

/** A tile: hashes of one level side by side, and as many levels above them as they make whole. */
export interface Tile {
  /** 0 for leaves; 1 for the hashes of whole tiles of leaves, and so on. */
  readonly level: number;
  /** From 0 on. */
  readonly number: number;
  readonly hashes: Uint8Array;
}

/** Hashes of subtrees by their places: proofs in one tree have many of them in common. */
export type KnownNodes = Map<string, string>;

/** Where the hashes are of what is not in tiles yet. */
export interface EarlierNodes {
  /** Undefined: it is in tiles. */
  node(level: number, index: number): string | undefined;
}

/** The log as it is now. */
export interface LogState {
  readonly size: number;
  /** Hashes of the complete subtrees that the tree is made of, the largest first. */
  readonly frontier: readonly string[];
  /** Hashes of the leaves after the last whole tile. */
  readonly leaves: Uint8Array;
}

/** Hashes of a whole tile, and the levels of the tree from one level of tiles to the next: as in the log of static-ct. */
export const WIDTH = 256;
export const HEIGHT = 8;
/** Bytes of a hash. */
export const HASH = 32;
/** More tiles than a level can have: the tree has 32 levels at most. */
const LEVEL = 2 ** 32;

export const TILE_TABLES = `
  CREATE TABLE IF NOT EXISTS tree (
    one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, people INTEGER NOT NULL, frontier BLOB NOT NULL,
    leaves BLOB NOT NULL);
  INSERT OR IGNORE INTO tree (one, size, people, frontier, leaves) VALUES (1, 0, 0, x'', x'');
  CREATE TABLE IF NOT EXISTS tiles (place INTEGER PRIMARY KEY, hashes BLOB NOT NULL);
  CREATE TRIGGER IF NOT EXISTS tree_stays_DELETE BEFORE DELETE ON tree BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  CREATE TRIGGER IF NOT EXISTS tree_stays_UPDATE BEFORE UPDATE ON tree
    WHEN NEW.one <> OLD.one OR NEW.size < OLD.size OR NEW.people < OLD.people
      OR length(OLD.leaves) > 0 AND OLD.leaves IS NOT substr(
        CASE WHEN NEW.size / ${WIDTH} = OLD.size / ${WIDTH} THEN NEW.leaves
          ELSE (SELECT hashes FROM tiles WHERE place = OLD.size / ${WIDTH}) END,
        1, length(OLD.leaves))
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  CREATE TRIGGER IF NOT EXISTS tiles_stay_DELETE BEFORE DELETE ON tiles BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  CREATE TRIGGER IF NOT EXISTS tiles_stay_UPDATE BEFORE UPDATE ON tiles
    WHEN NEW.place <> OLD.place OR substr(NEW.hashes, 1, length(OLD.hashes)) IS NOT OLD.hashes
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
`;

/**
 * The tree over all leaves, as tiles. Of each level that is a multiple of {@link HEIGHT} all hashes are kept; those of
 * the levels between are computed from a part of one tile. The leaves after the last whole tile stand with the size of the
 * tree, so that a leaf is one row written, and its tile another when it is whole.
 */
export class Tiles {
  readonly #sql: SqlStorage;
  readonly #earlier: EarlierNodes;

  constructor(sql: SqlStorage, earlier: EarlierNodes) {
    this.#sql = sql;
    this.#earlier = earlier;
  }

  /** How many leaves there are. */
  get size(): number {
    return this.#sql.exec<{ size: number }>("SELECT size FROM tree").one().size;
  }

  /** How many people have been counted in. */
  get people(): number {
    return this.#sql.exec<{ people: number }>("SELECT people FROM tree").one().people;
  }

  /** Counts in people who have no leaves, or have them already. */
  countIn(people: number): void {
    if (people > 0) this.#sql.exec("UPDATE tree SET people = people + ?", people);
  }

  /** The root of the tree as it is now. */
  get root(): string {
    const { size, frontier } = this.#state();
    return growTree(size, frontier, []).root;
  }

  /** Adds leaves by their hashes. `people`: how many of those they are of have none before. */
  append(leaves: readonly string[], people: number): void {
    const before = this.#state();
    const { nodes, size, frontier } = growTree(before.size, before.frontier, leaves);
    const fresh = new Map<number, string[]>();
    for (const [level, , hash] of nodes.filter(([level]) => level % HEIGHT === 0)) {
      const row = fresh.get(level / HEIGHT) ?? [];
      row.push(hash);
      fresh.set(level / HEIGHT, row);
    }
    for (const [level, hashes] of fresh) {
      if (level > 0) this.#grow(level, Math.floor(before.size / WIDTH ** level), hashes);
    }
    const open = joined(before.leaves, fresh.get(0) ?? []);
    const whole = this.#putWhole(0, Math.floor(before.size / WIDTH), open);
    this.write({ size, frontier, leaves: open.subarray(whole) }, people);
  }

  /** Writes the log as it is now, with so many people more. */
  write({ size, frontier, leaves }: LogState, people: number): void {
    const query = "UPDATE tree SET size = ?, people = people + ?, frontier = unhex(?), leaves = ?";
    this.#sql.exec(query, size, people, frontier.join(""), leaves.slice().buffer);
  }

  /** Writes a tile: a new one, or one that has grown. */
  put({ level, number, hashes }: Tile): void {
    const query = `INSERT INTO tiles (place, hashes) VALUES (?, ?)
      ON CONFLICT (place) DO UPDATE SET hashes = excluded.hashes`;
    this.#sql.exec(query, level * LEVEL + number, hashes.slice().buffer);
  }

  /** The hashes of these subtrees, in their order. `known`: those that were asked for before, by their places. */
  hashes(nodes: readonly TreeNode[], known: KnownNodes = new Map()): readonly string[] {
    return nodes.map(([level, index]) => {
      const place = `${level} ${index}`;
      const hash = known.get(place) ?? this.#hash(level, index);
      known.set(place, hash);
      return hash;
    });
  }

  #hash(level: number, index: number): string {
    const above = level % HEIGHT;
    const count = 2 ** above;
    const row = this.#row((level - above) / HEIGHT, index * count, count);
    if (row !== undefined) return above === 0 ? hex(row) : subtreeHash(row);
    const hash = this.#earlier.node(level, index);
    if (hash === undefined) throw new Error("the log has no such hash");
    return hash;
  }

  /** `count` hashes from number `first` of the level on. They are in one tile. */
  #row(level: number, first: number, count: number): Uint8Array | undefined {
    const number = Math.floor(first / WIDTH);
    const part = [(first % WIDTH) * HASH + 1, count * HASH];
    const tile = "SELECT substr(hashes, ?, ?) AS row FROM tiles WHERE place = ?";
    const open = `SELECT substr(leaves, ?, ?) AS row FROM tree WHERE size / ${WIDTH} = ?`;
    const read = (query: string, place: number) => {
      const [found] = this.#sql.exec<{ row: ArrayBuffer }>(query, ...part, place).toArray();
      return found?.row.byteLength === count * HASH ? new Uint8Array(found.row) : undefined;
    };
    return read(tile, level * LEVEL + number) ?? (level === 0 ? read(open, number) : undefined);
  }

  /** Adds hashes to a level of which so many are there. */
  #grow(level: number, before: number, hashes: readonly string[]): void {
    const number = Math.floor(before / WIDTH);
    const query = "SELECT hashes FROM tiles WHERE place = ?";
    const [last] = this.#sql.exec<{ hashes: ArrayBuffer }>(query, level * LEVEL + number).toArray();
    const open = joined(new Uint8Array(last?.hashes ?? new ArrayBuffer(0)), hashes);
    const whole = this.#putWhole(level, number, open);
    if (whole < open.length) {
      this.put({ level, number: number + whole / (WIDTH * HASH), hashes: open.subarray(whole) });
    }
  }

  /** Writes the tiles that are whole, from this number on; gives the bytes of them. */
  #putWhole(level: number, number: number, open: Uint8Array): number {
    const bytes = WIDTH * HASH;
    const tiles = Math.floor(open.length / bytes);
    for (let tile = 0; tile < tiles; tile++) {
      this.put({ level, number: number + tile, hashes: open.subarray(tile * bytes, (tile + 1) * bytes) });
    }
    return tiles * bytes;
  }

  #state(): LogState {
    const query = "SELECT size, lower(hex(frontier)) AS frontier, leaves FROM tree";
    const { size, frontier, leaves } = this.#sql
      .exec<{ size: number; frontier: string; leaves: ArrayBuffer }>(query)
      .one();
    return { size, frontier: frontier.match(/.{64}/g) ?? [], leaves: new Uint8Array(leaves) };
  }
}

/** Hashes in a row, and those in hexadecimal after them. */
export function joined(bytes: Uint8Array, hashes: readonly string[]): Uint8Array {
  const all = new Uint8Array(bytes.length + hashes.length * HASH);
  all.set(bytes);
  for (const [index, hash] of hashes.entries()) {
    for (let byte = 0; byte < HASH; byte++) {
      all[bytes.length + index * HASH + byte] = Number.parseInt(hash.slice(2 * byte, 2 * byte + 2), 16);
    }
  }
  return all;
}
