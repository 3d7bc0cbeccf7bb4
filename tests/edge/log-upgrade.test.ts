// A log that a gateway of the first schema wrote is taken over: what that gateway answered, this one answers too, byte for
// byte, before, while and after its tables are moved over. `earlier-log/make.ts` made it.

import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gunzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { isBeginningOf, leafHash, leafHashes, readHead, rootOver, verifiedHead, withLog } from "./log-files.ts";
import { callLog, type LogAnswer, type PlaceProof, submission } from "./log-object.ts";
import { type Body, type RunningGateway, startGateway } from "./start-gateway.ts";
import { verify } from "./verifier.ts";
import { waitFor } from "./wait-for.ts";

const FOLDER = new URL("./earlier-log/", import.meta.url);
const FILE = gunzipSync(readFileSync(new URL("log.sqlite.gz", FOLDER)));
const ANSWERS = JSON.parse(readFileSync(new URL("answers.json", FOLDER), "utf8")) as {
  readonly key: object;
  readonly keys: NonNullable<Body["keys"]>;
  readonly heads: NonNullable<Body["heads"]>;
  readonly consistency: readonly (readonly [from: number, to: number, path: readonly string[]])[];
  readonly receipts: Readonly<Record<string, string>>;
};

interface EarlierEntry {
  readonly person: string;
  readonly sequence: number;
  readonly hash: string;
}

interface Earlier {
  /** Hashes of all. */
  readonly leaves: readonly string[];
  readonly entries: readonly EarlierEntry[];
  /** Those that are no entries. */
  readonly others: readonly { readonly number: number; readonly leaf: string }[];
  readonly people: readonly string[];
}

interface EarlierReceipt {
  readonly receipt: {
    readonly evidence: {
      readonly entries: readonly EarlierEntry[];
      readonly log: PlaceProof & { readonly size: number };
    };
  };
}

let gateway: RunningGateway;
afterEach(() => gateway.stop());

async function call<T>(method: string, ...args: unknown[]): Promise<LogAnswer<T>> {
  return callLog<T>(await gateway.address, method, ...args);
}

async function ask<T>(method: string, ...args: unknown[]): Promise<T> {
  const { value, error } = await call<T>(method, ...args);
  expect(error).toBeUndefined();
  return value;
}

function fileOfLog(): string {
  const files = readdirSync(gateway.folder, { recursive: true, encoding: "utf8" });
  const file = files.find((name) => /ConsentLog\/.*\.sqlite$/.test(name) && !/metadata/.test(name));
  return join(gateway.folder, file ?? "there-is-no-log");
}

