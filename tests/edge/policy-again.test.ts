// Crossmint has said pending-privacy-policy, and the person agrees anew.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Body, type Person, RECORD, type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ entry: "tests/edge/lively-worker.ts" });
});
afterAll(() => gateway.stop());

const set = (settings: Record<string, unknown>) => gateway.control("/control/settings/crossmint", "PUT", settings);
const renewPolicy = () => gateway.control("/control/partners/crossmint/renew-policy", "POST", {});
beforeEach(() => set({ policyCounts: "at-next-trigger", legalDocuments: "list" }));

const steps = (body: Body) => (body.decisions ?? []).map(({ next }) => next);
const me = async (person: Person) => (await person.ask("/me")).body;
const status = async (person: Person) => (await person.ask("/crossmint/identity-verification")).body;

/** Somebody who was triggered, and whom the policy that changed since holds up. */
async function held(name: string): Promise<Person> {
  const person = gateway.person(name);
  await person.agree();
  await person.put(RECORD);
  await person.trigger();
  await renewPolicy();
  await waitFor(async () => steps(await me(person)).includes("ask-consent"));
  return person;
}

describe.each(["at-next-trigger", "at-once"])("where a new acceptance counts %s", (policyCounts) => {
  beforeEach(() => set({ policyCounts }));

  test("a policy that changes is asked for once, then the check goes on", async () => {
    const person = await held(`verified-again-${policyCounts}`);
    const [old] = (await me(person)).consents ?? [];
    expect(old?.lapsedAt).toMatch(/Z$/);
    const again = await person.agree();
    expect([again.status, again.body.delivery]).toEqual([201, "delivered"]);
    for (const body of [await me(person), await status(person)]) {
      expect(steps(body)).not.toContain("ask-consent");
      expect(steps(body)).not.toContain("proceed");
    }
    expect((await person.put(RECORD)).status).toBe(200);
    await person.trigger();
    await gateway.control("/control/clock/advance", "POST", { seconds: 60 });
    expect(steps(await status(person))).not.toContain("ask-consent");
  });
});

test("after the new acceptance the next step is to trigger again, with the text for it", async () => {
  const person = await held("verified-again-text");
  await person.agree();
  const { decisions = [], plan } = await me(person);
  expect(decisions.length).toBeGreaterThan(0);
  for (const decision of decisions) {
    expect(decision).toMatchObject({ next: "start-verification", text: "start-verification" });
    expect(decision).not.toHaveProperty("policy");
  }
  expect(plan?.steps).toMatchObject([{ next: "start-verification", text: "start-verification" }]);
});

test("an acceptance that Crossmint was told of before the trigger, and does not count, has lapsed", async () => {
  await set({ legalDocuments: "absent" });
  const person = await held("verified-again-before");
  const { consents = [] } = await me(person);
  expect(consents).toMatchObject([{ lapsedAt: expect.stringMatching(/Z$/) }]);
  expect((await person.agree()).status).toBe(201);
  expect(steps(await me(person))).toContain("start-verification");
});

test("whoever was never triggered is told by the summary, not asked to trigger for nothing", async () => {
  const person = gateway.person("policy-outdated-never");
  await person.agree();
  const first = await me(person);
  expect(steps(first)).toContain("ask-consent");
  expect(first.consents).toMatchObject([{ lapsedAt: expect.stringMatching(/Z$/) }]);
  expect((await person.agree()).status).toBe(201);
  expect(steps(await me(person))).not.toContain("ask-consent");
});

test("while the new acceptance has not reached Crossmint, it is not triggered", async () => {
  const person = await held("verified-again-queued");
  await gateway.fail("502", "acceptLegalDocument", 1);
  expect((await person.agree()).body.delivery).toBe("queued");
  expect(steps(await me(person))).toContain("ask-consent");
  expect(steps(await me(person))).not.toContain("start-verification");
});

test("when the summary cannot be read, nothing is decided", async () => {
  const person = await held("verified-again-dark");
  await person.agree();
  await gateway.fail("502", "getUser", 1);
  const { status: code, body } = await person.ask("/crossmint/identity-verification");
  expect([code, body.code]).toEqual([503, "unavailable"]);
});
