// B2CORE: the sign-in wizard, second factors, blocks, tokens, host, shapes of errors.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { b2core, googleCode, HOST, MY, password, signIn, startSignIn, tokenOf, type Wizard } from "./b2core-client.ts";
import { CONTROL, type Sandbox, startSandbox } from "./start-sandbox.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const set = (settings: object) => sandbox.set({ ...settings }, "b2core");
const post = (path: string, json: unknown) => b2core(sandbox, null, "POST", MY + path, json);
const history = async (token: string) => (await b2core(sandbox, token, "GET", `${MY}/verifications`)).status;
const uuidIn = (json: unknown) => (json as Wizard).uuid;

describe("wizard", () => {
  test("starts with the documented object", async () => {
    const { status, json } = await b2core(sandbox, null, "GET", `${MY}/signin/wizard`);
    expect(status).toBe(200);
    expect(json).toEqual({
      code: 200,
      data: { recaptcha: { enabled: false }, is_qr_available: false, is_password_recovery_available: true },
      done: true,
      uuid: expect.stringMatching(/^[\w-]{36}$/),
      workflow: "login",
    });
    expect((await post("/signin/wizard", {})).status, "GET, whatever older tables say").toBe(405);
  });

  test("password, code, tokens", async () => {
    const first = await password(sandbox, "level-1");
    expect(first).toMatchObject({ status: 200, json: { code: 200, done: false, workflow: "2fa_google" } });
    const last = await post("/2fa/google", { uuid: uuidIn(first.json), code: await googleCode(sandbox) });
    expect(last.json).toMatchObject({
      code: 202,
      done: true,
      data: { access_token: expect.any(String), refresh_token: expect.any(String) },
    });
    const { access_token: token } = (last.json as { data: { access_token: string } }).data;
    expect(await history(token)).toBe(200);
  });

  test("without a second factor the password gives the tokens", async () => {
    await set({ secondFactor: "none" });
    expect((await password(sandbox, "level-1")).json).toMatchObject({
      code: 202,
      data: { access_token: expect.any(String) },
    });
  });

  test("by message, with the code that staff tell", async () => {
    await set({ secondFactor: "sms" });
    const { json } = await password(sandbox, "level-1");
    const uuid = uuidIn(json);
    expect((await post("/2fa/google", { uuid, code: await googleCode(sandbox) })).status).toBe(400);
    const { code } = (await sandbox.staff("b2core", "sms-code", { uuid })) as { code: string };
    expect(code).toMatch(/^\d{6}$/);
    expect((await post("/2fa/sms", { uuid, code: code === "000000" ? "000001" : "000000" })).status).toBe(400);
    expect((await post("/2fa/sms", { uuid, code })).json).toMatchObject({ code: 202, done: true });
    await expect(sandbox.staff("b2core", "sms-code", { uuid })).rejects.toThrow(/: 404 /);
  });

  test("of two methods one is picked first", async () => {
    await set({ secondFactor: "both" });
    const { json } = await password(sandbox, "level-1");
    const uuid = uuidIn(json);
    expect(json).toMatchObject({ code: 200, workflow: "2fa", data: { methods: ["google", "sms"] } });
    const code = await googleCode(sandbox);
    expect((await post("/2fa/google", { uuid, code })).status).toBe(400);
    expect((await post("/signin/2fa", { uuid, method: "email" })).status).toBe(400);
    expect((await post("/signin/2fa", { uuid, method: "google" })).json).toMatchObject({ workflow: "2fa_google" });
    expect((await post("/2fa/google", { uuid, code })).json).toMatchObject({ code: 202 });
  });

  test("with one method there is nothing to pick", async () => {
    const { json } = await password(sandbox, "level-1");
    expect((await post("/signin/2fa", { uuid: uuidIn(json), method: "google" })).status).toBe(400);
  });

  test.each([
    [{ uuid: "none" }, 400],
    [{ uuid: undefined }, 400],
    [{ email: undefined }, 400],
    [{ password: 5 }, 400],
    [{ device_fingerprint: undefined }, 400],
    [{ device_fingerprint: "%%%" }, 400],
    [{ device_fingerprint: Buffer.from("{}").toString("base64") }, 400],
    [{ device_fingerprint: JSON.stringify({ user_agent: "x" }) }, 400],
    [{ password: "wrong" }, 401],
    [{ email: "nobody@b2core.sandbox.example" }, 401],
    [{ email: "level-1@elsewhere.example" }, 401],
  ])("%j: %i", async (change, status) => {
    expect((await password(sandbox, "level-1", change)).status).toBe(status);
  });

  test("the code comes after the password, for the uuid that is signing in, and ends it", async () => {
    const code = await googleCode(sandbox);
    expect((await post("/2fa/google", { uuid: await startSignIn(sandbox), code })).status).toBe(400);
    const { json } = await password(sandbox, "level-1");
    const uuid = uuidIn(json);
    expect((await post("/2fa/google", { uuid, code: Number(code) })).status).toBe(400);
    expect((await post("/2fa/google", { uuid, code })).status).toBe(200);
    expect((await post("/2fa/google", { uuid, code })).status).toBe(400);
  });

  test.each([
    [-60, 400],
    [-30, 200],
    [30, 200],
    [60, 400],
  ])("a code of %i s: %i", async (seconds, status) => {
    const { json } = await password(sandbox, "level-1");
    const code = await googleCode(sandbox, seconds);
    expect((await post("/2fa/google", { uuid: uuidIn(json), code })).status).toBe(status);
  });

  test("the clock of the codes can be the machine's; staff tell the code by it", async () => {
    await sandbox.advance(86_400);
    const { json } = await password(sandbox, "level-1");
    const code = await googleCode(sandbox, (Date.now() - (await sandbox.now())) / 1000);
    expect((await post("/2fa/google", { uuid: uuidIn(json), code })).status).toBe(400);
    await set({ codeClock: "machine" });
    const told = (await sandbox.staff("b2core", "authenticator-code")) as { code: string };
    expect((await post("/2fa/google", { uuid: uuidIn(json), code: told.code })).status).toBe(200);
  });
});

