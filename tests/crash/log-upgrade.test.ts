// A log of the first schema is killed again and again while its tables are moved over and entries go on coming in.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair } from "jose";
import { expect, test } from "vitest";
import { has, isBeginningOf, leafHash, leafHashes, places, rootOver, withLog } from "../edge/log-files.ts";
import { callLog, type PlaceProof, submission } from "../edge/log-object.ts";
import { type LoggedEntry, writeEarlierLog } from "./earlier-log.ts";
import { Random } from "./random.ts";
import { prepareGateway, RunningWorkerd } from "./workerd.ts";

const SEED = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));
/** So many that moving them over takes dozens of steps. */
const PEOPLE = 12_000;
const LEDGER = "1ed9e7".padStart(64, "0");

const { privateKey } = await generateKeyPair("Ed25519", { extractable: true });
const host = await generateKeyPair("ES256", { extractable: true });
const VARIABLES = {
  CROSSMINT_ENVIRONMENT: "staging",
  CROSSMINT_API_KEY: "sk_staging_thisIsTheSecretKeyOfTheTests",
  ALLOWED_ORIGINS: "https://shop.example",
  JWT_PUBLIC_KEY: JSON.stringify({ ...(await exportJWK(host.publicKey)), alg: "ES256" }),
  JWT_ISSUER: "https://host.example",
  JWT_AUDIENCE: "gateway",
  LEDGER_KEY: Buffer.alloc(32, 7).toString("base64"),
  LEDGER_SIGNING_KEYS: JSON.stringify({ keys: [await exportJWK(privateKey)] }),
  LOG_NAME: "upgrade.example",
  CONTROLLER: JSON.stringify({ name: "a", address: "b", email: "c", url: "d", jurisdiction: "IE" }),
  HEAD_EVERY: "1",
};

/** Two entries of each person, as they come in when several agree at once; one ledger that is long. */
function earlierEntries(random: Random): readonly LoggedEntry[] {
  const people = Array.from({ length: PEOPLE }, () => random.hex());
  const [long = ""] = people;
  const entries = people.flatMap((person, number) => {
    return submission(person, 1, 2).entries.map((entry) => ({ person, place: number + entry.sequence * 3, ...entry }));
  });
  const more = submission(long, 3, 200).entries.map((entry) => ({
    person: long,
    place: 50 * entry.sequence,
    ...entry,
  }));
  const all = [...entries, ...more].toSorted((one, other) => one.place - other.place);
  return all.map(({ person, sequence, hash }) => ({ person, sequence, hash }));
}

/** What is left in the tables of before; undefined before they were set aside, 0 when they are gone. */
function rowsLeft(folder: string): number | undefined {
  return withLog(folder, (log) => {
    if (!has(log, "schema")) return undefined;
    if (!has(log, "nodes_1")) return 0;
    const query = "SELECT 1 + (SELECT count(*) FROM people_1) + (SELECT count(*) FROM nodes_1) AS rows";
    return Number(log.prepare(query).get()?.["rows"]);
  });
}

test(`a log that is killed while it is moved over loses, doubles and changes nothing (SEED=${SEED})`, async () => {
  const random = new Random(SEED);
  const folder = await mkdtemp(join(tmpdir(), "kyc-assent-upgrade-"));
  const entry = "tests/edge/log-object-worker.ts";
  const config = await prepareGateway({ folder, variables: VARIABLES, partner: 1, entry });
  const output: string[] = [];
  let running = await RunningWorkerd.start(config, output);
  try {
    await callLog(running.origin, "head");
    await running.kill();
    const before = earlierEntries(random);
    const leaves = withLog(folder, (log) => writeEarlierLog(log, before, LEDGER));
    const counts = new Map<string, number>();
    for (const { person, sequence } of before) counts.set(person, sequence);
    /** Who has handed in more than they had. */
    const active = new Set<string>();
    const refused: unknown[] = [];
    /** Hands in all that somebody has. What is not acknowledged is handed in again, as a ledger does. */
    const handIn = async (person: string) => {
      const answer = await callLog(running.origin, "take", submission(person, 1, counts.get(person) ?? 0));
      if (!answer.ok) refused.push(answer);
    };
    const handInOneMore = (person: string) => {
      counts.set(person, (counts.get(person) ?? 0) + 1);
      active.add(person);
      return handIn(person);
    };
    const killedAt = new Set<number | undefined>();
    while (rowsLeft(folder) !== 0) {
      running = await RunningWorkerd.start(config, output);
      const answers = 1 + random.below(6);
      const dies = (async () => {
        for (let count = 0; count < answers; count++) {
          const people = [random.pick(before).person, random.pick(before).person, random.hex()];
          await Promise.all(people.map(handInOneMore));
        }
      })().catch(() => undefined);
      // In the middle of what is asked last, or after it.
      await Promise.race([dies, new Promise((wait) => setTimeout(wait, random.below(400)))]);
      await running.kill();
      await dies;
      killedAt.add(rowsLeft(folder));
    }
    expect(killedAt.size).toBeGreaterThan(5);

    running = await RunningWorkerd.start(config, output);
    for (const person of active) await handIn(person);
    expect(refused).toEqual([]);
    const { value: path } = await callLog(running.origin, "consistency", leaves.length, sizeOf(folder));
    const after = withLog(folder, leafHashes);
    expect(after.slice(0, leaves.length)).toEqual(leaves);
    const [one, two] = [leaves, after].map((all) => ({ size: all.length, root: rootOver(all) }));
    expect(one && two && isBeginningOf(one, two, path)).toBe(true);

    const found = withLog(folder, places);
    const entries = [...counts].flatMap(([person, count]) => {
      return submission(person, 1, count).entries.map(
        (one) => [`${person} ${one.sequence}`, { person, ...one }] as const,
      );
    });
    expect([found.length, after.length]).toEqual([entries.length, 1 + entries.length]);
    const all = new Map(entries);
    for (const [number, { person, sequence }] of found) {
      expect(after[number]).toBe(leafHash({ kind: "entry", ...all.get(`${person} ${sequence}`) }));
    }
    const { value: listed } = await callLog<readonly unknown[]>(running.origin, "people", "", 2 * PEOPLE);
    expect(listed.length).toBe(counts.size);
    const some = Array.from({ length: 50 }, () => random.pick(before));
    const { value: proofs } = await callLog<readonly PlaceProof[]>(running.origin, "proofsIn", after.length, some);
    expect(proofs.map(({ index }) => after[index])).toEqual(
      some.map((logged) => leafHash({ kind: "entry", ...logged })),
    );
  } finally {
    await running.kill();
    await rm(folder, { recursive: true, force: true });
  }
}, 600_000);

function sizeOf(folder: string): number {
  return withLog(folder, leafHashes).length;
}
