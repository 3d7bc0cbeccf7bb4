// Who has to be asked again after a policy has changed: by the index, in pages.

import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesWith } from "./ledger-file.ts";
import { type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const OPERATOR = "operators-token-of-the-tests-for-outdated";
const PRIVACY = "crossmint-privacy-policy";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ variables: { OPERATOR_TOKENS: OPERATOR } });
});
afterAll(() => gateway.stop());

const asOperator = { token: OPERATOR, headers: { origin: "" } };
const outdated = (more = "") => gateway.ask(`/operator/outdated?policy=${PRIVACY}${more}`, asOperator);
const found = (locator: string) =>
  gateway.ask("/operator/people", { ...asOperator, method: "POST", body: { locator } });

/** Agrees, and gives the pseudonym once the log has the entry. */
async function agreed(subject: string): Promise<string> {
  const { body } = await gateway.person(subject).agree();
  const person = entriesWith(gateway.folder, String(body.id))[0]?.person ?? "";
  await waitFor(async () =>
    (await gateway.ask(`/operator/export?person=${person}`, asOperator)).text.includes('"entry"'),
  );
  return person;
}

test("who agreed to an older version only is asked again; not who withdrew, nor who agrees anew", async () => {
  const stays = await agreed("verified-outdated-stays");
  const again = await agreed("verified-outdated-again");
  await agreed("verified-outdated-withdrawn");
  await agreed("verified-outdated-erased");
  await gateway.person("verified-outdated-withdrawn").ask(`/consents/${PRIVACY}`, { method: "DELETE" });
  const erased = { ...asOperator, method: "POST", body: { locator: "userId:verified-outdated-erased" } };
  expect((await gateway.ask("/operator/erasures", erased)).status).toBe(200);
  expect((await outdated()).body).toMatchObject({ policy: PRIVACY, count: 0, people: [] });
  await gateway.restart({ policyVersion: "2030-01-01" });
  const both = [stays, again].sort();
  await waitFor(async () => (await outdated()).body["count"] === 2);
  expect((await outdated()).body).toEqual({ policy: PRIVACY, version: "2030-01-01", count: 2, people: both });
  expect((await outdated(`&after=${both[0]}`)).body).toMatchObject({ count: 2, people: both.slice(1) });
  await gateway.person("verified-outdated-again").agree();
  await waitFor(async () => (await outdated()).body["count"] === 1);
  expect((await outdated()).body).toMatchObject({ people: [stays] });
  // What the partner has dropped since is no consent any more.
  const [at, is] = [Date.parse("2030-01-02T00:00:00.000Z"), `person = x'${again}' AND sequence > 1`];
  await gateway.index(`UPDATE indexed_acceptances SET lapsedAt = ${at} WHERE ${is}`);
  expect((await outdated()).body).toMatchObject({ count: 2, people: both });
});

test("a policy that is not in use, or a cursor that is none, is refused", async () => {
  expect((await gateway.ask("/operator/outdated?policy=none", asOperator)).status).toBe(404);
  expect((await outdated("&after=x")).body).toMatchObject({ code: "invalid-input", field: "after" });
});

test("a person is looked up by locator, in the body only", async () => {
  const person = await agreed("verified-looked-up");
  expect((await found("userId:verified-looked-up")).body).toMatchObject({ person });
  expect((await found("userId:nobody-of-that-name")).status).toBe(404);
  expect((await found("johnd")).body).toMatchObject({ code: "invalid-input", field: "locator" });
  expect(gateway.output).not.toContain("looked-up");
});
