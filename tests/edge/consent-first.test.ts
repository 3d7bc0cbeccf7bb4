import { afterAll, beforeAll, expect, test } from "vitest";
import { evidence, type Person, RECORD, type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const CARRIES_DATA = /^(putUser|uploadDocument|triggerVerification)/;

/** Tries everything that carries data; gives the codes that it met. */
async function sendEverything(person: Person): Promise<readonly (string | number)[]> {
  const answers = [await person.put(RECORD), await person.upload(), await person.trigger()];
  return answers.map(({ status, body }) => body.code ?? status);
}

const REFUSED = ["consent-required", "consent-required", "consent-required"];

/** What the sandbox was asked for while something ran. */
async function callsDuring<T>(run: () => Promise<T>): Promise<{ result: T; calls: readonly string[] }> {
  const before = (await gateway.partnerCalls()).length;
  const result = await run();
  return { result, calls: (await gateway.partnerCalls()).slice(before) };
}

test("without an acceptance nothing is sent, not even a question", async () => {
  const person = gateway.person("verified-nothing");
  const { result, calls } = await callsDuring(() => sendEverything(person));
  expect([result, calls]).toEqual([REFUSED, []]);
  expect((await person.put(RECORD)).status).toBe(403);
});

test("with an acceptance everything is sent, in the order asked for", async () => {
  const person = gateway.person("verified-order");
  await person.agree();
  const { result, calls } = await callsDuring(() => sendEverything(person));
  expect(result).toEqual([200, 200, 200]);
  expect(calls).toEqual(["getUser", "putUser", "uploadDocument", "triggerVerification"]);
});

test("a withdrawal ends it, and a new acceptance opens it again", async () => {
  const person = gateway.person("verified-withdraws");
  const first = await person.agree();
  await person.ask("/consents/crossmint-privacy-policy", { method: "DELETE" });
  const { result, calls } = await callsDuring(() => sendEverything(person));
  expect([result, calls]).toEqual([REFUSED, []]);
  const second = await person.agree();
  expect(second.status).toBe(201);
  expect(second.body.id).not.toBe(first.body.id);
  expect(await sendEverything(person)).toEqual([200, 200, 200]);
});

test("another person's acceptance is not enough", async () => {
  await gateway.person("verified-one").agree();
  const { result, calls } = await callsDuring(() => sendEverything(gateway.person("verified-two")));
  expect([result, calls]).toEqual([REFUSED, []]);
});

test("while Crossmint has not been told, nothing is sent; once it can be told, that comes first", async () => {
  const person = gateway.person("verified-queued");
  await gateway.fail("502", "acceptLegalDocument", 1_000);
  expect((await person.agree()).body).toMatchObject({ delivery: "queued", problem: "unavailable" });
  const { result, calls } = await callsDuring(() => sendEverything(person));
  expect(result).toEqual(["unavailable", "unavailable", "unavailable"]);
  expect(calls.filter((call) => CARRIES_DATA.test(call))).toEqual([]);
  const refused = await person.put(RECORD);
  expect(refused.status).toBe(503);
  expect(refused.body.retryAfter).toBeGreaterThan(0);
  expect(refused.headers.get("retry-after")).toBe(String(refused.body.retryAfter));
  await gateway.fail("502", "acceptLegalDocument", 0);
  const later = await callsDuring(() => sendEverything(person));
  expect(later.result).toEqual([200, 200, 200]);
  expect(later.calls).toEqual(["acceptLegalDocument", "getUser", "putUser", "uploadDocument", "triggerVerification"]);
});

test("where Crossmint asked to be left alone, it is", async () => {
  const person = gateway.person("verified-limited");
  await gateway.fail("429", "acceptLegalDocument", 1);
  expect((await person.agree()).body).toMatchObject({ delivery: "queued", problem: "rate-limited" });
  const { result, calls } = await callsDuring(() => person.put(RECORD));
  expect([result.status, result.body.code, calls]).toEqual([503, "unavailable", []]);
  expect(result.body.retryAfter).toBeGreaterThan(30);
});

test("an acceptance that Crossmint no longer counts does not count here either", async () => {
  const person = gateway.person("policy-outdated-lapses");
  const first = await person.agree();
  expect(first.body.delivery).toBe("delivered");
  const { result, calls } = await callsDuring(() => person.put(RECORD));
  expect([result.status, result.body.code, calls]).toEqual([403, "consent-required", ["getUser"]]);
  expect(await person.consents()).toMatchObject([{ id: first.body.id, lapsedAt: expect.stringMatching(/Z$/) }]);
  const later = await callsDuring(() => sendEverything(person));
  expect([later.result, later.calls]).toEqual([REFUSED, []]);
  const second = await person.agree();
  expect([second.status, second.body.delivery]).toEqual([201, "delivered"]);
  expect(await sendEverything(person)).toEqual([200, 200, 200]);
});

test("looking at the user is enough to learn that the acceptance lapsed", async () => {
  const person = gateway.person("policy-outdated-looks");
  await person.agree();
  const { body } = await person.ask("/crossmint/user");
  expect(body.decisions).toContainEqual(
    expect.objectContaining({ next: "ask-consent", policy: "crossmint-privacy-policy" }),
  );
  const { result, calls } = await callsDuring(() => sendEverything(person));
  expect([result, calls]).toEqual([REFUSED, []]);
});

test("a trigger that Crossmint answers with the policy ends the acceptance too", async () => {
  const person = gateway.person("policy-outdated-triggers");
  await person.agree();
  const { status, body } = await person.trigger();
  expect(status).toBe(200);
  expect(body.decisions).toContainEqual(expect.objectContaining({ next: "ask-consent", scope: "onramp" }));
  expect((await person.trigger()).body.code).toBe("consent-required");
});

test("a summary that names no legal documents at all does not lock the person out", async () => {
  await gateway.control("/control/settings/crossmint", "PUT", { legalDocuments: "absent" });
  const person = gateway.person("verified-old-summary");
  await person.agree();
  const put = await person.put(RECORD);
  await gateway.control("/control/settings/crossmint", "PUT", { legalDocuments: "list" });
  expect(put.status).toBe(200);
  expect(put.body.decisions).toContainEqual(expect.objectContaining({ next: "ask-consent" }));
});

test("agreeing and sending at the same moment never sends first", async () => {
  for (let round = 0; round < 5; round++) {
    const person = gateway.person(`verified-race-${round}`);
    const { result, calls } = await callsDuring(() => Promise.all([person.agree(), sendEverything(person)]));
    expect(result[0].status).toBe(201);
    const told = calls.indexOf("acceptLegalDocument");
    const sent = calls.findIndex((call) => CARRIES_DATA.test(call));
    expect(told).toBeGreaterThanOrEqual(0);
    if (sent !== -1) expect(told).toBeLessThan(sent);
  }
});

test("a withdrawal while the record waits for its turn stops it", async () => {
  const person = gateway.person("verified-late-withdrawal");
  await person.agree();
  await gateway.fail("slow:3000", "getUser", 1);
  const before = (await gateway.partnerCalls()).length;
  const putting = person.put(RECORD);
  await waitFor(async () => (await gateway.partnerCalls()).length > before);
  await person.ask("/consents/crossmint-privacy-policy", { method: "DELETE" });
  expect((await putting).body.code).toBe("consent-required");
  expect((await gateway.partnerCalls()).slice(before)).toEqual(["getUser (slow)"]);
});

test("an update that would drop a section is refused", async () => {
  const person = gateway.person("verified-whole-record");
  await person.agree();
  await person.put(RECORD);
  const { userDetails, kycData, dueDiligence } = RECORD;
  for (const [lost, record] of [
    ["kycData", { userDetails }],
    ["dueDiligence", { userDetails, kycData }],
    ["verificationHistory", { userDetails, kycData, dueDiligence }],
  ] as const) {
    const { result, calls } = await callsDuring(() => person.put(record));
    expect([result.status, result.body.code, calls]).toEqual([422, "invalid-input", ["getUser"]]);
    expect(result.body.field).toBe(`input.${lost}`);
  }
  const user = await person.ask("/crossmint/user");
  expect(user.body.value).toMatchObject({ kycData: true, dueDiligence: true, verificationHistory: true });
});

test("while it is not known what is stored, nothing is replaced", async () => {
  const person = gateway.person("verified-unknown-stored");
  await person.agree();
  await person.put(RECORD);
  await gateway.fail("502", "getUser", 1);
  const { result, calls } = await callsDuring(() => person.put({ userDetails: RECORD.userDetails }));
  expect([result.status, result.body.code]).toEqual([503, "unavailable"]);
  expect(calls).toEqual(["getUser (502)"]);
});

test("a record that lacks what the products require is refused with the list", async () => {
  const person = gateway.person("verified-lacking");
  await person.agree();
  const { result, calls } = await callsDuring(() =>
    person.put({ userDetails: RECORD.userDetails, products: ["onramp"] }),
  );
  expect([result.status, result.body.code]).toEqual([422, "invalid-input"]);
  expect(result.body.missing).toMatchObject({ data: expect.arrayContaining(["nationality", "address-line"]) });
  expect(calls).toEqual(["getUser"]);
});

test("when the policy changes, everybody is asked again", async () => {
  const changing = await startGateway();
  const person = changing.person("verified-changing");
  const first = await person.agree();
  const old = await evidence(changing);
  expect((await person.put(RECORD)).status).toBe(200);
  await changing.restart({ policyVersion: "2030-01-01" });
  expect(await sendEverything(person)).toEqual(REFUSED);
  expect(await changing.partnerCalls()).toEqual([]);
  const stale = await person.ask("/consents", { method: "POST", body: old });
  expect([stale.status, stale.body.rules]).toEqual([422, ["stale-version"]]);
  const second = await person.agree();
  expect(second.body).toMatchObject({ version: "2030-01-01", delivery: "delivered" });
  expect(second.body.id).not.toBe(first.body.id);
  expect((await person.put(RECORD)).status).toBe(200);
  await changing.stop();
});
