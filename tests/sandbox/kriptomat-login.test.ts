// Kriptomat: login, one-time codes, blocks, sessions, shapes of errors, neighbours that pass through.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accountsOf, totp } from "./credentials.ts";
import { kriptomat, LOGIN, login, loginBody, PRODUCTION, STAGING, tokenFor, USERS } from "./kriptomat-client.ts";
import { type Sandbox, startSandbox } from "./start-sandbox.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const set = (settings: object) => sandbox.set({ ...settings }, "kriptomat");
const status = async (token: string) => (await kriptomat(sandbox, token, "GET", `${USERS}/1001`)).status;

describe("login", () => {
  test("gives a token and its life, without an envelope", async () => {
    const reply = await login(sandbox);
    expect(reply.status).toBe(200);
    expect(reply.json).toEqual({ access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), expires_in: 3600 });
    const { access_token: token } = reply.json as { access_token: string };
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    expect(claims).toMatchObject({ aud: "71001", sandbox: true });
    expect(claims.exp - claims.iat).toBe(3600);
    expect(await status(token)).toBe(200);
  });

  test("the token's other look has one part", async () => {
    await set({ tokenLook: "one-part" });
    const token = await tokenFor(sandbox);
    expect(token).toMatch(/^[\w-]+$/);
    expect(await status(token)).toBe(200);
  });

  test.each([[71001], ["71001"]])("client_id %j", async (client_id) => {
    expect((await login(sandbox, { client_id })).status).toBe(200);
  });

  test("needs neither headers nor a session; a session that is none is ignored", async () => {
    const body = JSON.stringify(await loginBody(sandbox));
    const headers = { authorization: "Bearer none" };
    expect((await sandbox.fetch(PRODUCTION + LOGIN, { method: "POST", body, headers })).status).toBe(200);
  });

  test.each(["[object Object]", "", "[]", '"login"'])("the body %j is refused", async (body) => {
    const reply = await sandbox.fetch(PRODUCTION + LOGIN, { method: "POST", body });
    expect(reply).toMatchObject({ status: 400, json: { status: false } });
  });

  test.each([
    [{ email: undefined }],
    [{ password: undefined }],
    [{ client_id: undefined }],
    [{ client_secret: "" }],
    [{ security_code: undefined }],
    [{ security_code: 123456 }],
    [{ client_id: true }],
    [{ expires_in: 0 }],
    [{ expires_in: "16" }],
  ])("%j is a 422", async (change) => {
    const [field = ""] = Object.keys(change);
    const reply = await login(sandbox, change);
    expect(reply.status).toBe(422);
    expect(reply.json).toMatchObject({ status: false, message: expect.stringContaining(field) });
  });

  test.each([
    [{ email: "somebody@example.org" }],
    [{ password: "wrong" }],
    [{ client_id: 71002 }],
    [{ client_secret: "wrong" }],
    [{ security_code: "000000" }],
    [{ security_code: "" }],
  ])("%j opens nothing", async (change) => {
    const reply = await login(sandbox, change);
    expect([401, 422]).toContain(reply.status);
    expect(reply.json).not.toHaveProperty("access_token");
  });

  test("staging is another world with the same accounts", async () => {
    const json = await loginBody(sandbox);
    const reply = await sandbox.fetch(STAGING + LOGIN, { method: "POST", json });
    expect(reply.status).toBe(200);
    expect(await status((reply.json as { access_token: string }).access_token)).toBe(401);
  });
});

