import { afterAll, beforeAll, expect, test } from "vitest";
import { indexedAcceptances, indexedPeople } from "./index-rows.ts";
import { entriesWith } from "./ledger-file.ts";
import { callLog, submission } from "./log-object.ts";
import { type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const OPERATOR = "operators-token-of-the-tests-for-the-index";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({
    entry: "tests/edge/log-object-worker.ts",
    variables: { OPERATOR_TOKENS: OPERATOR },
  });
});
afterAll(() => gateway.stop());

const pseudonymOf = (id: string | undefined) => entriesWith(gateway.folder, id ?? "")[0]?.person;
const rowsOf = async (person: string | undefined) =>
  (await indexedAcceptances(gateway)).filter((row) => row.person === person);

test("the index follows each acceptance, without locator or link key", async () => {
  const person = gateway.person("verified-indexed");
  const { body } = await person.agree({}, "fr");
  const [first] = entriesWith(gateway.folder, body.id ?? "");
  const [row] = await waitFor(async () => {
    const rows = await rowsOf(first?.person);
    return rows.some((one) => one.toldAt !== null) && rows;
  });
  expect(row).toEqual({
    person: first?.person,
    sequence: 1,
    policy: "crossmint-privacy-policy",
    version: body.version,
    acceptedAt: Date.parse(body.acceptedAt ?? ""),
    toldAt: expect.any(Number),
    withdrawnAt: null,
    lapsedAt: null,
  });
  const withdrawn = await person.ask("/consents/crossmint-privacy-policy", { method: "DELETE" });
  const withdrawnAt = Date.parse(withdrawn.body.withdrawnAt ?? "");
  await waitFor(async () => (await rowsOf(first?.person))[0]?.withdrawnAt === withdrawnAt);
  expect(await indexedPeople(gateway)).toContainEqual({ person: first?.person, erased: 0 });
});

test("who is erased stays in the index, under a place of their own", async () => {
  const { body } = await gateway.person("verified-index-erased").agree();
  const person = pseudonymOf(body.id);
  const asked = { method: "POST", token: OPERATOR, body: { locator: "userId:verified-index-erased" } };
  expect((await gateway.ask("/operator/erasures", { ...asked, headers: { origin: "" } })).status).toBe(200);
  const mine = async () => (await indexedPeople(gateway)).filter((row) => row.person === person);
  await waitFor(async () => (await mine())[0]?.erased === 1);
  expect((await mine()).length).toBe(1);
  expect((await rowsOf(person)).length).toBe(1);
});

test("more than one batch arrives whole, and what changes twice stands as it was last", async () => {
  const acceptances = (count: number, toldAt?: string) =>
    Array.from({ length: count }, (_, index) => {
      const event = {
        kind: "accepted",
        policy: "crossmint-privacy-policy",
        version: "many",
        language: "en",
        region: "",
      };
      return { sequence: index + 1, id: "i", at: "2026-01-01T00:00:00.001Z", event, ...(toldAt && { toldAt }) };
    });
  const address = await gateway.address;
  const take = (number: number, count: number, toldAt?: string) => {
    const person = `${number}`.padStart(64, "0");
    return callLog(address, "take", { ...submission(person, 1, count), acceptances: acceptances(count, toldAt) });
  };
  // One alone is longer than a batch, and comes between others.
  const counts = [...Array.from({ length: 150 }, () => 1), 450, ...Array.from({ length: 150 }, () => 2)];
  for (const [number, count] of counts.entries()) expect((await take(number, count)).ok).toBe(true);
  for (const number of [3, 150]) await take(number, counts[number] ?? 0, "2026-01-01T00:00:01.002Z");
  expect((await callLog(address, "completeIndex")).ok).toBe(true);
  const rows = (await indexedAcceptances(gateway)).filter(({ version }) => version === "many");
  expect(rows.length).toBe(150 + 450 + 300);
  const told = rows.filter(({ toldAt }) => toldAt === Date.parse("2026-01-01T00:00:01.002Z"));
  expect(told.length).toBe(1 + 450);
  expect(rows.every(({ acceptedAt }) => acceptedAt === Date.parse("2026-01-01T00:00:00.001Z"))).toBe(true);
});
