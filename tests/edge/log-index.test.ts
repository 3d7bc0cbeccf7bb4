import { afterAll, beforeAll, expect, test } from "vitest";
import { indexedAcceptances, indexedPeople } from "./index-rows.ts";
import { entriesWith } from "./ledger-file.ts";
import { type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const OPERATOR = "operators-token-of-the-tests-for-the-index";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ variables: { OPERATOR_TOKENS: OPERATOR } });
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