describe("security code", () => {
  const codeAt = async (seconds: number) => {
    const [account] = await accountsOf(sandbox, "kriptomat");
    const { totpSecret } = account?.credentials ?? {};
    return totp(String(totpSecret), (await sandbox.now()) + seconds * 1000);
  };

  test.each([
    [-60, 401],
    [-30, 200],
    [0, 200],
    [30, 200],
    [60, 401],
  ])("of %i s: %i", async (seconds, expected) => {
    expect((await login(sandbox, { security_code: await codeAt(seconds) })).status).toBe(expected);
  });

  test("RFC 6238, as far as six digits go", () => {
    // Appendix B, SHA-1; the secret is "12345678901234567890" in base32.
    const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    expect([59, 1_111_111_109, 20_000_000_000].map((seconds) => totp(secret, seconds * 1000))).toEqual([
      "287082",
      "081804",
      "353130",
    ]);
  });

  test("works once, the next one again; used codes are not counted across accounts", async () => {
    expect((await login(sandbox)).status).toBe(200);
    expect((await login(sandbox)).status).toBe(401);
    expect((await login(sandbox, {}, 1)).status).toBe(200);
    await sandbox.advance(30);
    expect((await login(sandbox)).status).toBe(200);
  });

  test("may be used again when that is switched on", async () => {
    await set({ codeReuse: true });
    expect((await login(sandbox)).status).toBe(200);
    expect((await login(sandbox)).status).toBe(200);
  });

  test("of two logins at once with one code, one gets in", async () => {
    const replies = await Promise.all([login(sandbox), login(sandbox)]);
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 401]);
  });

  test("the clock it is checked by can be the machine's", async () => {
    await sandbox.advance(86_400);
    const real = { security_code: await codeAt((Date.now() - (await sandbox.now())) / 1000) };
    expect((await login(sandbox, real)).status).toBe(401);
    await set({ codeClock: "machine" });
    expect((await login(sandbox, real)).status).toBe(200);
  });

  test("staff tell the one of this moment", async () => {
    expect(await sandbox.staff("kriptomat", "security-code")).toEqual({ security_code: await codeAt(0) });
    const { security_code } = (await sandbox.staff("kriptomat", "security-code", { clientId: "71002" })) as {
      security_code: string;
    };
    expect((await login(sandbox, { security_code }, 1)).status).toBe(200);
  });
});

describe("wrong tries", () => {
  const wrong = () => login(sandbox, { password: "wrong" });

  test("five block the account, also for good logins, for ten minutes", async () => {
    for (let count = 0; count < 5; count += 1) expect((await wrong()).status).toBe(401);
    expect(await login(sandbox)).toMatchObject({ status: 429, json: { status: false } });
    expect((await login(sandbox, {}, 1)).status, "not the other account").toBe(200);
    await sandbox.advance(599);
    expect((await login(sandbox)).status).toBe(429);
    await sandbox.advance(1);
    expect((await login(sandbox)).status).toBe(200);
  });

  test("a wrong or used code is one too; a good login wipes them out", async () => {
    await login(sandbox);
    for (let count = 0; count < 3; count += 1) await login(sandbox);
    await login(sandbox, { security_code: "000000" });
    await sandbox.advance(30);
    expect((await login(sandbox)).status).toBe(200);
    for (let count = 0; count < 4; count += 1) await wrong();
    await sandbox.advance(30);
    expect((await login(sandbox)).status).toBe(200);
  });

  test("number and time are settings", async () => {
    await set({ loginTries: 1, loginBlockSeconds: 7 });
    await wrong();
    expect((await login(sandbox)).status).toBe(429);
    await sandbox.advance(7);
    expect((await login(sandbox)).status).toBe(200);
    await set({ loginTries: 0 });
    for (let count = 0; count < 20; count += 1) expect((await wrong()).status).toBe(401);
  });
});

