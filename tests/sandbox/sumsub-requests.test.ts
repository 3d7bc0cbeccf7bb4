// Sumsub: signing, share tokens in both forms, import by the recipient, errors, limits.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accountsOf } from "./credentials.ts";
import { type Sandbox, startSandbox } from "./start-sandbox.ts";
import {
  DONOR,
  FOR_KRIPTOMAT,
  HOST,
  importToken,
  PRODUCTION_DONOR,
  RECIPIENT,
  shareToken,
  signature,
  sumsub,
} from "./sumsub-client.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const STATUS = "/resources/applicants/approved-1/status";
const JSON_FORM = "/resources/accessTokens/shareToken";
const QUERY_FORM = "/resources/accessTokens/-/shareToken";
const asked = (more: object = {}) => JSON.stringify({ applicantId: "approved-1", forClientId: FOR_KRIPTOMAT, ...more });

describe("signing", () => {
  test("the accounts listed are those that sign", async () => {
    const listed = (await accountsOf(sandbox, "sumsub")).map(({ credentials }) => credentials);
    expect(listed).toMatchObject([DONOR, PRODUCTION_DONOR, RECIPIENT]);
    for (const account of [DONOR, PRODUCTION_DONOR, RECIPIENT]) {
      expect((await sumsub(sandbox, "GET", STATUS, undefined, { account })).status).toBe(200);
    }
  });

  test("covers time, method, path, query and the body as sent", async () => {
    const body = `{ "applicantId" : "approved-1",\n "forClientId":"kriptomat-sandbox", "note":"größe" }`;
    expect((await sumsub(sandbox, "POST", JSON_FORM, body)).status).toBe(200);
    const query = `${QUERY_FORM}?applicantId=approved-1&forClientId=kriptomat%2Dsandbox`;
    expect((await sumsub(sandbox, "POST", query)).status).toBe(200);
  });

  const ts = async (milliseconds = 0) => String(Math.floor(((await sandbox.now()) + milliseconds) / 1000));
  const signed = async (message: string, secret = DONOR.secretKey) => ({
    "x-app-access-sig": signature(secret, (await ts()) + message),
  });
  const mismatch = { description: "Request signature mismatch", code: 401, correlationId: expect.any(String) };

  test.each([
    ["another method", async () => signed(`PUT${JSON_FORM}${asked()}`)],
    ["a lower-case method", async () => signed(`post${JSON_FORM}${asked()}`)],
    ["a path with a host", async () => signed(`POST${HOST}${JSON_FORM}${asked()}`)],
    ["a body that was serialised again", async () => signed(`POST${JSON_FORM}${asked().replace(",", ", ")}`)],
    ["no body", async () => signed(`POST${JSON_FORM}`)],
    ["another secret", async () => signed(`POST${JSON_FORM}${asked()}`, RECIPIENT.secretKey)],
    [
      "another order",
      async () => ({ "x-app-access-sig": signature(DONOR.secretKey, `POST${JSON_FORM}${asked()}${await ts()}`) }),
    ],
    [
      "upper-case hexadecimal",
      async () => ({
        "x-app-access-sig": (await signed(`POST${JSON_FORM}${asked()}`))["x-app-access-sig"].toUpperCase(),
      }),
    ],
    ["the other environment's token", async () => ({ "x-app-token": PRODUCTION_DONOR.appToken })],
  ])("%s is a mismatch", async (_what, headers) => {
    const reply = await sumsub(sandbox, "POST", JSON_FORM, asked(), { headers: await headers() });
    expect(reply.status).toBe(401);
    expect(reply.json).toEqual(mismatch);
  });

  test("the query is signed in the form that goes over the wire", async () => {
    const path = `${QUERY_FORM}?applicantId=approved-1&forClientId=a%20b`;
    const headers = await signed(`POST${decodeURIComponent(path)}`);
    expect((await sumsub(sandbox, "POST", path, undefined, { headers })).json).toEqual(mismatch);
    const without = await signed(`POST${QUERY_FORM}`);
    expect((await sumsub(sandbox, "POST", path, undefined, { headers: without })).json).toEqual(mismatch);
  });

  test("the status of a mismatch can be switched", async () => {
    await sandbox.set({ signatureMismatchStatus: 403 }, "sumsub");
    const headers = { "x-app-access-sig": "00" };
    expect(await sumsub(sandbox, "GET", STATUS, undefined, { headers })).toMatchObject({
      status: 403,
      json: { code: 403 },
    });
  });

  test.each(["x-app-token", "x-app-access-ts", "x-app-access-sig"])("%s is required", async (name) => {
    const reply = await sumsub(sandbox, "GET", STATUS, undefined, { headers: { [name]: "" } });
    expect(reply).toMatchObject({ status: 401, json: { description: `The header ${name} is missing` } });
  });

  test("an unknown app token is refused", async () => {
    const headers = { "x-app-token": "sbx:somebody" };
    expect((await sumsub(sandbox, "GET", STATUS, undefined, { headers })).status).toBe(401);
  });

  test("the time is within a minute of the clock, either way, in seconds", async () => {
    const at = async (time: string) => {
      const headers = {
        "x-app-access-ts": time,
        "x-app-access-sig": signature(DONOR.secretKey, `${time}GET${STATUS}`),
      };
      return (await sumsub(sandbox, "GET", STATUS, undefined, { headers })).status;
    };
    expect(await at(await ts(-59_000))).toBe(200);
    expect(await at(await ts(59_000))).toBe(200);
    expect(await at(await ts(-62_000))).toBe(401);
    expect(await at(await ts(62_000))).toBe(401);
    expect(await at(`${await ts()}000`)).toBe(401);
    expect(await at("now")).toBe(401);
    await sandbox.advance(3600);
    const machine = String(Math.floor(Date.now() / 1000));
    expect(await at(machine)).toBe(401);
    await sandbox.set({ timestampClock: "machine" }, "sumsub");
    expect(await at(machine)).toBe(200);
  });
});

