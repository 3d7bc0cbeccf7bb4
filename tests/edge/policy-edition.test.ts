// The same version in more languages: nobody is asked again, and what was agreed to before stays provable.

import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesWith } from "./ledger-file.ts";
import { evidence, RECORD, type RunningGateway, startGateway } from "./start-gateway.ts";
import { verify } from "./verifier.ts";

/** Of the file with its first seven languages, as the first release had it. */
const FIRST = "d3e7d9be12bc2c28ba0ef3eb0b7a9507f1de3a8fca687585cedbeedf850f4d47";
const OPERATOR = "operators-token-of-the-tests-for-editions";
const first = { entry: "tests/edge/first-edition-worker.ts" };
const today = { entry: "www/edge/worker.ts" };

let gateway: RunningGateway;
beforeAll(async () => {
  // Without the book nothing but the package knows the earlier file.
  gateway = await startGateway({ ...first, withoutBook: true, variables: { OPERATOR_TOKENS: OPERATOR } });
});
afterAll(() => gateway.stop());

const hashOf = (id: unknown) => entriesWith(gateway.folder, String(id))[0]?.event["policyHash"];

test("a consent of before the new languages counts, and its receipt and export hold", async () => {
  const person = gateway.person("verified-edition");
  const { body } = await person.agree({}, "de");
  expect(hashOf(body.id)).toBe(FIRST);

  await gateway.restart(today);
  expect((await person.put(RECORD)).status).toBe(200);
  expect((await person.agree({}, "de")).status).toBe(200);
  const receipt = await person.ask(`/consents/${body.id}/receipt`);
  expect(verify(receipt.text)).toMatchObject({ holds: true, about: { language: "de" } });
  const { text } = await gateway.ask("/operator/export", { token: OPERATOR, headers: { origin: "" } });
  expect(verify(text).findings.filter(({ holds }) => holds === false)).toEqual([]);
  const files = text.split("\n").filter((line) => line.includes('"kind":"policy"'));
  expect(files.map((line) => JSON.parse(line).file.sentences.length).sort()).toEqual([43, 7]);
});

test("what was shown before the new languages may be agreed to after", async () => {
  await gateway.restart(first);
  const shown = await evidence(gateway, "fr");
  await gateway.restart(today);
  const person = gateway.person("verified-edition-later");
  const agreed = await person.ask("/consents", { method: "POST", body: shown });
  expect(agreed.status).toBe(201);
  expect(hashOf(agreed.body.id)).not.toBe(FIRST);
});