describe("too many tries", () => {
  test("five in a minute, then a block of ten", async () => {
    for (let count = 0; count < 5; count += 1) expect((await password(sandbox, "level-1")).status).toBe(200);
    expect((await password(sandbox, "level-1")).status).toBe(429);
    expect((await password(sandbox, "level-2")).status, "not of others").toBe(200);
    await sandbox.advance(599);
    expect((await password(sandbox, "level-1")).status).toBe(429);
    await sandbox.advance(1);
    expect((await password(sandbox, "level-1")).status).toBe(200);
  });

  test("the minute begins anew", async () => {
    for (let count = 0; count < 5; count += 1) await password(sandbox, "level-1", { password: "wrong" });
    await sandbox.advance(60);
    expect((await password(sandbox, "level-1")).status).toBe(200);
  });

  test("wrong codes count", async () => {
    const { json } = await password(sandbox, "level-1");
    const wrong = () => post("/2fa/google", { uuid: uuidIn(json), code: "000000" });
    for (let count = 0; count < 4; count += 1) expect((await wrong()).status).toBe(400);
    expect((await wrong()).status).toBe(429);
  });

  test("number and block are settings", async () => {
    await set({ signInTries: 1, signInBlockSeconds: 5 });
    await password(sandbox, "level-1");
    expect((await password(sandbox, "level-1")).status).toBe(429);
    await sandbox.advance(5);
    expect((await password(sandbox, "level-1")).status).toBe(200);
    await set({ signInTries: 0 });
    for (let count = 0; count < 10; count += 1) expect((await password(sandbox, "level-1")).status).toBe(200);
  });
});