describe("share tokens", () => {
  test("both forms give a token and whom it is for", async () => {
    const byQuery = `${QUERY_FORM}?applicantId=approved-1&forClientId=${FOR_KRIPTOMAT}&ttlInSecs=60`;
    for (const reply of [await sumsub(sandbox, "POST", JSON_FORM, asked()), await sumsub(sandbox, "POST", byQuery)]) {
      expect(reply.status).toBe(200);
      expect(reply.json).toEqual({ token: expect.stringMatching(/^_act-[\w-]{36}$/), forClientId: FOR_KRIPTOMAT });
      expect((await importToken(sandbox, (reply.json as { token: string }).token)).status).toBe(200);
    }
  });

  test.each([
    ["jwt", /^eyJ[\w-]+\.[\w-]+\.$/],
    ["plain", /^[0-9a-f]{32}$/],
  ])("look: %s", async (tokenLook, look) => {
    await sandbox.set({ tokenLook }, "sumsub");
    const token = await shareToken(sandbox);
    expect(token).toMatch(look);
    expect((await importToken(sandbox, token)).status).toBe(200);
  });

  test.each([
    [undefined, 1200],
    [60, 60],
    ["60", 60],
    [100_000, 100_000],
  ])("ttlInSecs %s lasts %i s", async (ttlInSecs, life) => {
    const create = async () => {
      const reply = await sumsub(sandbox, "POST", JSON_FORM, asked({ ttlInSecs }));
      return (reply.json as { token: string }).token;
    };
    const [first, second] = [await create(), await create()];
    await sandbox.advance(life - 1);
    expect((await importToken(sandbox, first)).status).toBe(200);
    await sandbox.advance(1);
    expect((await importToken(sandbox, second)).status).toBe(401);
  });

  test("a longest life can be set", async () => {
    await sandbox.set({ longestTtl: 30 }, "sumsub");
    const token = await shareToken(sandbox);
    await sandbox.advance(30);
    expect((await importToken(sandbox, token)).status).toBe(401);
  });

  test.each([
    [{ applicantId: undefined }],
    [{ applicantId: "" }],
    [{ forClientId: undefined }],
    [{ forClientId: 5 }],
    [{ ttlInSecs: 0 }],
    [{ ttlInSecs: -1 }],
    [{ ttlInSecs: 1.5 }],
    [{ ttlInSecs: "1m" }],
    [{ ttlInSecs: true }],
  ])("%j is refused", async (more) => {
    expect(await sumsub(sandbox, "POST", JSON_FORM, asked(more))).toMatchObject({
      status: 400,
      json: { code: 400, correlationId: expect.any(String) },
    });
  });

  test.each(["[object Object]", "[]", ""])("the body %j is refused", async (body) => {
    expect((await sumsub(sandbox, "POST", JSON_FORM, body)).status).toBe(400);
  });

  test("an applicant nobody knows is not found", async () => {
    const reply = await sumsub(sandbox, "POST", JSON_FORM, asked({ applicantId: "nobody" }));
    expect(reply).toMatchObject({ status: 404, json: { description: "Applicant not found" } });
  });

  test("the app token's role needs the permission", async () => {
    await sandbox.set({ sharePermission: false }, "sumsub");
    expect((await sumsub(sandbox, "POST", JSON_FORM, asked())).status).toBe(403);
  });
});