/** Starts the gateway with the earlier log in the place of its own, as it was before anything was moved. */
async function takeOver(variables: Readonly<Record<string, string>> = {}): Promise<void> {
  const ours = { LEDGER_SIGNING_KEYS: JSON.stringify({ keys: [ANSWERS.key] }), ...variables };
  gateway = await startGateway({ entry: "tests/edge/log-object-worker.ts", variables: ours });
  await gateway.ask("/log/head");
  await gateway.halt();
  const file = fileOfLog();
  for (const end of ["-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
  writeFileSync(file, FILE);
  await gateway.start();
}

/** What the earlier log has, read from its file. */
function earlier(): Earlier {
  const file = join(gateway.folder, "earlier.sqlite");
  writeFileSync(file, FILE);
  const log = new DatabaseSync(file);
  try {
    const rows = log.prepare("SELECT hash FROM nodes WHERE level = 0 ORDER BY number").all() as { hash: string }[];
    const leaves = log.prepare("SELECT number, leaf FROM leaves ORDER BY number").all() as {
      number: number;
      leaf: string;
    }[];
    const all = leaves.map(({ leaf }) => JSON.parse(leaf) as EarlierEntry & { kind: string });
    const people = log.prepare("SELECT person FROM people ORDER BY person").all() as { person: string }[];
    return {
      leaves: rows.map(({ hash }) => hash),
      entries: all.filter(({ kind }) => kind === "entry"),
      others: leaves.filter((_, index) => all[index]?.kind !== "entry").map(({ number, leaf }) => ({ number, leaf })),
      people: people.map(({ person }) => person),
    };
  } finally {
    log.close();
  }
}

/** Whether nothing is left in the tables of before, by whatever name. */
function isMovedOver(): boolean {
  const query = `SELECT name FROM sqlite_master
    WHERE name IN ('schema', 'leaves', 'leaves_1', 'nodes_1', 'people_1', 'unindexed')`;
  const names = withLog(gateway.folder, (log) => log.prepare(query).all()).map(({ name }) => name);
  return names.length === 1 && names[0] === "schema";
}

/** Everything that the earlier gateway answered, and every entry's place. */
async function answersAsBefore(): Promise<void> {
  const { body: listed } = await gateway.ask("/log/keys");
  expect(listed.keys).toEqual(ANSWERS.keys);
  const { body } = await gateway.ask("/log/heads");
  expect(body.heads?.slice(0, ANSWERS.heads.length)).toEqual(ANSWERS.heads);
  for (const [from, to, path] of ANSWERS.consistency) {
    expect((await gateway.ask(`/log/consistency?from=${from}&to=${to}`)).body.path).toEqual(path);
  }
  const { leaves, entries, people } = earlier();
  const size = ANSWERS.heads.at(-1)?.size ?? 0;
  expect(size).toBe(leaves.length);
  const places = entries.map(({ person, sequence }) => ({ person, sequence }));
  const proofs = await ask<readonly (PlaceProof | null)[]>("proofsIn", size, places);
  for (const [at, { person, sequence, hash }] of entries.entries()) {
    const index = proofs[at]?.index ?? -1;
    expect(leaves[index]).toBe(leafHash({ kind: "entry", person, sequence, hash }));
  }
  for (const receipt of Object.values(ANSWERS.receipts)) {
    const { evidence } = (JSON.parse(receipt) as EarlierReceipt).receipt;
    const [entry] = evidence.entries;
    const { person, sequence } = entry ?? {};
    const [proof] = await ask<readonly PlaceProof[]>("proofsIn", evidence.log.size, [{ person, sequence }]);
    expect(proof).toEqual({ index: evidence.log.index, path: evidence.log.path });
  }
  expect((await ask<readonly { person: string }[]>("people", "", 1_000)).map(({ person }) => person)).toEqual(people);
  expect(await ask("people", people[3], 5)).toMatchObject(people.slice(4, 9).map((person) => ({ person })));
  const complete = await call("completeIndex");
  if (isMovedOver()) expect(complete.value).toMatchObject({ people: people.length });
  else expect(complete.error?.code).toBe("unavailable");
}

test("an earlier log is answered from as before, at every step of being moved over", async () => {
  await takeOver({ HOLD_ALARM: "1" });
  await answersAsBefore();
  for (let step = 0; !isMovedOver(); step++) {
    expect(step).toBeLessThan(8);
    await call("ring");
    await answersAsBefore();
    await gateway.restart();
    await answersAsBefore();
  }
  const { leaves, others } = earlier();
  expect(withLog(gateway.folder, leafHashes)).toEqual(leaves);
  const named = withLog(gateway.folder, (log) =>
    log.prepare("SELECT number, leaf FROM named_leaves ORDER BY number").all(),
  );
  expect(named.map(({ number, leaf }) => ({ number, leaf }))).toEqual(others);
}, 120_000);

test("it moves over by itself, its receipts hold, and its heads are the beginning of those to come", async () => {
  await takeOver();
  await gateway.ask("/log/head");
  await waitFor(isMovedOver);
  await answersAsBefore();
  await gateway.person("verified-new").agree();
  const { keys = [] } = (await gateway.ask("/log/keys")).body;
  for (const [subject, receipt] of Object.entries(ANSWERS.receipts)) {
    const report = verify(receipt, { keys: { keys } as never, locator: `userId:${subject}` });
    expect(report.findings.filter(({ holds }) => holds !== true)).toEqual([]);
    expect(report.holds).toBe(true);
  }
  const size = earlier().leaves.length;
  const newest = await waitFor(async () => {
    const found = await verifiedHead(gateway, (await gateway.ask("/log/head")).text);
    return found.size === size + 2 && found;
  });
  expect(newest.root).toBe(rootOver(withLog(gateway.folder, leafHashes)));
  for (const { jws } of ANSWERS.heads) {
    const before = await readHead(jws, keys);
    const { body } = await gateway.ask(`/log/consistency?from=${before.size}&to=${newest.size}`);
    expect(isBeginningOf(before, newest, body.path)).toBe(true);
  }
}, 120_000);

test("whoever comes back while it is moved over goes on where they were", async () => {
  await takeOver({ HOLD_ALARM: "1" });
  const { leaves, entries, people } = earlier();
  const expected = [...leaves];
  const entriesOf = (person: string) => entries.filter((entry) => entry.person === person);
  for (let step = 0; !isMovedOver(); step++) {
    // Another one each time: at first they are still in the tables of before, later on they are not.
    const [person = "", other = "", erased = ""] = people.slice(3 * step);
    const known = entriesOf(person);
    const handed = submission(person, 1, known.length + 2);
    const all = [...known.map(({ sequence, hash }) => ({ sequence, hash })), ...handed.entries.slice(known.length)];
    await ask("take", { ...handed, entries: all });
    await ask("take", { ...handed, entries: all });
    for (const { sequence, hash } of all.slice(known.length)) {
      expected.push(leafHash({ kind: "entry", person, sequence, hash }));
    }
    const [first] = entriesOf(other);
    const forged = { ...submission(other, 1, 1), entries: [{ sequence: 1, hash: "f".repeat(64) }] };
    expect((await call("take", forged)).error?.code).toBe("refused");
    expect((await call("take", submission(other, entriesOf(other).length + 2, 99))).error?.code).toBe("refused");
    await ask("take", { ...forged, entries: [first] });
    await ask("moved", erased, "ab".repeat(32));
    expect(await ask("located", [person, other, erased])).toMatchObject([
      { person, entries: all.length },
      { person: other, entries: entriesOf(other).length },
      { person: erased, entries: entriesOf(erased).length, erased: true, ledger: "ab".repeat(32) },
    ]);
    await ask("publish", "crossmint-privacy-policy", "n", policyHashOf());
    await call("ring");
  }
  expect(withLog(gateway.folder, leafHashes)).toEqual(expected);
  expect(await ask("completeIndex")).toMatchObject({ people: people.length });
  const last = await ask<readonly string[]>("consistency", leaves.length, expected.length);
  const [before, after] = [leaves, expected].map((all) => ({ size: all.length, root: rootOver(all) }));
  expect(before && after && isBeginningOf(before, after, last)).toBe(true);
}, 120_000);

/** The hash under which the policy was published. */
function policyHashOf(): string {
  return withLog(gateway.folder, (log) => {
    const row = log.prepare("SELECT leaf FROM named_leaves WHERE owner <> 'key'").get() as { leaf: string };
    return (JSON.parse(row.leaf) as { hash: string }).hash;
  });
}

test("the code of the first schema cannot open it, and so begins no second log in its place", async () => {
  await takeOver({ HOLD_ALARM: "1" });
  await ask("head");
  withLog(gateway.folder, (log) => {
    // What that code asks whenever it starts.
    expect(() => log.prepare("SELECT size, frontier, root FROM tree")).toThrow(/no such column/);
  });
});

test("a log of a later schema is left alone", async () => {
  await takeOver();
  await waitFor(isMovedOver);
  await gateway.halt();
  withLog(gateway.folder, (log) => log.exec("UPDATE schema SET version = 3"));
  const before = withLog(gateway.folder, leafHashes);
  await gateway.start();
  expect((await gateway.ask("/log/head")).status).toBeGreaterThanOrEqual(500);
  await gateway.person("verified-too-early").agree();
  await gateway.halt();
  expect(withLog(gateway.folder, leafHashes)).toEqual(before);
});
