import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ENTRY, under } from "./other-variables.ts";
import { callsTo, customer, startWithPartners } from "./partners.ts";
import type { RunningGateway } from "./start-gateway.ts";

vi.setConfig({ testTimeout: 60_000 });

const USERS = "/api/v1/partners/users/{userId}";
const OPEN = [
  { partner: "kriptomat", name: "balance", method: "GET", path: `${USERS}/balance` },
  { partner: "kriptomat", name: "withdraw", method: "POST", path: `${USERS}/withdraw`, maxBytes: 200 },
  { partner: "kriptomat", name: "nowhere", method: "GET", path: `${USERS}/nowhere` },
];

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startWithPartners({ entry: ENTRY });
});
afterAll(() => gateway.stop());

const person = () => customer(gateway, 1001);

test("nothing is open by default", async () => {
  for (const path of ["balance", "withdraw", "limits", "", "..", "%2e%2e", "users"]) {
    const { status, body } = await person().ask(`/kriptomat/open/${path}`);
    expect([path, status, body.code]).toEqual([path, 404, "not-found"]);
  }
  expect(await callsTo(gateway, "kriptomat")).toEqual([]);
});

describe("what is open", () => {
  beforeAll(() => gateway.restart({ variables: { ...(gateway.variables ?? {}), PASS_THROUGH: JSON.stringify(OPEN) } }));

  test("goes through the gateway's session, about the person alone", async () => {
    const { status, body } = await person().ask("/kriptomat/open/balance");
    expect([status, Object.keys(body)]).toEqual([200, ["value", "decisions"]]);
    expect(await callsTo(gateway, "kriptomat")).toEqual(["login 200", "userBalance 200"]);
    expect(gateway.log).toContainEqual(
      expect.objectContaining({ event: "partner-call", operation: "kriptomat.open.balance" }),
    );
    expect((await gateway.ask("/kriptomat/open/balance")).status).toBe(401);
    expect((await customer(gateway, undefined).ask("/kriptomat/open/balance")).status).toBe(404);
  });

  test.each([
    ["another method", "/kriptomat/open/balance", { method: "POST", body: {} }, 404],
    ["a name that is not in the list", "/kriptomat/open/limits", {}, 404],
    ["a query", "/kriptomat/open/balance?user=1002", {}, 422],
    ["a path in the name", "/kriptomat/open/balance%2f..%2flimits", {}, 404],
    ["a body that is too large", "/kriptomat/open/withdraw", { method: "POST", body: { pad: "x".repeat(300) } }, 413],
    ["a body that is no JSON", "/kriptomat/open/withdraw", { method: "POST", body: "{" }, 400],
  ])("%s is refused before anything is sent", async (_, path, asked, status) => {
    const before = await callsTo(gateway, "kriptomat");
    expect((await person().ask(path, asked)).status).toBe(status);
    expect(await callsTo(gateway, "kriptomat")).toEqual(before);
  });

  test("a body goes along, and a refusal comes back as one", async () => {
    const sent = await person().ask("/kriptomat/open/withdraw", { method: "POST", body: { amount: "1" } });
    expect((await callsTo(gateway, "kriptomat")).at(-1)).toMatch(/^withdraw /);
    expect([200, 422]).toContain(sent.status);
    const { status, body } = await person().ask("/kriptomat/open/nowhere");
    expect([status, body.code]).toEqual([404, "not-found"]);
    await gateway.fail("502", "userBalance", 1, "kriptomat");
    expect((await person().ask("/kriptomat/open/balance")).body.code).toBe("unavailable");
  });

  test("what its contract has for a status, nobody knows: it comes as it is", async () => {
    await gateway.fail("wrong-json", "withdraw", 1, "kriptomat");
    const { status, body } = await person().ask("/kriptomat/open/withdraw", { method: "POST", body: { amount: "1" } });
    expect([status, body]).toEqual([200, { value: { status: "yes", data: [] }, decisions: [] }]);
    await gateway.fail("cut", "withdraw", 1, "kriptomat");
    const cut = await person().ask("/kriptomat/open/withdraw", { method: "POST", body: { amount: "1" } });
    expect(cut.body.code).toBe("unreadable");
  });
});

describe("a list that is not as it should be stops the gateway", () => {
  test.each([
    ["no JSON", "balance"],
    ["no list", '{"name":"balance"}'],
    ["a partner without such a session", [{ ...OPEN[0], partner: "sumsub" }]],
    ["a name with a slash", [{ ...OPEN[0], name: "a/b" }]],
    ["a method that there is not", [{ ...OPEN[0], method: "TRACE" }]],
    ["a whole address", [{ ...OPEN[0], path: "https://elsewhere.example/{userId}" }]],
    ["an address without a scheme", [{ ...OPEN[0], path: "//elsewhere.example/{userId}" }]],
    ["a way up", [{ ...OPEN[0], path: `${USERS}/../../{userId}` }]],
    ["an escaped way up", [{ ...OPEN[0], path: `${USERS}/%2e%2e/x` }]],
    ["a backslash", [{ ...OPEN[0], path: `${USERS}/\\x` }]],
    ["a query", [{ ...OPEN[0], path: `${USERS}/balance?all=1` }]],
    ["a fragment", [{ ...OPEN[0], path: `${USERS}/balance#x` }]],
    ["an id within a part", [{ ...OPEN[0], path: "/api/v1/partners/users/x{userId}" }]],
    ["nobody's id", [{ ...OPEN[0], path: "/api/v1/partners/users/1001/balance" }]],
    ["two of one name", [OPEN[0], OPEN[0]]],
    ["a body of a GET", [{ ...OPEN[0], maxBytes: 10 }]],
    ["a size that is none", [{ ...OPEN[1], maxBytes: -1 }]],
    ["a member nobody knows", [{ ...OPEN[0], host: "elsewhere.example" }]],
  ])("%s", async (_, list) => {
    const text = typeof list === "string" ? list : JSON.stringify(list);
    const { body } = await gateway.ask("/health", { headers: under({ PASS_THROUGH: text }) });
    expect(body.variables).toEqual(["PASS_THROUGH"]);
  });
});
