// The tree as it is stored, in tiles: whatever size it has and however it came there, its proofs lead to the root of its leaves.

import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EdgeSurface } from "../../www/package/surface.ts";
import { isBeginningOf, leafHash, leafHashes, rootOver, verifiedHead, withLog } from "./log-files.ts";
import { callLog, type PlaceProof, submission } from "./log-object.ts";
import { type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

/** The core as it is published, in Node: it shares nothing with what is running. */
const core = (await import(/* @vite-ignore */ new URL("../../pkg/node.js", import.meta.url).href)) as EdgeSurface;

/** Sizes at which a tile is about to be whole, is whole, and is begun. */
const SIZES = [1, 2, 255, 256, 257, 511, 512, 513, 4_999, 65_535, 65_536, 65_537, 65_800, 131_100];
/** Entries that are handed in at once. */
const BATCH = 500;

let gateway: RunningGateway;
const leaves: string[] = [];
/** Whose entry each leaf is. */
const names: ({ readonly person: string; readonly sequence: number } | undefined)[] = [];

beforeAll(async () => {
  gateway = await startGateway({ entry: "tests/edge/log-object-worker.ts", withoutIndex: true });
  // The key is announced with the first call.
  await ask("head");
  leaves.push(...withLog(gateway.folder, leafHashes));
  names.push(undefined);
});
afterAll(() => gateway.stop());

async function ask<T>(method: string, ...args: unknown[]): Promise<T> {
  const answer = await callLog<T>(await gateway.address, method, ...args);
  expect(answer.error).toBeUndefined();
  return answer.value;
}

/** A ledger hands in so many further entries. */
async function take(person: string, entries: number): Promise<void> {
  const before = names.filter((name) => name?.person === person).length;
  const handed = submission(person, before + 1, before + entries);
  await ask("take", handed);
  for (const { sequence, hash } of handed.entries) {
    leaves.push(leafHash({ kind: "entry", person, sequence, hash }));
    names.push({ person, sequence });
  }
}

const someone = () => randomBytes(32).toString("hex");

/** Places in a tree of this size: its ends, where tiles meet, and some between. */
function places(size: number): readonly number[] {
  const edges = [0, 1, 2, 127, 128, 255, 256, 257, 511, 512, 4_095, 65_535, 65_536, size - 2, size - 1];
  const others = Array.from({ length: 20 }, () => Math.floor(Math.random() * size));
  return [...new Set([...edges, ...others])].filter((place) => place > 0 && place < size);
}

test("at every size, every leaf is proved, and every earlier size is its beginning", async () => {
  const long = someone();
  const heads: { size: number; root: string }[] = [];
  for (const size of SIZES) {
    while (leaves.length < size) {
      const missing = size - leaves.length;
      await take(leaves.length % 3 === 0 ? someone() : long, Math.min(missing, 1 + Math.floor(Math.random() * BATCH)));
    }
    const root = rootOver(leaves);
    heads.push({ size, root });
    for (const { size: of, root: rootOf } of heads) {
      const some = places(of);
      const proofs = await ask<readonly (PlaceProof | null)[]>(
        "proofsIn",
        of,
        some.map((place) => names[place]),
      );
      for (const [at, place] of some.entries()) {
        const { index, path } = proofs[at] ?? { index: -1, path: [] };
        expect(index).toBe(place);
        expect(core.rootOfInclusion(leaves[place] ?? "", place, of, path), `${place} of ${of}`).toBe(rootOf);
      }
      const path = await ask<readonly string[]>("consistency", of, size);
      expect(isBeginningOf({ size: of, root: rootOf }, { size, root }, path), `${of} of ${size}`).toBe(true);
      expect(core.isConsistent(of, rootOf, size, root, path)).toBe(true);
    }
    expect(await ask("consistency", 0, size)).toEqual([]);
  }
  expect(withLog(gateway.folder, leafHashes)).toEqual(leaves);
  const head = await waitFor(async () => {
    const found = await verifiedHead(gateway, (await gateway.ask("/log/head")).text);
    return found.size === leaves.length && found;
  });
  expect(head.root).toBe(rootOver(leaves));
}, 300_000);

test("a tile can be neither changed nor deleted, and it only grows", () => {
  withLog(gateway.folder, (log) => {
    for (const change of [
      "DELETE FROM tiles WHERE place = 0",
      "UPDATE tiles SET place = place + 1000 WHERE place = 1",
      "UPDATE tiles SET hashes = zeroblob(length(hashes)) WHERE place = 0",
      "UPDATE tiles SET hashes = substr(hashes, 1, length(hashes) - 32) WHERE place = 0",
    ]) {
      expect(() => log.exec(change), change).toThrow(/append-only/);
    }
  });
});

test("an entry is found whatever page of a long ledger's numbers it is on, and none that is not there", async () => {
  const person = someone();
  for (const entries of [1, 62, 1, 1, 63, 1, 129, 3]) await take(person, entries);
  const sequences = Array.from({ length: 261 }, (_, index) => index + 1);
  const proofs = await ask<readonly (PlaceProof | null)[]>(
    "proofsIn",
    leaves.length,
    sequences.map((sequence) => ({ person, sequence })),
  );
  expect(proofs.map((proof) => proof?.index)).toEqual(
    sequences.map((sequence) => names.findIndex((name) => name?.person === person && name.sequence === sequence)),
  );
  const odd = [
    { person, sequence: 0 },
    { person, sequence: 262 },
    { person, sequence: 1.5 },
    { person, sequence: -1 },
    { person, sequence: null },
    { person: person.toUpperCase(), sequence: 1 },
    { person: "", sequence: 1 },
    { person: "nobody", sequence: 1 },
    { person: someone(), sequence: 1 },
  ];
  expect(await ask("proofsIn", leaves.length, odd)).toEqual(odd.map(() => null));
  expect(await ask("located", [person, person.toUpperCase(), "nobody"])).toMatchObject([{ person, entries: 261 }]);
});

test("what comes again changes nothing; what would leave a gap, or take a leaf's place, is refused", async () => {
  const person = someone();
  await take(person, 100);
  const size = () => withLog(gateway.folder, leafHashes).length;
  await ask("take", submission(person, 1, 100));
  await ask("take", submission(person, 70, 70));
  expect(size()).toBe(leaves.length);
  // A part is there, the rest is new.
  const handed = submission(person, 99, 102);
  await ask("take", handed);
  for (const { sequence, hash } of handed.entries.slice(2)) {
    leaves.push(leafHash({ kind: "entry", person, sequence, hash }));
    names.push({ person, sequence });
  }
  expect(withLog(gateway.folder, leafHashes)).toEqual(leaves);
  const two = submission(person, 103, 104);
  const [first, second] = two.entries;
  for (const refused of [
    submission(person, 104, 104),
    { ...two, entries: [first, { ...second, sequence: 105 }] },
    { ...two, entries: [first, first] },
    { ...two, entries: [second, first] },
    { ...two, entries: [{ sequence: 5, hash: "f".repeat(64) }, first] },
    submission(someone(), 2, 3),
  ]) {
    const answer = await callLog(await gateway.address, "take", refused);
    expect([answer.ok, answer.error?.code]).toEqual([false, "refused"]);
  }
  expect(withLog(gateway.folder, leafHashes)).toEqual(leaves);
});

test("people are counted, and listed by their pseudonyms", async () => {
  const people = [...new Set(names.flatMap((name) => (name === undefined ? [] : [name.person])))].sort();
  withLog(gateway.folder, (log) => {
    expect(log.prepare("SELECT people, (SELECT count(*) FROM people) AS rows FROM tree").get()).toEqual({
      people: people.length,
      rows: people.length,
    });
  });
  const listed = await ask<readonly { person: string }[]>("people", "", 1_000);
  expect(listed.map(({ person }) => person)).toEqual(people);
  const [, second = ""] = people;
  expect(await ask("people", second, 2)).toMatchObject(people.slice(2, 4).map((person) => ({ person })));
});
