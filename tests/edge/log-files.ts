import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { compactVerify, importJWK, type JWK } from "jose";
import { openLedgers, type StoredEntry } from "./ledger-file.ts";
import type { RunningGateway } from "./start-gateway.ts";

/** A head as it was signed. */
export interface Head {
  readonly log: string;
  readonly size: number;
  readonly root: string;
  readonly at: string;
  readonly kid: string;
}

export interface Leaf {
  readonly kind: string;
  readonly person?: string;
  readonly sequence?: number;
  readonly hash?: string | undefined;
  readonly kid?: string;
}

/**
 * The leaves of the log, made of what lies in the storage: the log keeps their hashes, the numbers of each person's, and
 * the few that are no entries; the ledgers have the entries. Where no ledger has an entry of that hash, `hash` is missing.
 */
export function leavesOf(folder: string): readonly Leaf[] {
  return withLog(folder, (log) => {
    if (!has(log, "tiles")) return [];
    // All of it as it was at one moment.
    log.exec("BEGIN");
    const leaves: Leaf[] = [];
    for (const { number, leaf } of log.prepare("SELECT number, leaf FROM named_leaves").all()) {
      leaves[Number(number)] = JSON.parse(String(leaf)) as Leaf;
    }
    const entries = new Map(storedEntries(folder).map((entry) => [`${entry.person} ${entry.sequence}`, entry.hash]));
    for (const [number, { person, sequence }] of places(log)) {
      leaves[number] = { kind: "entry", person, sequence, hash: entries.get(`${person} ${sequence}`) };
    }
    const hashes = leafHashes(log);
    if (hashes.length !== leaves.length) throw new Error(`${leaves.length} leaves of ${hashes.length} have a name`);
    return Array.from(leaves, (leaf, number) => {
      if (leaf === undefined) throw new Error(`nobody knows leaf ${number}`);
      if (leafHash(leaf) === hashes[number]) return leaf;
      const { hash: _, ...nameless } = leaf;
      return nameless;
    });
  });
}

/** The entry that each leaf of an entry stands for, by its number. */
export function places(log: DatabaseSync): readonly (readonly [number, { person: string; sequence: number }])[] {
  const rows = log
    .prepare(
      `SELECT lower(hex(person)) AS person, page * 64 AS before, numbers FROM earlier_numbers
        UNION ALL SELECT lower(hex(person)), (entries - 1) / 64 * 64, numbers FROM people`,
    )
    .all() as { person: string; before: number; numbers: Uint8Array }[];
  return rows.flatMap(({ person, before, numbers }) => {
    const view = new DataView(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    return Array.from({ length: numbers.byteLength / 4 }, (_, index) => {
      return [view.getUint32(4 * index), { person, sequence: before + index + 1 }] as const;
    });
  });
}

/** The hashes of all leaves, in their order. */
export function leafHashes(log: DatabaseSync): readonly string[] {
  const rows = log
    .prepare(
      `SELECT hashes FROM (SELECT place, hashes FROM tiles WHERE place < 4294967296
        UNION ALL SELECT 4294967296, leaves FROM tree) ORDER BY place`,
    )
    .all() as { hashes: Uint8Array }[];
  return (
    Buffer.concat(rows.map(({ hashes }) => hashes))
      .toString("hex")
      .match(/.{64}/g) ?? []
  );
}

/** Every entry of every ledger that can be read. */
function storedEntries(folder: string): readonly StoredEntry[] {
  return openLedgers(folder).flatMap((ledger) => {
    try {
      if (!has(ledger, "entries")) return [];
      const rows = ledger.prepare("SELECT entry FROM entries WHERE json_valid(entry)").all();
      return rows.map(({ entry }) => JSON.parse(String(entry)) as StoredEntry);
    } finally {
      ledger.close();
    }
  });
}

export function has(database: DatabaseSync, table: string): boolean {
  return database.prepare("SELECT 1 FROM sqlite_master WHERE name = ?").all(table).length > 0;
}

/** Does something with the database of the log. */
export function withLog<T>(folder: string, look: (log: DatabaseSync) => T): T {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const file = files.find((name) => /ConsentLog\/.*\.sqlite$/.test(name) && !/metadata/.test(name));
  const log = new DatabaseSync(join(folder, file ?? "there-is-no-log"), { timeout: 10_000 });
  try {
    return look(log);
  } finally {
    log.close();
  }
}

/** Checks the signature of a head with the keys that the log publishes, and reads it. */
export async function verifiedHead(gateway: RunningGateway, jws: string): Promise<Head> {
  const { body } = await gateway.ask("/log/keys");
  return readHead(jws, body.keys ?? []);
}

/** The same, with these keys. */
export async function readHead(jws: string, keys: readonly (JWK & { readonly kid: string })[]): Promise<Head> {
  const { payload, protectedHeader } = await compactVerify(jws, async ({ kid }) => {
    return importJWK(keys.find((key) => key.kid === kid) ?? {}, "EdDSA");
  });
  const { alg, typ, kid = "" } = protectedHeader;
  if (alg !== "EdDSA" || typ !== "kyc-assent-head") throw new Error(`a head under ${alg} and ${typ}`);
  return { ...(JSON.parse(new TextDecoder().decode(payload)) as Omit<Head, "kid">), kid };
}

/** The root over these leaves, by the definition of RFC 9162 section 2.1.1. Written anew: the core is not asked. */
export function rootOf(leaves: readonly unknown[]): string {
  return rootOver(leaves.map(leafHash));
}

/** The same, over the hashes of leaves. */
export function rootOver(hashes: readonly string[]): string {
  return root(hashes.map((hash) => Buffer.from(hash, "hex"))).toString("hex");
}

export function leafHash(leaf: unknown): string {
  return sha256(Buffer.from([0]), Buffer.from(canonical(leaf))).toString("hex");
}

/**
 * Whether a proof shows that one head's log is the beginning of another's, by RFC 9162 section 2.1.4.2. Written anew.
 */
export function isBeginningOf(
  first: Pick<Head, "size" | "root">,
  second: Pick<Head, "size" | "root">,
  path: unknown,
): boolean {
  const hashes = (path as readonly string[]).map((hash) => Buffer.from(hash, "hex"));
  const [from, to] = [Buffer.from(first.root, "hex"), Buffer.from(second.root, "hex")];
  if (first.size === second.size) return hashes.length === 0 && from.equals(to);
  const isWhole = Number.isInteger(Math.log2(first.size));
  const [start, ...rest] = isWhole ? [from, ...hashes] : hashes;
  if (start === undefined) return false;
  let [at, last] = [first.size - 1, second.size - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  let [one, two]: [Buffer, Buffer] = [start, start];
  for (const hash of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [one, two] = [sha256(Buffer.from([1]), hash, one), sha256(Buffer.from([1]), hash, two)];
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else {
      two = sha256(Buffer.from([1]), two, hash);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && one.equals(from) && two.equals(to);
}

function root(hashes: readonly Buffer[]): Buffer {
  const [first] = hashes;
  if (first === undefined) return sha256();
  if (hashes.length === 1) return first;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return sha256(Buffer.from([1]), root(hashes.slice(0, split)), root(hashes.slice(split)));
}

function sha256(...parts: readonly Buffer[]): Buffer {
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}

function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}