describe("tokens", () => {
  test.each([
    ["access_token", "access_token", "refresh_token"],
    ["accessToken", "accessToken", "refreshToken"],
    ["token", "token", "refresh_token"],
  ])("names: %s", async (tokenNames, access, refresh) => {
    await set({ tokenNames });
    const { json } = await signIn(sandbox, "level-1");
    expect(Object.keys((json as { data: object }).data)).toEqual([access, refresh]);
  });

  test("stand in data, or beside it", async () => {
    await set({ tokenPlace: "top" });
    expect((await signIn(sandbox, "level-1")).json).toMatchObject({ data: null, access_token: expect.any(String) });
  });

  test("end by the clock", async () => {
    await set({ accessSeconds: 100 });
    const token = await tokenOf(sandbox, "level-1");
    await sandbox.advance(99);
    expect(await history(token)).toBe(200);
    await sandbox.advance(1);
    expect(await history(token)).toBe(401);
  });

  const pair = async () => {
    const { json } = await signIn(sandbox, "level-1");
    return (json as { data: { access_token: string; refresh_token: string } }).data;
  };

  test("a refresh gives a new pair once, and ends the old one", async () => {
    const { access_token: old, refresh_token } = await pair();
    await sandbox.advance(3600);
    expect(await history(old)).toBe(401);
    const { status, json } = await post("/refresh", { refresh_token });
    expect(status).toBe(200);
    const { access_token: fresh } = (json as { data: { access_token: string } }).data;
    expect(await history(fresh)).toBe(200);
    expect((await post("/refresh", { refresh_token })).status).toBe(401);
    expect((await post("/refresh", {})).status).toBe(400);
    const { refresh_token: next } = (json as { data: { refresh_token: string } }).data;
    await post("/refresh", { refresh_token: next });
    expect(await history(fresh), "not ended yet, but replaced").toBe(401);
  });

  test("a refresh token ends too", async () => {
    const { refresh_token: refreshToken } = await pair();
    await set({ refreshSeconds: 86_400, tokenPlace: "top" });
    await sandbox.advance(86_399);
    const { json } = await post("/refresh", { refreshToken });
    const { refresh_token } = json as { refresh_token: string };
    await sandbox.advance(86_400);
    expect((await post("/refresh", { refresh_token })).status).toBe(401);
  });

  test("signing out ends both", async () => {
    const { access_token: token, refresh_token } = await pair();
    expect(await b2core(sandbox, token, "POST", `${MY}/signout`)).toMatchObject({ status: 204, text: "" });
    expect(await history(token)).toBe(401);
    expect((await post("/refresh", { refresh_token })).status).toBe(401);
    expect((await b2core(sandbox, token, "POST", `${MY}/signout`)).status).toBe(401);
  });

  test.each(["/verifications", "/verifications/1", "/verifications/wizard"])("%s needs one", async (path) => {
    for (const token of [null, "none"]) {
      expect((await b2core(sandbox, token, "GET", MY + path)).status).toBe(401);
    }
    expect((await post("/verifications", {})).status).toBe(401);
  });

  test("outlive a restart", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
    try {
      const first = await startSandbox(folder);
      await first.reset();
      await first.set({ host: "office.example" }, "b2core");
      await first.set({ host: "b2core.sandbox.example", previousLevelField: "previuosLevel" }, "b2core");
      const token = await tokenOf(first, "level-1");
      await first.stop();
      const second = await startSandbox(folder);
      const { json } = await b2core(second, token, "GET", `${MY}/verifications`);
      expect(json).toMatchObject({ total: 2, data: [{ previuosLevel: { id: 1 } }, { previuosLevel: null }] });
      await second.stop();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("host", () => {
  const wizardAt = async (host: string) => (await sandbox.fetch(`https://${host}${MY}/signin/wizard`)).status;

  test("is a setting", async () => {
    await set({ host: "office.broker.example" });
    expect(await wizardAt("office.broker.example")).toBe(200);
    expect(await wizardAt("b2core.sandbox.example")).toBe(404);
  });

  test("can be the control page's own without taking it away", async () => {
    const { hostname } = new URL(CONTROL);
    await set({ host: hostname });
    expect(await wizardAt(hostname)).toBe(200);
    expect((await sandbox.fetch(`${CONTROL}/`)).text).toContain("Sandbox control");
    expect((await sandbox.fetch(`${CONTROL}/control.css`)).status).toBe(200);
    await set({ host: "b2core.sandbox.example" });
  });

  test.each(["https://a.example", "A.example", "a.example/x", "", 5])("%j is refused", async (host) => {
    await expect(set({ host })).rejects.toThrow(/host must be a host name/);
  });
});

describe("errors", () => {
  test.each([
    ["message", { message: "Unauthorized", code: "unauthorized" }],
    ["errors", { errors: [{ message: "Unauthorized" }] }],
    ["empty", undefined],
  ])("%s", async (errorShape, body) => {
    await set({ errorShape });
    const reply = await b2core(sandbox, "none", "GET", `${MY}/verifications`);
    expect(reply.status).toBe(401);
    expect(reply.json).toEqual(body);
  });

  test("a body that is no JSON object", async () => {
    for (const body of ["[object Object]", "[]", ""]) {
      expect((await sandbox.fetch(`${HOST}${MY}/signin`, { method: "POST", body })).status).toBe(400);
    }
  });

  test("the prefix /v2 is not there", async () => {
    const token = await tokenOf(sandbox, "level-1");
    for (const path of ["", "/1", "/wizard"]) {
      expect((await b2core(sandbox, token, "GET", `/v2/my/verifications${path}`)).status).toBe(404);
    }
    expect((await b2core(sandbox, token, "POST", "/v2/my/verifications/", {})).status).toBe(404);
  });
});