describe("session", () => {
  test("ends after an hour of the clock", async () => {
    const token = await tokenFor(sandbox);
    await sandbox.advance(3599);
    expect(await status(token)).toBe(200);
    await sandbox.advance(1);
    expect(await status(token)).toBe(401);
  });

  test.each([
    ["ignored", 16, 3600],
    ["honoured", 16, 16],
    ["honoured", 300, 300],
    ["honoured", 99_999, 3600],
  ])("expires_in %s: %i asked, %i given", async (expiresIn, asked, given) => {
    await set({ expiresIn });
    const { json } = await login(sandbox, { expires_in: asked });
    const { access_token: token, expires_in: life } = json as { access_token: string; expires_in: number };
    expect(life).toBe(given);
    await sandbox.advance(given - 1);
    expect(await status(token)).toBe(200);
    await sandbox.advance(1);
    expect(await status(token)).toBe(401);
  });

  test("its length is a setting", async () => {
    await set({ sessionSeconds: 5 });
    expect((await login(sandbox)).json).toMatchObject({ expires_in: 5 });
  });

  test("several stand beside each other; logout ends one", async () => {
    const first = await tokenFor(sandbox);
    await sandbox.advance(30);
    const second = await tokenFor(sandbox);
    expect((await kriptomat(sandbox, first, "POST", "/api/v1/partners/auth/logout")).status).toBe(200);
    expect([await status(first), await status(second)]).toEqual([401, 200]);
  });

  test.each(["", "Bearer", "Bearer none", "Basic abc"])("Authorization %j is a 401", async (authorization) => {
    const reply = await sandbox.fetch(`${PRODUCTION}${USERS}/1001`, { headers: { authorization } });
    expect(reply).toMatchObject({ status: 401, json: { status: false } });
  });

  test("there is no refresh", async () => {
    const token = await tokenFor(sandbox);
    expect((await kriptomat(sandbox, token, "POST", "/api/v1/partners/auth/refresh", {})).status).toBe(404);
  });

  test("survives a restart, as used codes do", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
    try {
      const first = await startSandbox(folder);
      await first.reset();
      const token = await tokenFor(first);
      await first.stop();
      const second = await startSandbox(folder);
      expect((await kriptomat(second, token, "GET", `${USERS}/1001`)).status).toBe(200);
      expect((await login(second)).status).toBe(401);
      await second.stop();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("shapes of errors", () => {
  test.each([
    ["status-message", { status: false, message: "Unauthenticated." }],
    ["message", { message: "Unauthenticated." }],
    ["empty", undefined],
  ])("%s", async (errorShape, body) => {
    await set({ errorShape });
    const reply = await kriptomat(sandbox, "none", "GET", `${USERS}/1001`);
    expect(reply.status).toBe(401);
    expect(reply.json).toEqual(body);
    if (errorShape === "empty") expect(reply.text).toBe("");
  });
});

describe("neighbours", () => {
  test.each([
    [
      "GET",
      `${USERS}/1001/balance?currency=EUR`,
      undefined,
      { operation: "userBalance", query: ["currency"], fields: [] },
    ],
    ["GET", `${USERS}/1001/limits`, undefined, { operation: "userLimits" }],
    ["GET", `${USERS}/1001/transactions`, undefined, { operation: "userTransactions" }],
    ["POST", `${USERS}/1001/withdraw`, { amount: "1", bank: 2 }, { operation: "withdraw", fields: ["amount", "bank"] }],
    ["POST", `${USERS}/1001/orders/buy`, {}, { operation: "buyOrder" }],
    ["DELETE", `${USERS}/1001/banks/7`, undefined, { operation: "removeBank" }],
    ["GET", "/api/v1/partners/currencies", undefined, { operation: "currencies" }],
  ])("%s %s", async (method, path, body, data) => {
    const token = await tokenFor(sandbox);
    const reply = await kriptomat(sandbox, token, method, path, body);
    expect(reply).toMatchObject({ status: 200, json: { status: true, data: { sandbox: true, ...data } } });
    expect((await kriptomat(sandbox, "none", method, path, body)).status).toBe(401);
    if (path.includes("/1001")) {
      expect((await kriptomat(sandbox, token, method, path.replace("1001", "101001"), body)).status).toBe(404);
    }
  });

  test("a body must be JSON", async () => {
    const headers = { authorization: `Bearer ${await tokenFor(sandbox)}` };
    const sent = { method: "POST", headers, body: "[object Object]" };
    expect((await sandbox.fetch(`${PRODUCTION}${USERS}/1001/withdraw`, sent)).status).toBe(400);
  });
});
