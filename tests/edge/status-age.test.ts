import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Person, RECORD, type RunningGateway, startGateway } from "./start-gateway.ts";
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