describe("import", () => {
  const failure = (errorCode: number, errorName: string) => ({
    status: 400,
    json: { code: 400, type: expect.any(String), errorCode, errorName, description: expect.any(String) },
  });

  test("gives the recipient an applicant of its own", async () => {
    const reply = await importToken(sandbox, await shareToken(sandbox));
    expect(reply.json).toMatchObject({
      clientId: FOR_KRIPTOMAT,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:/),
    });
    const { id } = reply.json as { id: string };
    const status = await sumsub(sandbox, "GET", `/resources/applicants/${id}/status`, undefined, {
      account: RECIPIENT,
    });
    expect(status.json).toMatchObject({ reviewStatus: "completed", reviewResult: { reviewAnswer: "GREEN" } });
  });

  test("takes a token once", async () => {
    const token = await shareToken(sandbox);
    expect((await importToken(sandbox, token)).status).toBe(200);
    const again = await importToken(sandbox, token);
    expect(again.status).toBe(401);
    expect((again.json as { description: string }).description).toMatch(/invalid now, created at .*, ttl 1200 s/);
  });

  test("an expired token is a 401 that tells its times, or 10503", async () => {
    const token = await shareToken(sandbox);
    await sandbox.advance(1200);
    expect(await importToken(sandbox, token)).toMatchObject({
      status: 401,
      json: { description: expect.stringMatching(/created at 2.*ttl 1200/) },
    });
    await sandbox.set({ expiredTokenAs: "10503" }, "sumsub");
    expect(await importToken(sandbox, token)).toMatchObject(failure(10503, "invalid-share-token"));
  });

  test("10501: not partners", async () => {
    const token = await shareToken(sandbox);
    expect(await sandbox.staff("sumsub", "set-partners", { clientIds: "a, b" })).toEqual({ partners: ["a", "b"] });
    const reply = await importToken(sandbox, token);
    expect(reply).toMatchObject(failure(10501, "not-in-partners-list"));
    expect(reply.json).not.toHaveProperty("correlationId");
    await sandbox.staff("sumsub", "set-partners", { clientIds: FOR_KRIPTOMAT });
    expect((await importToken(sandbox, token)).status, "not used up").toBe(200);
  });

  test("10502: for somebody else", async () => {
    const token = await shareToken(sandbox, { forClientId: "another" });
    expect(await importToken(sandbox, token)).toMatchObject(failure(10502, "invalid-partner-id"));
  });

  test("10503: no such token", async () => {
    expect(await importToken(sandbox, "_act-none")).toMatchObject(failure(10503, "invalid-share-token"));
  });

  test.each(["unsuitable-1", "retry", "final", "pending", "awaiting-service"])("10504: %s", async (applicantId) => {
    const token = await shareToken(sandbox, { applicantId });
    expect(await importToken(sandbox, token)).toMatchObject(failure(10504, "non-suitable-share-token"));
  });

  test("10518: copying is not enabled", async () => {
    const token = await shareToken(sandbox);
    await sandbox.set({ copyEnabled: false }, "sumsub");
    expect(await importToken(sandbox, token)).toMatchObject(failure(10518, "copy-applicant-disabled"));
  });

  test("a token is required", async () => {
    expect((await importToken(sandbox, "")).status).toBe(400);
  });
});

describe("limits and faults", () => {
  const many = async (count: number, call: () => Promise<{ status: number }>) => {
    const replies = await Promise.all(Array.from({ length: count }, call));
    return replies.filter(({ status }) => status === 429).length;
  };

  test("300 GET and 50 POST in 5 s, counted apart", async () => {
    const read = () => sumsub(sandbox, "GET", STATUS);
    const write = () => sumsub(sandbox, "POST", JSON_FORM, asked());
    expect(await many(52, write)).toBe(2);
    expect(await many(301, read)).toBe(1);
    await sandbox.advance(5);
    expect(await many(1, read)).toBe(0);
    expect(await many(1, write)).toBe(0);
  });

  test("a 429 looks as other errors", async () => {
    await sandbox.set({ writesPer5Seconds: 1 }, "sumsub");
    await shareToken(sandbox);
    expect(await sumsub(sandbox, "POST", JSON_FORM, asked())).toMatchObject({
      status: 429,
      json: { code: 429, description: "Too many requests", correlationId: expect.any(String) },
    });
  });

  test("0 is no limit", async () => {
    await sandbox.set({ readsPer5Seconds: 2 }, "sumsub");
    const read = () => sumsub(sandbox, "GET", STATUS);
    expect(await many(5, read)).toBe(3);
    await sandbox.set({ readsPer5Seconds: 0 }, "sumsub");
    expect(await many(20, read)).toBe(0);
  });

  test("what there is not is a 404 in Sumsub's shape", async () => {
    expect(await sumsub(sandbox, "GET", "/resources/nothing")).toMatchObject({ status: 404, json: { code: 404 } });
    expect((await sumsub(sandbox, "GET", JSON_FORM)).status).toBe(405);
  });

  test("under lost-reply the token is made, or taken, all the same", async () => {
    const token = await shareToken(sandbox);
    await sandbox.control("PUT", "faults", { faults: [{ fault: "lost-reply", operation: "sumsub.importApplicant" }] });
    expect((await importToken(sandbox, token)).status).toBe(502);
    expect((await importToken(sandbox, token)).status).toBe(401);
  });
});
