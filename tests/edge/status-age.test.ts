import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Person, RECORD, type RunningGateway, startGateway, token } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

vi.setConfig({ testTimeout: 60_000 });

const STATUS = "/crossmint/identity-verification";
const NOW = { "cache-control": "no-cache" };

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const looks = async () => (await gateway.partnerCalls()).filter((call) => call.startsWith("getVerification"));

async function whoAgreed(subject: string): Promise<Person> {
  const person = gateway.person(subject);
  await person.agree();
  await person.put(RECORD);
  return person;
}

test("who asks again at once is told what is known, how old that is, and the partner is asked once", async () => {
  const person = await whoAgreed("verified-twice");
  const before = (await looks()).length;
  const [first, second] = [await person.ask(STATUS), await person.ask(STATUS)];
  expect(second.body).toEqual(first.body);
  expect(first.headers.get("age")).toBe("0");
  expect(Number(second.headers.get("age"))).toBeLessThan(5);
  expect(await looks()).toHaveLength(before + 1);
});

test.each(["no-cache", "max-age=0", "No-Store"])("Cache-Control: %s has the partner asked now", async (control) => {
  const person = await whoAgreed(`verified-${control}`);
  const before = (await looks()).length;
  await person.ask(STATUS);
  await person.ask(STATUS, { headers: { "cache-control": control } });
  expect(await looks()).toHaveLength(before + 2);
});

test("a page of a listed origin may send that header, and read how old the answer is", async () => {
  const preflight = await gateway.ask(STATUS, { method: "OPTIONS" });
  expect(preflight.headers.get("access-control-allow-headers")).toContain("cache-control");
  const person = await whoAgreed("verified-cors");
  expect((await person.ask(STATUS)).headers.get("access-control-expose-headers")).toContain("age");
});

test("what is known is not told any more once something was done", async () => {
  const person = await whoAgreed("verified-done");
  expect((await person.ask(STATUS)).body.decisions).toContainEqual(
    expect.objectContaining({ next: "start-verification" }),
  );
  await person.trigger();
  const { decisions } = (await person.ask(STATUS)).body;
  expect(decisions).not.toContainEqual(expect.objectContaining({ next: "start-verification" }));
});

test("an answer that was on its way while something was done is for who asked for it, and for nobody after", async () => {
  const person = await whoAgreed("verified-late");
  const before = (await looks()).length;
  const slow = person.ask(STATUS, { headers: { ...NOW, "x-sandbox-fault": "slow:3000" } });
  await waitFor(async () => (await looks()).length > before);
  await person.trigger();
  const during = (await person.ask(STATUS)).body.decisions;
  expect(during).not.toContainEqual(expect.objectContaining({ next: "start-verification" }));
  expect((await slow).body.decisions).toContainEqual(expect.objectContaining({ next: "start-verification" }));
  expect((await person.ask(STATUS)).body.decisions).toEqual(during);
});

test("a consent that is taken back counts at once, whatever is known of the status", async () => {
  const person = await whoAgreed("verified-back");
  await person.ask(STATUS);
  await person.ask("/consents/crossmint-privacy-policy", { method: "DELETE" });
  const { decisions = [] } = (await person.ask(STATUS)).body;
  expect(new Set(decisions.map(({ next }) => next))).toEqual(new Set(["ask-consent"]));
});

test("who come while the partner is asked are told what it answers, and it is asked once", async () => {
  const person = await whoAgreed("verified-crowd");
  const before = (await looks()).length;
  await gateway.fail("slow:1000", "getVerification", 1);
  const all = await Promise.all(Array.from({ length: 12 }, () => person.ask(STATUS)));
  for (const { status, body } of all) expect([status, body]).toEqual([200, all[0]?.body]);
  expect(await looks()).toHaveLength(before + 1);
});

test("they are told the failure, too, and who comes after has the partner asked anew", async () => {
  const impatient = await startGateway({ entry: "tests/edge/short-limits-worker.ts" });
  try {
    const person = impatient.person("verified-failing");
    await person.agree();
    await impatient.fail("hang", "getVerification", 1);
    const all = await Promise.all(Array.from({ length: 4 }, () => person.ask(STATUS)));
    for (const { status, body } of all) expect([status, body.code]).toEqual([503, "unavailable"]);
    expect((await person.ask(STATUS)).status).toBe(200);
    expect((await impatient.partnerCalls()).filter((call) => call.startsWith("getVerification"))).toHaveLength(2);
  } finally {
    await impatient.stop();
  }
});

test("who leaves while the partner answers is asked for to the end, for those who stay", async () => {
  const person = await whoAgreed("verified-leaving");
  const before = (await looks()).length;
  const leaving = new AbortController();
  await gateway.fail("slow:1500", "getVerification", 1);
  const headers = { authorization: `Bearer ${await token("verified-leaving")}` };
  const left = fetch(new URL(STATUS, await gateway.address), { headers, signal: leaving.signal }).catch(() => "left");
  await waitFor(async () => (await looks()).length > before);
  const stays = person.ask(STATUS);
  leaving.abort();
  expect(await left).toBe("left");
  expect((await stays).status).toBe(200);
  expect((await person.ask(STATUS)).body).toEqual((await stays).body);
  expect(await looks()).toHaveLength(before + 1);
});

test("what is known is not told any more once the partner was told of an acceptance", async () => {
  const person = await whoAgreed("verified-told-again");
  await person.ask("/consents/crossmint-privacy-policy", { method: "DELETE" });
  await person.ask(STATUS);
  const before = (await looks()).length;
  expect((await person.agree()).body.delivery).toBe("delivered");
  await person.ask(STATUS);
  expect(await looks()).toHaveLength(before + 1);
});

test("after a restart the partner is not asked before the time that it has named, unless something was done", async () => {
  const restarted = await startGateway({ core: "tests/edge/leisurely-core.ts" });
  try {
    const person = restarted.person("pending-restart");
    const waits = expect.objectContaining({ next: "wait" });
    const asked = async () => (await restarted.partnerCalls()).filter((call) => call.startsWith("getVerification"));
    await person.agree();
    await person.put(RECORD);
    await person.trigger();
    // The second is told what the first one's answer was: so that is on disk.
    for (const _ of [1, 2]) expect((await person.ask("/me")).body.decisions).toContainEqual(waits);
    await restarted.restart();
    const before = (await asked()).length;
    expect((await person.ask("/me")).body.decisions).toContainEqual(waits);
    expect(await asked()).toHaveLength(before);
    await person.trigger();
    await restarted.restart();
    const again = (await asked()).length;
    await person.ask("/me");
    expect(await asked()).toHaveLength(again + 1);
  } finally {
    await restarted.stop();
  }
});

test("when whoever was sent to ask does not come back, one of those who wait is sent", async () => {
  const forgetful = await startGateway({ entry: "tests/edge/forgetful-worker.ts" });
  try {
    const person = forgetful.person("verified-lost");
    await person.agree();
    const asked = async () =>
      (await forgetful.partnerCalls()).filter((call) => call.startsWith("getVerification")).length;
    const before = await asked();
    const all = await Promise.all([person.ask(STATUS), person.ask(STATUS)]);
    expect(all.map(({ status }) => status)).toEqual([200, 200]);
    expect(await asked()).toBe(before + 2);
  } finally {
    await forgetful.stop();
  }
});
