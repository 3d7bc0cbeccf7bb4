// An index of the first schema, and what still waited to be brought there, is moved over in steps, wherever it is interrupted.

import { afterAll, beforeAll, expect, test } from "vitest";
import { type IndexedAcceptance, indexedAcceptances, indexedPeople } from "./index-rows.ts";
import { entriesWith } from "./ledger-file.ts";
import { has, withLog } from "./log-files.ts";
import { callLog } from "./log-object.ts";
import { type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const POLICY = "crossmint-privacy-policy";
/** People besides, so that it takes several steps. */
const OTHERS = 1_200;

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ entry: "tests/edge/log-object-worker.ts" });
});
afterAll(() => gateway.stop());

const call = async (method: string) => callLog<{ people: number }>(await gateway.address, method);
const isMovedOver = () => withLog(gateway.folder, (log) => !has(log, "unindexed"));

/** Agrees, and gives the pseudonym. */
async function agreed(subject: string): Promise<string> {
  const { body } = await gateway.person(subject).agree();
  return entriesWith(gateway.folder, String(body.id))[0]?.person ?? "";
}

const rowOf = async (person: string) => (await indexedAcceptances(gateway)).find((row) => row.person === person);

test("every row arrives once, and the newer of two stays", async () => {
  const [stale, queued, plain] = await Promise.all(["verified-stale", "verified-queued", "verified-plain"].map(agreed));
  await gateway.person("verified-stale").ask(`/consents/${POLICY}`, { method: "DELETE" });
  await waitFor(async () => (await rowOf(stale ?? ""))?.withdrawnAt);
  for (const person of [queued, plain]) await waitFor(async () => (await rowOf(person ?? ""))?.toldAt);
  const before = await indexedAcceptances(gateway);
  const people = await indexedPeople(gateway);

  await gateway.halt();
  const waiting = before.filter(({ person }) => person === stale || person === queued);
  withLog(gateway.folder, (log) => putIntoEarlierQueue(log, waiting));
  await gateway.start({ variables: { HOLD_ALARM: "1" } });
  await makeEarlierIndex(stale ?? "", queued ?? "");
  expect((await call("completeIndex")).error?.code).toBe("unavailable");

  await gateway.restart({ variables: { HOLD_ALARM: "1" } });
  const late = await agreed("verified-while-moving");
  await waitFor(async () => (await callLog<unknown[]>(await gateway.address, "located", [late])).value.length === 1);
  let steps = 0;
  for (; !isMovedOver(); steps++) {
    await call("ring");
    expect((await indexedAcceptances(gateway)).find(({ person }) => person === late)).toBeUndefined();
    if (steps % 2 === 0) await gateway.restart({ variables: { HOLD_ALARM: "1" } });
  }
  expect(steps).toBeGreaterThan(3);
  expect((await indexedPeople(gateway)).length).toBe(people.length + OTHERS);
  const rows = await indexedAcceptances(gateway);
  expect(rows.filter(({ policy }) => policy === POLICY)).toEqual(before);
  const others = rows.filter(({ policy }) => policy === "another-policy");
  expect(others.length).toBe(OTHERS);
  expect(others[7]).toMatchObject({
    sequence: 1,
    version: "2",
    acceptedAt: 1_700_000_007_123,
    lapsedAt: 1_700_000_007_456,
  });
  expect(await gateway.index("SELECT name FROM sqlite_master WHERE name IN ('people', 'acceptances')")).toEqual([]);

  await gateway.restart();
  await call("head");
  await waitFor(() => rowOf(late));
  expect((await call("completeIndex")).value.people).toBe(people.length + 1);
}, 120_000);

/** The queue as it was: these acceptances as they are, and the person of the second. */
function putIntoEarlierQueue(
  log: Parameters<Parameters<typeof withLog>[1]>[0],
  rows: readonly IndexedAcceptance[],
): void {
  log.exec(`DROP TABLE index_queue; CREATE TABLE unindexed (
    person TEXT NOT NULL, sequence INTEGER NOT NULL, row TEXT NOT NULL, PRIMARY KEY (person, sequence)) WITHOUT ROWID`);
  const insert = log.prepare("INSERT INTO unindexed VALUES (?, ?, ?)");
  const text = (time: number | null) => (time === null ? undefined : new Date(time).toISOString());
  for (const { person, sequence, policy, version, acceptedAt, toldAt, withdrawnAt } of rows) {
    const event = { kind: "accepted", policy, version, language: "en", region: "" };
    const times = { at: text(acceptedAt), toldAt: text(toldAt), withdrawnAt: text(withdrawnAt) };
    insert.run(person, sequence, JSON.stringify({ person, acceptance: { sequence, id: "i", event, ...times } }));
    insert.run(person, 0, JSON.stringify({ person, ledger: "l", erased: false }));
  }
}

/** The index as it was: one row is not as new as the queue, one is not there, and many others are. */
async function makeEarlierIndex(stale: string, missing: string): Promise<void> {
  const iso = (column: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`;
  const numbers = `WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers LIMIT ${OTHERS})`;
  for (const query of [
    "CREATE TABLE people (person TEXT PRIMARY KEY, ledger TEXT NOT NULL, erased INTEGER NOT NULL)",
    `CREATE TABLE acceptances (
      person TEXT NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL, policy TEXT NOT NULL, version TEXT NOT NULL,
      language TEXT NOT NULL, region TEXT NOT NULL, acceptedAt TEXT NOT NULL, toldAt TEXT, withdrawnAt TEXT,
      lapsedAt TEXT, PRIMARY KEY (person, sequence))`,
    `INSERT INTO people SELECT lower(hex(person)), 'l', erased FROM indexed_people WHERE person <> x'${missing}'`,
    `INSERT INTO acceptances SELECT lower(hex(person)), sequence, 'i', policy, known.version, 'en', '', ${iso("acceptedAt")},
      ${iso("toldAt")}, iif(person = x'${stale}', NULL, ${iso("withdrawnAt")}), NULL
      FROM indexed_acceptances AS one JOIN indexed_versions AS known ON known.number = one.version
      WHERE person <> x'${missing}'`,
    `${numbers} INSERT INTO people SELECT printf('%064x', n), 'l', n = 5 FROM numbers`,
    `${numbers} INSERT INTO acceptances SELECT printf('%064x', n), 1, 'i', 'another-policy', '2', 'en', '',
      ${iso("(1700000000123 + n * 1000)")}, NULL, NULL, ${iso("(1700000000456 + n * 1000)")} FROM numbers`,
    "DROP TABLE indexed_acceptances",
    "DROP TABLE indexed_people",
    "DROP TABLE indexed_versions",
  ]) {
    await gateway.index(query);
  }
}
