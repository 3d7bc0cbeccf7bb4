// A version that only an earlier deployment had in its code: its words stay at the gateway, for every proof of it.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesWith } from "./ledger-file.ts";
import { type RunningGateway, startGateway } from "./start-gateway.ts";
import { verify } from "./verifier.ts";
import { waitFor } from "./wait-for.ts";

const OPERATOR = "operators-token-of-the-tests-for-deployments";
const PRIVACY = "crossmint-privacy-policy";
const asOperator = { token: OPERATOR, headers: { origin: "" } };

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ variables: { OPERATOR_TOKENS: OPERATOR, POLICY_LEAD: "1" }, policyVersion: "first" });
});
afterAll(() => gateway.stop());

const versions = async () => {
  const { body } = await gateway.ask("/operator/policies", asOperator);
  return (body.versions ?? []).map(({ version, source, current }) => ({ version, source, current }));
};

test("after another version is deployed, receipt, report and export still have the words of the first", async () => {
  const person = gateway.person("verified-first");
  const { body: first } = await person.agree({}, "de");
  const pseudonym = entriesWith(gateway.folder, String(first.id))[0]?.person ?? "";
  await gateway.restart({ policyVersion: "second" });
  const again = await person.agree({}, "de");
  expect(again.body.version).toBe("second");

  for (const [id, version] of [
    [first.id, "first"],
    [again.body.id, "second"],
  ]) {
    const receipt = await person.ask(`/consents/${id}/receipt`);
    expect(verify(receipt.text)).toMatchObject({ holds: true, about: { version, language: "de" } });
  }
  const report = await waitFor(async () => {
    const { text } = await gateway.ask(`/operator/report?person=${pseudonym}`, asOperator);
    return text.match(/<td>leaf \d+<\/td>/g)?.length === 2 && text;
  });
  expect(report.match(/<p lang="de" dir="ltr">[^<]+<a /g)).toHaveLength(2);
  expect(report.match(/<td>leaf \d+<\/td><td>yes<\/td>/g)).toHaveLength(2);
  const { text } = await gateway.ask(`/operator/export?person=${pseudonym}`, asOperator);
  expect(verify(text).findings.filter(({ holds }) => holds === false)).toEqual([]);
  const files = text.split("\n").filter((line) => line.includes('"kind":"policy"'));
  expect(files.map((line) => JSON.parse(line).file.version).sort()).toEqual(["first", "second"]);
});

test("a version is kept once, however many isolates and requests there are", async () => {
  await gateway.restart({ policyVersion: "first" });
  const agreed = await Promise.all(Array.from({ length: 5 }, () => gateway.person("verified-again").agree()));
  expect(agreed.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
  await gateway.restart({ policyVersion: "third" });
  await gateway.ask(`/policies/${PRIVACY}/presentation`);
  expect(await versions()).toEqual([
    { version: "third", source: "package", current: true },
    { version: "first", source: "earlier-deployment", current: false },
    { version: "second", source: "earlier-deployment", current: false },
  ]);
  expect(gateway.log.filter(({ event }) => event === "policy-deployed")).toHaveLength(3);
});

test("the name of a version that was deployed is taken, for other words", async () => {
  const file = JSON.parse(readFileSync(`src/consent/policies/${PRIVACY}.json`, "utf8"));
  const publish = (given: object) =>
    gateway.ask(`/operator/policies/${PRIVACY}`, { ...asOperator, method: "PUT", body: { file: given } });
  const refused = await publish({ ...file, version: "first", title: "Other" });
  expect([refused.status, refused.body.rules]).toEqual([422, ["version-taken"]]);
  expect((await publish({ ...file, version: "first" })).status).toBe(201);
});
