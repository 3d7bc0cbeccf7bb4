import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesWith } from "./ledger-file.ts";
import { type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const OPERATOR = "operators-token-of-the-tests-for-the-index";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ variables: { OPERATOR_TOKENS: OPERATOR } });
});
afterAll(() => gateway.stop());

const rowsOf = async (id: string | undefined) => {
  const rows = await gateway.index("SELECT * FROM acceptances").catch(() => []);
  return rows.filter((row) => row.id === id);
};

test("the index follows each acceptance, without locator or link key", async () => {
  const person = gateway.person("verified-indexed");
  const { body } = await person.agree({}, "fr");
  const [first] = entriesWith(gateway.folder, body.id ?? "");
  const [row] = await waitFor(async () => {
    const rows = await rowsOf(body.id);
    return rows.some((one) => one.toldAt !== null) && rows;
  });
  expect(row).toEqual({
    person: first?.person,
    sequence: 1,
    id: body.id,
    policy: "crossmint-privacy-policy",
    version: body.version,
    language: "fr",
    region: "",
    acceptedAt: body.acceptedAt,
    toldAt: expect.stringMatching(/Z$/),
    withdrawnAt: null,
    lapsedAt: null,
  });
  const withdrawn = await person.ask("/consents/crossmint-privacy-policy", { method: "DELETE" });
  await waitFor(async () => (await rowsOf(body.id))[0]?.withdrawnAt === withdrawn.body.withdrawnAt);
  const people = await gateway.index("SELECT * FROM people");
  expect(people).toContainEqual({ person: first?.person, ledger: expect.stringMatching(/^[0-9a-f]{64}$/), erased: 0 });
});

test("who is erased stays in the index, under a place of their own", async () => {
  const { body } = await gateway.person("verified-index-erased").agree();
  const person = entriesWith(gateway.folder, body.id ?? "")[0]?.person;
  const asked = { method: "POST", token: OPERATOR, body: { locator: "userId:verified-index-erased" } };
  expect((await gateway.ask("/operator/erasures", { ...asked, headers: { origin: "" } })).status).toBe(200);
  const mine = async () => (await gateway.index("SELECT * FROM people")).filter((row) => row.person === person);
  await waitFor(async () => (await mine())[0]?.erased === 1);
  expect((await mine()).length).toBe(1);
  expect((await rowsOf(body.id)).length).toBe(1);
});
