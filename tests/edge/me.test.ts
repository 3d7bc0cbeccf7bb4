import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { customer, startWithPartners } from "./partners.ts";
import { RECORD, type RunningGateway, token } from "./start-gateway.ts";

vi.setConfig({ testTimeout: 60_000 });

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startWithPartners({ entry: "tests/edge/lively-worker.ts" });
});
afterAll(() => gateway.stop());

const nexts = (decisions: unknown) =>
  (decisions as readonly { partner: string; next: string }[]).map(({ partner, next }) => `${partner} ${next}`);

test("one list of all partners, and the plan of it", async () => {
  const person = customer(gateway, 1001, "approved-1001");
  const { status, body } = await person.ask("/me");
  expect(status).toBe(200);
  expect(nexts(body.decisions)).toEqual(["crossmint ask-consent", "sumsub proceed", "kriptomat start-verification"]);
  expect(nexts(body.plan?.steps)).toEqual(["crossmint ask-consent", "kriptomat start-verification", "sumsub proceed"]);
  expect(body.plan?.lookAgainAfter).toBeNull();
  expect([body.consents, body.products]).toEqual([[], []]);
  expect(body.problems).toMatchObject([{ partner: "b2core", code: "unauthorized" }]);
});

test("with what the person does it changes", async () => {
  const person = customer(gateway, 1002, "approved-1002");
  await person.agree();
  await person.put(RECORD);
  const before = (await person.ask("/me")).body;
  expect(nexts(before.decisions)).toContain("crossmint start-verification");
  expect(before.consents).toMatchObject([{ policy: "crossmint-privacy-policy", delivery: "delivered" }]);
  await person.trigger();
  await person.ask("/kriptomat/kyc-import", { method: "POST" });
  const { body } = await person.ask("/me");
  expect(nexts(body.decisions)).toContain("crossmint wait");
  expect(nexts(body.decisions)).toContain("kriptomat wait");
  expect(body.products?.length).toBeGreaterThan(0);
  expect(body.plan?.lookAgainAfter).toBe(5);
  await person.ask("/consents/crossmint-privacy-policy", { method: "DELETE" });
  expect(nexts((await person.ask("/me")).body.plan?.steps)[0]).toBe("crossmint ask-consent");
});

test("while a partner is down the others answer, and nothing is decided for that one", async () => {
  const person = customer(gateway, 1003, "approved-1003");
  await gateway.control("/control/faults", "PUT", {
    faults: [{ fault: "502", calls: 1, operation: "sumsub.getApplicantStatus" }],
  });
  const { status, body } = await person.ask("/me");
  expect(status).toBe(200);
  expect(nexts(body.decisions)).toEqual(["crossmint ask-consent", "kriptomat start-verification"]);
  expect(body.problems).toMatchObject([
    { partner: "sumsub", code: "unavailable" },
    { partner: "b2core", code: "unauthorized" },
  ]);
});

test("a partner that hangs does not keep the others back for longer than it is waited for", async () => {
  const person = customer(gateway, 1004, "approved-1004");
  await gateway.control("/control/faults", "PUT", {
    faults: [{ fault: "hang", calls: 1, operation: "kriptomat.getUser" }],
  });
  const { body } = await person.ask("/me");
  expect(nexts(body.decisions)).toEqual(["crossmint ask-consent", "sumsub proceed"]);
  expect(body.problems).toContainEqual(expect.objectContaining({ partner: "kriptomat", code: "unavailable" }));
});

test("whom the host does not know at a partner is said to be unknown there", async () => {
  const { body } = await gateway.person("verified-nobody").ask("/me");
  expect(body.problems?.map(({ partner, code }) => `${partner} ${code}`)).toEqual([
    "sumsub not-found",
    "kriptomat not-found",
    "b2core unauthorized",
  ]);
  expect((await gateway.ask("/me")).status).toBe(401);
});

test("a page that polls is told when nothing has changed, and when something has", async () => {
  const person = customer(gateway, 1005, "approved-1005");
  const first = await person.ask("/me");
  const etag = first.headers.get("etag") ?? "";
  expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
  const same = await person.ask("/me", { headers: { "if-none-match": etag } });
  expect([same.status, same.text]).toEqual([304, ""]);
  await person.ask("/kriptomat/kyc-import", { method: "POST" });
  const changed = await person.ask("/me", { headers: { "if-none-match": etag } });
  expect(changed.status).toBe(200);
  expect(changed.headers.get("etag")).not.toBe(etag);
  expect(changed.headers.get("cache-control")).toBe("no-store");
});

test("while the partner's time for another look has not come, it is not asked", async () => {
  const person = customer(gateway, 1006, "approved-1006");
  await person.ask("/kriptomat/kyc-import", { method: "POST" });
  const asked = () => gateway.log.filter(({ operation }) => operation === "kriptomat.getUser").length;
  await person.ask("/me");
  const before = asked();
  for (let look = 0; look < 5; look++) await person.ask("/me");
  expect(asked()).toBe(before);
});

describe("a stream", () => {
  /** Everything that comes until the token ends. */
  async function streamed(seconds: number, person: ReturnType<typeof customer>, meanwhile: () => Promise<unknown>) {
    const expires = Math.floor(Date.now() / 1000) + seconds;
    const bearer = await token(person.subject, { claims: person.claims, expires });
    const stream = person.ask("/me/stream", { token: bearer });
    await meanwhile();
    const { status, headers, text } = await stream;
    return { status, headers, events: text.split("\n\n").filter((event) => event !== "") };
  }

  test("tells of changes alone, shows that it lives, and ends with the token", async () => {
    const person = customer(gateway, 1007, "approved-1007");
    const { status, headers, events } = await streamed(4, person, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await person.ask("/kriptomat/kyc-import", { method: "POST" });
    });
    expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([
      200,
      "text/event-stream",
      "no-store",
    ]);
    const states = events.filter((event) => event.startsWith("event: me"));
    expect(states.map((state) => /^id: [0-9a-f]{32}$/m.test(state))).toEqual([true, true]);
    const last = JSON.parse(states[1]?.split("\ndata: ")[1] ?? "{}") as { decisions: unknown };
    expect(nexts(last.decisions)).toContain("kriptomat wait");
    expect(events.filter((event) => event.startsWith(":")).length).toBeGreaterThan(3);
    expect(events.at(-1)).toBe('event: end\ndata: {"tokenEnded":true}');
  });

  test("is refused without a token", async () => {
    expect((await gateway.ask("/me/stream")).status).toBe(401);
  });
});
