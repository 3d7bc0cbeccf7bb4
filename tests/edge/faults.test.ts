import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type Person, RECORD, type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ entry: "tests/edge/short-limits-worker.ts" });
  await gateway.control("/control/settings/crossmint", "PUT", { writesPerMinute: 0, readsPerMinute: 0 });
});
afterAll(() => gateway.stop());

/** What a fault of the partner is to the page: status and code. */
const FAULTS: readonly [string, number, string][] = [
  ["429", 429, "rate-limited"],
  ["500", 503, "unavailable"],
  ["502", 503, "unavailable"],
  ["lost-reply", 503, "unavailable"],
  ["hang", 503, "unavailable"],
  ["slow:2000", 503, "unavailable"],
  ["cut-connection", 503, "unavailable"],
  ["cut", 502, "unreadable"],
  ["wrong-json", 502, "unreadable"],
  ["empty", 502, "unreadable"],
];

/** How each operation is reached. */
const OPERATIONS: Readonly<Record<string, (person: Person, documentId: string) => Promise<Answer>>> = {
  getUser: (person) => person.ask("/crossmint/user"),
  putUser: (person) => person.put(RECORD),
  uploadDocument: (person) => person.upload(),
  getDocument: (person, id) => person.ask(`/crossmint/documents/${id}`),
  triggerVerification: (person) => person.trigger(),
  getVerification: (person) => person.ask("/crossmint/identity-verification"),
};

describe.each(Object.keys(OPERATIONS))("%s", (operation) => {
  test.each(FAULTS)("under %s: %d, %s, and the next call works", async (fault, status, code) => {
    const ask = OPERATIONS[operation] as (typeof OPERATIONS)[string];
    const person = gateway.person(`verified-${operation}-${fault.replace(":", "-")}`);
    await person.agree();
    const document = (await person.upload()).body.value?.id ?? "";
    // A question is asked twice when the connection breaks.
    const isAskedTwice = fault === "cut-connection" && operation.startsWith("get");
    await gateway.fail(fault, operation, isAskedTwice ? 2 : 1);
    const answer = await ask(person, document);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const { retryAfter } = answer.body;
    expect(answer.headers.get("retry-after")).toBe(retryAfter === undefined ? null : String(retryAfter));
    // The sandbox remembers a few hundred calls; these are the last.
    const asked = (await gateway.partnerCalls()).slice(-3).filter((call) => call.startsWith(`${operation} (`));
    expect(asked).toHaveLength(isAskedTwice ? 2 : 1);
    const next = await ask(person, document);
    expect([next.status, next.body.code]).toEqual([200, undefined]);
  });
});

describe("acceptLegalDocument", () => {
  test.each(FAULTS)("under %s: on record, queued, and told at the next try", async (fault, _, code) => {
    const person = gateway.person(`verified-accept-${fault.replace(":", "-")}`);
    await gateway.fail(fault, "acceptLegalDocument", 1);
    const { status, body } = await person.agree();
    expect([status, body.delivery, body.problem]).toEqual([201, "queued", code]);
    expect(await person.consents()).toMatchObject([{ id: body.id, delivery: "queued", problem: code }]);
    if (code === "rate-limited") return;
    const again = await person.agree();
    expect([again.status, again.body.id, again.body.delivery]).toEqual([200, body.id, "delivered"]);
  });
});

test("a question whose reply was lost is asked again", async () => {
  const person = gateway.person("verified-asked-again");
  await person.agree();
  await gateway.fail("cut-connection", "getVerification", 1);
  expect((await person.ask("/crossmint/identity-verification")).status).toBe(200);
});

test("a slow partner is waited for", async () => {
  const person = gateway.person("verified-waited-for");
  await gateway.fail("slow:150", null, 3);
  expect((await person.agree()).body.delivery).toBe("delivered");
  expect((await person.put(RECORD)).status).toBe(200);
});

test("a fault can be asked for by the caller's header, as long as a sandbox is bound", async () => {
  const person = gateway.person("verified-header");
  await person.agree();
  const { body } = await person.ask("/crossmint/user", { headers: { "x-sandbox-fault": "502" } });
  expect(body.code).toBe("unavailable");
  const odd = await person.ask("/crossmint/user", { headers: { "x-sandbox-fault": "502 and more" } });
  expect(odd.status).toBe(200);
});

