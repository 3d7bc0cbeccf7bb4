import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { VerificationReport, VerifyOptions } from "../../www/package/verify-types.ts";
import { entriesWith } from "./ledger-file.ts";
import { leavesOf } from "./log-files.ts";
import { type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

// The verifier as it is published: it shares nothing with the gateway but the core.
const { verify } = (await import(/* @vite-ignore */ new URL("../../pkg/verify-node.js", import.meta.url).href)) as {
  verify(file: string, options?: VerifyOptions): VerificationReport;
};

const OPERATOR = "operators-token-of-the-tests-for-receipts";
const POLICY = "crossmint-privacy-policy";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ variables: { HEAD_EVERY: "1", POLICY_LEAD: "1", OPERATOR_TOKENS: OPERATOR } });
});
afterAll(() => gateway.stop());

const holds = ({ findings }: VerificationReport, check: string) => findings.find((one) => one.check === check)?.holds;

test("a person downloads a receipt that the verifier finds to hold, and to be theirs", async () => {
  const person = gateway.person("verified-receipt");
  const agreed = await person.agree({}, "de");
  expect(agreed.body).toMatchObject({ receipt: true });
  const got = await person.ask(`/consents/${agreed.body.id}/receipt`);
  expect(got.status).toBe(200);
  expect(got.headers.get("cache-control")).toBe("no-store");
  expect(got.headers.get("content-disposition")).toBe('attachment; filename="consent-receipt.json"');
  const { keys } = (await gateway.ask("/log/keys")).body;
  const report = verify(got.text, { keys: { keys } as never, locator: "userId:verified-receipt" });
  expect(report).toMatchObject({ holds: true, kind: "receipt", about: { policy: POLICY, language: "de" } });
  expect(holds(report, "person")).toBe(true);
  expect(holds(report, "keys")).toBe(true);
  expect(holds(verify(got.text, { locator: "userId:somebody-else" }), "person")).toBe(false);
  expect(got.text).not.toContain("verified-receipt");
});

test("it works before the log has the entry, and proves it as soon as a head covers it", async () => {
  const person = gateway.person("verified-proof");
  const { body } = await person.agree();
  const receipt = async () => verify((await person.ask(`/consents/${body.id}/receipt`)).text);
  const first = await receipt();
  expect(first.holds).toBe(true);
  expect([null, true]).toContain(holds(first, "log"));
  const proven = await waitFor(async () => {
    const report = await receipt();
    return holds(report, "log") === true && report;
  });
  expect(proven.holds).toBe(true);
  const [entry] = entriesWith(gateway.folder, body.id ?? "");
  expect(leavesOf(gateway.folder).some(({ hash }) => hash === entry?.hash)).toBe(true);
});

test("a withdrawn consent's receipt says so", async () => {
  const person = gateway.person("verified-withdrawn-receipt");
  const { body } = await person.agree();
  const withdrawn = await person.ask(`/consents/${POLICY}`, { method: "DELETE" });
  const { text } = await person.ask(`/consents/${body.id}/receipt`);
  const report = verify(text);
  expect(report).toMatchObject({ holds: true, about: { withdrawnAt: withdrawn.body.withdrawnAt } });
  const kantara = await person.ask(`/consents/${body.id}/receipt?view=kantara`);
  expect(kantara.body).toMatchObject({ format: "kyc-assent-kantara/1", receipt: { version: "KI-CR-v1.1.0" } });
  expect(kantara.text).toContain(`Withdrawn by the person at ${withdrawn.body.withdrawnAt}`);
  expect(verify(kantara.text).holds).toBe(true);
});

test("nobody gets another person's receipt, and none without a sign-in", async () => {
  const { body } = await gateway.person("verified-own").agree();
  const path = `/consents/${body.id}/receipt`;
  expect((await gateway.person("verified-other").ask(path)).status).toBe(404);
  expect((await gateway.ask(path)).status).toBe(401);
  for (const id of ["nothing", "..", "0".repeat(64)]) {
    expect((await gateway.person("verified-own").ask(`/consents/${encodeURIComponent(id)}/receipt`)).status).toBe(404);
  }
  const odd = await gateway.person("verified-own").ask(`${path}?view=pdf`);
  expect([odd.status, odd.body.field]).toEqual([422, "view"]);
});

test("the receipt of an earlier version stays when a new one counts", async () => {
  const person = gateway.person("verified-earlier");
  const { body } = await person.agree();
  const file = JSON.parse(readFileSync(`src/consent/policies/${POLICY}.json`, "utf8"));
  const publish = (version: string) =>
    gateway.ask(`/operator/policies/${POLICY}`, {
      method: "PUT",
      token: OPERATOR,
      body: { file: { ...file, version } },
      headers: { origin: "" },
    });
  const publishedAs = async (version: string) => {
    expect((await publish(version)).status).toBe(201);
    await waitFor(async () => {
      const shown = await gateway.ask(`/policies/${POLICY}/presentation`);
      return shown.body.version === version;
    });
  };
  await publishedAs("second");
  const again = await person.agree();
  await publishedAs("third");
  for (const [id, version] of [
    [body.id, file.version],
    [again.body.id, "second"],
  ]) {
    const { text } = await person.ask(`/consents/${id}/receipt`);
    expect(verify(text)).toMatchObject({ holds: true, about: { version } });
  }
});

test("without keys there are no receipts, and the page learns it when it records", async () => {
  const none = await startGateway({
    variables: { LEDGER_SIGNING_KEYS: undefined, LOG_NAME: undefined, CONTROLLER: undefined },
  });
  const person = none.person("verified-none");
  const { body } = await person.agree();
  expect(body).toMatchObject({ receipt: false });
  const refused = await person.ask(`/consents/${body.id}/receipt`);
  expect([refused.status, refused.body.code]).toEqual([404, "not-enabled"]);
  await none.stop();
});
