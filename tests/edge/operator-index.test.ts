// The index is only an index: lost altogether, it is made anew from the ledgers, while acceptances go on.

import { afterAll, beforeAll, expect, test } from "vitest";
import { type IndexedAcceptance, type IndexedPerson, indexedAcceptances, indexedPeople } from "./index-rows.ts";
import { entriesWith, withLedger } from "./ledger-file.ts";
import { type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const OPERATOR = "operators-token-of-the-tests-for-rebuilds";
const PATH = "/operator/index/rebuild";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ variables: { OPERATOR_TOKENS: OPERATOR } });
});
afterAll(() => gateway.stop());

const asOperator = { token: OPERATOR, headers: { origin: "" } };
const rebuild = () => gateway.ask(PATH, { ...asOperator, method: "POST" });
const done = () => waitFor(async () => (await gateway.ask(PATH, asOperator)).body.state === "done");
const exported = async () => (await gateway.ask("/operator/export", asOperator)).text;

type Row = IndexedPerson | IndexedAcceptance;
const rows = async (): Promise<readonly Row[]> => [
  ...(await indexedPeople(gateway)),
  ...(await indexedAcceptances(gateway)),
];

/** Agrees, and gives the pseudonym. */
async function agreed(subject: string): Promise<string> {
  const { body } = await gateway.person(subject).agree();
  return entriesWith(gateway.folder, String(body.id))[0]?.person ?? "";
}

const isIndexed = async (person: string) =>
  (await indexedAcceptances(gateway)).some((row) => row.person === person && row.toldAt !== null);

test("what was deleted is there again, and nothing is lost that comes in meanwhile", async () => {
  const subjects = Array.from({ length: 60 }, (_, at) => `verified-rebuilt-${at}`);
  const people = await Promise.all(subjects.map(agreed));
  await gateway.person("verified-rebuilt-0").ask("/consents/crossmint-privacy-policy", { method: "DELETE" });
  const erased = { ...asOperator, method: "POST", body: { locator: "userId:verified-rebuilt-1" } };
  expect((await gateway.ask("/operator/erasures", erased)).status).toBe(200);
  await waitFor(async () => {
    await exported();
    const acceptances = await indexedAcceptances(gateway);
    const withdrawn = acceptances.filter(({ withdrawnAt }) => withdrawnAt !== null);
    const told = acceptances.filter(({ toldAt }) => toldAt !== null);
    const gone = (await indexedPeople(gateway)).filter(({ erased }) => erased === 1);
    return withdrawn.length === 1 && told.length === people.length && gone.length === 1;
  });
  const before = await rows();
  expect((await gateway.ask(PATH, asOperator)).body).toMatchObject({ state: "never", rebuilds: 0 });
  for (const table of ["acceptances", "people", "versions"]) await gateway.index(`DELETE FROM indexed_${table}`);
  expect((await gateway.ask("/operator/export", asOperator)).status).toBe(503);
  const { status, body } = await rebuild();
  expect([status, body.state]).toEqual([202, "running"]);
  const late = await Promise.all(["verified-late-1", "verified-late-2"].map(agreed));
  await done();
  for (const person of late) await waitFor(() => isIndexed(person));
  const known = (row: Row) => !late.includes(row.person);
  expect((await rows()).filter(known)).toEqual(before);
  expect((await exported()).includes('"kind":"seal"')).toBe(true);
});

test("a rebuild that is interrupted goes on, and rows that have no ground are gone", async () => {
  const person = await agreed("verified-interrupted");
  await waitFor(() => isIndexed(person));
  const before = await rows();
  await gateway.index(`INSERT INTO indexed_people VALUES (x'${"f".repeat(64)}', 0)`);
  await gateway.index("UPDATE indexed_acceptances SET version = 99, toldAt = NULL");
  expect((await rebuild()).status).toBe(202);
  await gateway.restart();
  await done();
  expect(await rows()).toEqual(before);
});

test("a ledger that is empty stays in the index, so that an export names it", async () => {
  const { body } = await gateway.person("verified-emptied").agree();
  const person = entriesWith(gateway.folder, String(body.id))[0]?.person ?? "";
  await waitFor(() => isIndexed(person));
  withLedger(gateway.folder, String(body.id), (ledger) => {
    ledger.exec("DROP TRIGGER entries_stay");
    ledger.exec("DELETE FROM entries");
  });
  await rebuild();
  await done();
  expect(await isIndexed(person)).toBe(false);
  const named = `"fault":"entries-missing","kind":"fault","person":"${person}"`;
  expect(await exported()).toContain(named);
  expect((await gateway.ask(`/operator/export?person=${person}`, asOperator)).text).toContain(named);
});

test("without an index there is nothing to rebuild", async () => {
  await gateway.restart({ withoutIndex: true });
  for (const answer of [await rebuild(), await gateway.ask(PATH, asOperator)]) {
    expect([answer.status, answer.body.code]).toEqual([404, "not-enabled"]);
  }
});