test("without a sandbox bound, partners are called outside and learn of no fault", async () => {
  const outside = await startGateway({ sandbox: "outside" });
  const person = outside.person("verified-outside");
  const headers = { "x-sandbox-fault": "502" };
  expect((await person.agree(headers)).body.delivery).toBe("delivered");
  expect((await person.put(RECORD, headers)).status).toBe(200);
  expect(await outside.partnerCalls()).toEqual(["acceptLegalDocument", "getUser", "putUser"]);
  const preflight = await outside.ask("/consents", { method: "OPTIONS" });
  expect(preflight.headers.get("access-control-allow-headers")).not.toMatch(/sandbox/);
  await outside.stop();
});

test("a document whose reply was lost is uploaded again in its place", async () => {
  const person = gateway.person("verified-lost-document");
  await person.agree();
  await gateway.fail("lost-reply", "uploadDocument", 1);
  expect((await person.upload()).body.code).toBe("unavailable");
  const again = await person.upload();
  expect((await person.ask(`/crossmint/documents/${again.body.value?.id}`)).status).toBe(200);
});

describe("a partner that answers oddly", () => {
  let odd: RunningGateway;
  beforeAll(async () => {
    const entry = "tests/edge/short-limits-worker.ts";
    odd = await startGateway({ entry, partner: "tests/edge/odd-partner-worker.ts" });
  });
  afterAll(() => odd.stop());

  test.each([
    ["huge", 502, "unreadable"],
    ["bytes", 502, "unreadable"],
    ["deep", 502, "unreadable"],
    ["nothing", 502, "unreadable"],
    ["page", 503, "unavailable"],
    ["redirect", 503, "unavailable"],
    ["drip", 503, "unavailable"],
    ["unheard-of", 503, "unavailable"],
  ])("%s: %d, %s", async (subject, status, code) => {
    const { body, ...answer } = await odd.person(subject).ask("/crossmint/identity-verification");
    expect([answer.status, body.code]).toEqual([status, code]);
    expect(answer.text).not.toMatch(/elsewhere|doctype/);
  });
});

describe("how deep a partner's reply may nest is a limit, not luck", () => {
  let odd: RunningGateway;
  beforeAll(async () => {
    odd = await startGateway({ partner: "tests/edge/odd-partner-worker.ts" });
  });
  afterAll(() => odd.stop());

  test.each([
    [64, 200, undefined, undefined],
    [65, 502, "unreadable", "is nested too deep"],
    [5_000, 502, "unreadable", "is nested too deep"],
    [400_000, 502, "unreadable", "is nested too deep"],
  ])("%d levels: %d", async (levels, status, code, why) => {
    const person = odd.person(`levels-${levels}`);
    const answer = await person.ask("/crossmint/identity-verification");
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    if (why !== undefined) expect(answer.body.detail).toContain(why);
    expect((await odd.person("levels-3").ask("/crossmint/identity-verification")).status).toBe(200);
  });
});

describe("a core that fails", () => {
  let failing: RunningGateway;
  beforeAll(async () => {
    failing = await startGateway({ core: "tests/edge/trapping-core.ts" });
  });
  afterAll(() => failing.stop());

  test("when it traps the page learns it, and the next call works", async () => {
    const person = failing.person("trap-person");
    expect((await person.agree()).body).toMatchObject({ delivery: "queued", problem: "trapped" });
    expect((await person.agree()).body.delivery).toBe("delivered");
    const trapped = await person.ask("/crossmint/identity-verification");
    expect([trapped.status, trapped.body.code]).toEqual([500, "trapped"]);
    expect((await person.ask("/crossmint/identity-verification")).status).toBe(200);
  });

  test("of an error nobody foresaw the log says where, and its words go nowhere", async () => {
    const failed = await failing.person("bug-zenobia").ask("/crossmint/identity-verification");
    expect([failed.status, failed.body.code]).toEqual([500, "trapped"]);
    const { requestId } = failed.body;
    const line = await waitFor(() => failing.log.find((one) => "error" in one && one.requestId === requestId));
    expect(line).toMatchObject({ level: "error", error: "RangeError" });
    expect(line.at?.length).toBeGreaterThan(0);
    expect(failed.text + failing.output).not.toMatch(/zenobia|failed at/);
  });
});
