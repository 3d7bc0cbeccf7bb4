import { createHmac } from "node:crypto";
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { hashOf, type StoredEntry } from "../edge/ledger-file.ts";
import { leavesOf, rootOf } from "../edge/log-files.ts";
import { Lane } from "./lane.ts";
import { Random } from "./random.ts";

/** How often the process is killed, in how many lanes at once, and with which random numbers. */
const {
  KILLS: kills = "500",
  LANES: lanes = "2",
  SEED: seed = String(Math.floor(Math.random() * 2 ** 31)),
} = process.env;
const [KILLS, LANES, SEED] = [Number(kills), Number(lanes), Number(seed)];

/** A ledger as it lies on the disk. */
interface Ledger {
  readonly linkKey: string | undefined;
  readonly entries: readonly StoredEntry[];
  readonly waiting: number;
}

test(`killed ${KILLS} times at random points, nothing is lost, doubled or rewritten (SEED=${SEED})`, async () => {
  const each = Math.ceil(KILLS / LANES);
  const lanes = Array.from({ length: LANES }, (_, lane) => runLane(each, new Random(SEED + lane)));
  const entries = await Promise.all(lanes);
  expect(Math.min(...entries)).toBeGreaterThan(0);
}, 3_600_000);

/** Kills one gateway so many times, and says how many entries it has in the end. */
async function runLane(kills: number, random: Random): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "kyc-assent-crash-"));
  const lane = new Lane(folder, random);
  try {
    await lane.begin();
    for (let kill = 0; kill < kills; kill++) await lane.round();
    await lane.settle(() => isSettled(folder));
    await lane.kill();
    return checkStorage(lane);
  } finally {
    await lane.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether nothing waits any more: for a partner, for the log, or to be erased. */
function isSettled(folder: string): boolean {
  const ledgers = readLedgers(folder);
  const entries = ledgers.reduce((count, ledger) => count + ledger.entries.length, 0);
  const leaves = leavesOf(folder).filter(({ kind }) => kind === "entry");
  return ledgers.every(({ waiting }) => waiting === 0) && leaves.length === entries;
}

/** Looks at what is on the disk, and at what the partner was told. */
function checkStorage(lane: Lane): number {
  const ledgers = readLedgers(lane.folder);
  const entries = ledgers.flatMap((ledger) => ledger.entries);
  for (const ledger of ledgers) checkChain(ledger);

  const leaves = leavesOf(lane.folder).filter(({ kind }) => kind === "entry");
  const written = entries.map(({ person, sequence, hash }) => `${person} ${sequence} ${hash}`);
  const logged = leaves.map(({ person, sequence, hash }) => `${person} ${sequence} ${hash}`);
  expect(logged.toSorted(), "every entry is in the log, once").toEqual(written.toSorted());
  expect(lane.head?.root, "the last head is over these leaves").toBe(
    rootOf(leavesOf(lane.folder).slice(0, lane.head?.size)),
  );

  const ids = new Set(entries.map(({ hash }) => hash));
  const times = new Set(entries.filter(({ event }) => event.kind === "accepted").map(({ at }) => at));
  for (const person of lane.people) {
    const answered = [...person.acceptances.values()].filter((acceptance) => acceptance !== undefined);
    for (const { id } of answered) expect(ids, `${person.locator} was answered with it`).toContain(id);
    const told = [...(lane.partner.told.get(person.locator)?.keys() ?? [])];
    for (const at of told) expect(times, `${person.locator}: the partner was told of it`).toContain(at);
    const own = ledgers.find((ledger) => isOf(ledger, person.locator));
    if (person.isErased) continue;
    const accepted = own?.entries.filter(({ event }) => event.kind === "accepted") ?? [];
    expect(accepted.length, `${person.locator}: one key, one acceptance`).toBeLessThanOrEqual(person.acceptances.size);
    const confirmed =
      own?.entries.filter(({ event }) => event.kind === "told").map(({ event }) => event.acceptance) ?? [];
    expect(new Set(confirmed).size, `${person.locator}: each is confirmed once`).toBe(confirmed.length);
    for (const { sequence, at } of accepted) {
      if (confirmed.includes(sequence)) expect(told, `${person.locator}: number ${sequence} was told`).toContain(at);
    }
    expect(
      told.every((at) => accepted.some((entry) => entry.at === at)),
      `${person.locator}: told of theirs only`,
    ).toBe(true);
    expect(own?.waiting ?? 0, `${person.locator}: nothing waits`).toBe(0);
  }
  return entries.length;
}

function checkChain({ entries }: Ledger): void {
  let [previous, at] = ["0".repeat(64), ""];
  for (const [index, entry] of entries.entries()) {
    expect([entry.sequence, entry.previous, entry.hash]).toEqual([index + 1, previous, hashOf(entry)]);
    expect(entry.person).toBe(entries[0]?.person);
    expect(entry.at >= at).toBe(true);
    [previous, at] = [entry.hash, entry.at];
  }
}

function isOf({ linkKey, entries }: Ledger, locator: string): boolean {
  if (linkKey === undefined) return false;
  return createHmac("sha256", Buffer.from(linkKey, "hex")).update(locator).digest("hex") === entries[0]?.person;
}

function readLedgers(folder: string): readonly Ledger[] {
  const storage = join(folder, "storage");
  const files = readdirSync(storage, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /ConsentLedger\/.*\.sqlite$/.test(file) && !/metadata/.test(file))
    .map((file) => readLedger(join(storage, file)));
}

function readLedger(file: string): Ledger {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  try {
    const has = (table: string) => database.prepare("SELECT 1 FROM sqlite_master WHERE name = ?").all(table).length > 0;
    if (!has("entries")) return { linkKey: undefined, entries: [], waiting: 0 };
    const rows = database.prepare("SELECT entry FROM entries ORDER BY sequence").all() as { entry: string }[];
    const [link] = database.prepare("SELECT key FROM link").all() as { key: string }[];
    const waiting = database.prepare("SELECT 1 FROM outbox UNION ALL SELECT 1 FROM erasure").all().length;
    return { linkKey: link?.key, entries: rows.map(({ entry }) => JSON.parse(entry) as StoredEntry), waiting };
  } finally {
    database.close();
  }
}
