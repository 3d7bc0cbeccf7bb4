// Faults meet every operation of every partner, in the partner's own shape.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "./start-sandbox.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const hosts = {
  kriptomat: "https://api.kriptomat.io",
  sumsub: "https://api.sumsub.com",
  b2core: "https://b2core.sandbox.example",
};
const USER = "/api/v1/partners/users/1001";
const MY = "/api/v2/my";

const calls: [string, string, string][] = [
  ["kriptomat.login", "POST", "/api/v1/partners/auth/login"],
  ["kriptomat.logout", "POST", "/api/v1/partners/auth/logout"],
  ["kriptomat.getUser", "GET", USER],
  ["kriptomat.importKyc", "POST", "/v1/users/1001/kyc-import"],
  ["kriptomat.importKyc", "POST", `${USER}/kyc-import`],
  ["kriptomat.requestKyc", "POST", "/v1/users/1001/kyc-request"],
  ["kriptomat.userBalance", "GET", `${USER}/balance`],
  ["kriptomat.userLimits", "GET", `${USER}/limits`],
  ["kriptomat.userTransactions", "GET", `${USER}/transactions`],
  ["kriptomat.withdraw", "POST", `${USER}/withdraw`],
  ["kriptomat.buyOrder", "POST", `${USER}/orders/buy`],
  ["kriptomat.removeBank", "DELETE", `${USER}/banks/1`],
  ["kriptomat.currencies", "GET", "/api/v1/partners/currencies"],
  ["sumsub.createShareToken", "POST", "/resources/accessTokens/shareToken"],
  ["sumsub.createShareTokenByQuery", "POST", "/resources/accessTokens/-/shareToken?applicantId=a"],
  ["sumsub.getApplicantStatus", "GET", "/resources/applicants/approved/status"],
  ["sumsub.testCompleted", "POST", "/resources/applicants/approved/status/testCompleted"],
  ["sumsub.importApplicant", "POST", "/resources/applicants/-/import?shareToken=a"],
  ["b2core.startSignIn", "GET", `${MY}/signin/wizard`],
  ["b2core.signIn", "POST", `${MY}/signin`],
  ["b2core.chooseSecondFactor", "POST", `${MY}/signin/2fa`],
  ["b2core.submitGoogleCode", "POST", `${MY}/2fa/google`],
  ["b2core.submitSmsCode", "POST", `${MY}/2fa/sms`],
  ["b2core.refresh", "POST", `${MY}/refresh`],
  ["b2core.signOut", "POST", `${MY}/signout`],
  ["b2core.listVerifications", "GET", `${MY}/verifications?limit=1`],
  ["b2core.getVerification", "GET", `${MY}/verifications/7`],
  ["b2core.startWizard", "GET", `${MY}/verifications/wizard`],
  ["b2core.runWizard", "POST", `${MY}/verifications`],
  ["b2core.runWizard", "POST", `${MY}/verifications/`],
];

/** Members that an error of each partner has. */
const ERRORS: Record<keyof typeof hosts, (status: number) => object> = {
  kriptomat: () => ({ status: false, message: expect.any(String) }),
  sumsub: (code) => ({ code, description: expect.any(String), correlationId: expect.any(String) }),
  b2core: () => ({ message: expect.any(String), code: expect.any(String) }),
};

test("the list of calls has every operation", async () => {
  const { operations } = (await sandbox.control("GET", "faults")) as { operations: string[] };
  const others = operations.filter((name) => !name.startsWith("crossmint."));
  expect(new Set(calls.map(([name]) => name))).toEqual(new Set(others));
});

describe.each(calls)("%s, %s %s", (operation, method, path) => {
  const partner = operation.split(".")[0] as keyof typeof hosts;
  const send = (fault?: string) => {
    const headers: Record<string, string> = fault === undefined ? {} : { "x-sandbox-fault": fault };
    return sandbox.fetch(hosts[partner] + path, { method, headers, ...(method === "POST" && { body: "{}" }) });
  };

  test("by header", async () => {
    for (const status of [429, 500]) {
      const reply = await send(String(status));
      expect(reply.status).toBe(status);
      expect(reply.json).toEqual(ERRORS[partner](status));
    }
    expect(await send("502")).toMatchObject({ status: 502, text: expect.stringContaining("<html>") });
    expect(await send("empty")).toMatchObject({ status: 200, text: "" });
    const wrong = await send("wrong-json");
    expect(wrong.status).toBe(200);
    expect(wrong.json).toBeDefined();
    const whole = await send();
    const cut = await send("cut");
    expect(cut.status).toBe(whole.status);
    expect(cut.text).toHaveLength(whole.text.length >> 1);
  });

  test("stored, and in the log", async () => {
    await sandbox.control("PUT", "faults", { faults: [{ fault: "500", operation }] });
    expect((await send()).status).toBe(500);
    expect((await send()).status).not.toBe(500);
    const { calls: logged } = (await sandbox.control("GET", "log")) as { calls: object[] };
    expect(logged.at(-1)).toMatchObject({ operation, fault: "500", status: null });
  });
});

test("the log has neither ids nor tokens", async () => {
  const headers = { authorization: "Bearer secret-token" };
  await sandbox.fetch(`${hosts.kriptomat}/api/v1/partners/users/passed-ada.muster?x=secret`, { headers });
  await sandbox.fetch(`${hosts.sumsub}/resources/applicants/approved-ada/status`, { headers });
  await sandbox.fetch(`${hosts.b2core}${MY}/verifications/7`, { headers });
  const { text } = await sandbox.fetch("http://sandbox.test/control/log");
  expect(text).not.toMatch(/ada|muster|secret|approved-/);
});
