// Kriptomat: users, KYC by import and request, and each made-up person.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { kriptomat, PRODUCTION, shown, tokenFor, USERS } from "./kriptomat-client.ts";
import { type Read, type Sandbox, startSandbox } from "./start-sandbox.ts";
import { importToken, shareToken } from "./sumsub-client.ts";

let sandbox: Sandbox;
let token: string;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.reset();
  token = await tokenFor(sandbox);
});

const set = (settings: object) => sandbox.set({ ...settings }, "kriptomat");
const call = (method: string, path: string, json?: unknown) => kriptomat(sandbox, token, method, path, json);
const show = (user: string | number) => shown(sandbox, token, user);
const emailOf = ({ email }: Record<string, unknown>) => String(email);
const statuses = async (user: string | number) => {
  const { kyc_status, edd_status } = await show(user);
  return [kyc_status, edd_status];
};
const PRINTED = "/v1/users";
const doImport = async (user: string | number, share?: string, root = PRINTED): Promise<Read> =>
  call("POST", `${root}/${user}/kyc-import`, { token: share ?? (await shareToken(sandbox)) });

describe("show user", () => {
  test("has every documented field, in an envelope", async () => {
    const reply = await call("GET", `${USERS}/1001`);
    expect(reply.json).toEqual({
      status: true,
      data: {
        email: " user-1001@kriptomat.sandbox.example ",
        name: "Ada",
        surname: "Muster",
        phone: expect.stringMatching(/^\+\d+$/),
        date_of_birth: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        address: "Musterweg 12",
        building_number: "12",
        city: "Berlin",
        postal_code: "10115",
        country: "DEU",
        status: "active",
        kyc_status: "not_started",
        edd_status: "",
      },
    });
  });

  test.each([
    ["first", [" a ", "a"]],
    ["never", ["a", "a"]],
    ["always", [" a ", " a "]],
  ])("blanks around the e-mail: %s", async (blankEmail, expected) => {
    await set({ blankEmail });
    const email = async () => emailOf(await show(1001)).replace("user-1001@kriptomat.sandbox.example", "a");
    expect([await email(), await email()]).toEqual(expected);
  });

  test("edd_status before the end can be not_required", async () => {
    await set({ freshEdd: "not_required" });
    expect(await statuses(1001)).toEqual(["not_started", "not_required"]);
  });

  test.each([
    0,
    1,
    999,
    10_000,
    101_001,
    999_999_999,
    10_000_000_000,
    101_000_000_001,
    -1,
    "1001x",
    "nobody",
    "passedly",
    "%",
  ])("%s is not found", async (id) => {
    expect(await call("GET", `${USERS}/${id}`)).toMatchObject({ status: 404, json: { status: false } });
  });

  test("accounts do not see each other's users", async () => {
    const other = await tokenFor(sandbox, 1);
    const find = async (bearer: string, id: number) =>
      (await kriptomat(sandbox, bearer, "GET", `${USERS}/${id}`)).status;
    for (const [own, foreign] of [
      [1001, 101_001],
      [1_000_000_000, 101_000_000_000],
      [9_999_999_999, 109_999_999_999],
    ] as const) {
      expect([await find(token, own), await find(token, foreign)]).toEqual([200, 404]);
      expect([await find(other, own), await find(other, foreign)]).toEqual([404, 200]);
    }
  });

  test("a name is a user with a number of its own", async () => {
    const number = async (name: string) => Number(/\d+/.exec(emailOf(await show(name)))?.[0]);
    const [ada, bert] = [await number("edd-required-ada"), await number("edd-required-bert")];
    expect(ada).not.toBe(bert);
    expect(await number("edd-required-ada")).toBe(ada);
    await doImport("edd-required-ada");
    expect(await statuses(ada), "the same user").toEqual(["pending", ""]);
    expect(await statuses(bert)).toEqual(["not_started", ""]);
    expect((await call("GET", `${USERS}/${bert + 1}`)).status, "nobody has that number yet").toBe(404);
  });
});

describe("people", () => {
  const all: [string, number, string, string][] = [
    ["passed", 1000, "passed", "not_required"],
    ["verified", 2000, "verified", "not_required"],
    ["failed", 3000, "failed", "not_required"],
    ["declined", 4000, "declined", "not_required"],
    ["edd-required", 5000, "passed", "required"],
    ["edd-failed", 6000, "passed", "failed"],
    ["edd-confirmed", 7000, "passed", "confirmed"],
  ];

  test.each(all)("%s, from %i: %s, edd %s", async (outcome, first, kyc, edd) => {
    for (const user of [first, first + 999, `${outcome}-1`]) {
      expect(await statuses(user)).toEqual(["not_started", ""]);
      expect((await doImport(user)).status).toBe(200);
      expect(await statuses(user)).toEqual(["pending", ""]);
      await sandbox.advance(2.999);
      expect(await statuses(user)).toEqual(["pending", ""]);
      await sandbox.advance(0.001);
      expect(await statuses(user)).toEqual([kyc, edd]);
    }
  });

  test("slow takes a day", async () => {
    await doImport(8000);
    await sandbox.advance(3500);
    expect(await statuses(8000)).toEqual(["pending", ""]);
    await sandbox.advance(82_899);
    await sandbox.advance(30);
    token = await tokenFor(sandbox);
    expect(await statuses(8000)).toEqual(["passed", "not_required"]);
    await set({ slowSeconds: 10 });
    await doImport("slow-2");
    await sandbox.advance(10);
    expect(await statuses("slow-2")).toEqual(["passed", "not_required"]);
  });

  test("never-started stays so", async () => {
    expect((await doImport(9000)).status).toBe(200);
    expect((await call("POST", `${PRINTED}/9000/kyc-request`)).status).toBe(200);
    await sandbox.advance(3000);
    expect(await statuses(9000)).toEqual(["not_started", ""]);
  });

  test.each(["passed", "verified"])("one word for all who passed: %s", async (passedWord) => {
    await set({ passedWord, reviewSeconds: 0 });
    for (const [user, expected] of [
      [1000, passedWord],
      [2000, passedWord],
      [3000, "failed"],
    ] as const) {
      await doImport(user);
      expect((await statuses(user))[0]).toBe(expected);
    }
  });

  test("the time to the result is a setting", async () => {
    await set({ reviewSeconds: 600 });
    await doImport(1000);
    await sandbox.advance(599);
    expect((await statuses(1000))[0]).toBe("pending");
    await sandbox.advance(1);
    expect((await statuses(1000))[0]).toBe("passed");
  });
});

describe("kyc-import", () => {
  test.each([
    ["empty", ""],
    ["status", '{"status":true}'],
  ])("reply: %s", async (importReply, text) => {
    await set({ importReply });
    expect(await doImport(1000)).toMatchObject({ status: 200, text });
  });

  test.each([
    ["both", 200, 200],
    ["printed", 200, 404],
    ["prefixed", 404, 200],
  ])("path: %s", async (importPath, printed, prefixed) => {
    await set({ importPath });
    expect((await doImport(1000, undefined, PRINTED)).status).toBe(printed);
    expect((await doImport(1001, undefined, USERS)).status).toBe(prefixed);
    expect((await call("POST", `${PRINTED}/1002/kyc-request`)).status).toBe(printed);
    expect((await call("POST", `${USERS}/1003/kyc-request`)).status).toBe(prefixed);
  });

  test("takes a token once, whoever takes it", async () => {
    const share = await shareToken(sandbox);
    expect((await doImport(1000, share)).status).toBe(200);
    expect((await doImport(1001, share)).status).toBe(422);
    expect((await importToken(sandbox, share)).status).toBe(401);
    const other = await shareToken(sandbox);
    await importToken(sandbox, other);
    expect((await doImport(1001, other)).status).toBe(422);
    expect(await statuses(1001)).toEqual(["not_started", ""]);
  });

  const fails = (message: string) => ({ status: 422, json: { status: false, message: `Import failed: ${message}.` } });

  test("a token that nobody made", async () => {
    expect(await doImport(1000, "_act-none")).toMatchObject(fails("invalid-share-token"));
  });

  test("a token for somebody else", async () => {
    const share = await shareToken(sandbox, { forClientId: "another" });
    expect(await doImport(1000, share)).toMatchObject(fails("invalid-partner-id"));
  });

  test("an expired token", async () => {
    const share = await shareToken(sandbox, { ttlInSecs: "10" });
    await sandbox.advance(10);
    expect(await doImport(1000, share)).toMatchObject(fails("share token is invalid now"));
  });

  test("a token of somebody who is not approved", async () => {
    const share = await shareToken(sandbox, { applicantId: "retry-1" });
    expect(await doImport(1000, share)).toMatchObject(fails("non-suitable-share-token"));
  });

  test("not partners at Sumsub, or copying not enabled there", async () => {
    const share = await shareToken(sandbox);
    await sandbox.set({ copyEnabled: false }, "sumsub");
    expect(await doImport(1000, share)).toMatchObject(fails("copy-applicant-disabled"));
    await sandbox.set({ copyEnabled: true }, "sumsub");
    await sandbox.staff("sumsub", "set-partners", { clientIds: "" });
    expect(await doImport(1000, share)).toMatchObject(fails("not-in-partners-list"));
  });

  test.each([400, 401, 422, 200])("the status of a failure: %i", async (importRefusalStatus) => {
    await set({ importRefusalStatus });
    const reply = await doImport(1000, "_act-none");
    expect(reply).toMatchObject({ status: importRefusalStatus, json: { status: false } });
    expect(await statuses(1000)).toEqual(["not_started", ""]);
  });

  test.each([[{}], [{ token: "" }], [{ token: 5 }]])("%j is a 422", async (body) => {
    expect((await call("POST", `${PRINTED}/1000/kyc-import`, body)).status).toBe(422);
  });

  test("the body must be JSON", async () => {
    const sent = { method: "POST", headers: { authorization: `Bearer ${token}` } };
    const url = `${PRODUCTION}${PRINTED}/1000/kyc-import`;
    expect((await sandbox.fetch(url, { ...sent, body: "[object Object]" })).status).toBe(400);
    const body = JSON.stringify({ token: await shareToken(sandbox) });
    expect((await sandbox.fetch(url, { ...sent, body })).status, "no other header is needed").toBe(200);
  });

  test("running or passed KYC is not started again, and the token not used up; failed KYC is", async () => {
    const share = await shareToken(sandbox);
    await doImport(1000);
    expect((await doImport(1000, share)).status).toBe(422);
    await sandbox.advance(3);
    expect((await doImport(1000, share)).status).toBe(422);
    await doImport(3000);
    await sandbox.advance(3);
    expect(await statuses(3000)).toEqual(["failed", "not_required"]);
    expect((await doImport(3000, share)).status).toBe(200);
    expect(await statuses(3000)).toEqual(["pending", ""]);
  });

  test("of a user of another account, or without a session", async () => {
    const share = await shareToken(sandbox);
    expect((await doImport(101_000, share)).status).toBe(404);
    const sent = { method: "POST", json: { token: share } };
    expect((await sandbox.fetch(`${PRODUCTION}${PRINTED}/1000/kyc-import`, sent)).status).toBe(401);
    expect((await doImport(1000, share)).status).toBe(200);
  });
});

describe("kyc-request", () => {
  const LINK = expect.stringMatching(/^https:\/\/kyc\.kriptomat\.sandbox\.example\//);
  test.each([
    ["url", { url: LINK }],
    ["link", { link: LINK }],
    ["redirect_url", { redirect_url: LINK }],
    ["data.url", { data: { url: LINK } }],
    ["data.link", { data: { link: LINK } }],
  ])("the link is in %s", async (requestLink, body) => {
    await set({ requestLink });
    const reply = await call("POST", `${USERS}/2000/kyc-request`, {});
    expect(reply.json).toEqual({ status: true, ...body });
    expect(await statuses(2000)).toEqual(["pending", ""]);
    await sandbox.advance(3);
    expect(await statuses(2000)).toEqual(["verified", "not_required"]);
  });

  test("needs no body, but one that is there must be JSON", async () => {
    expect((await call("POST", `${PRINTED}/1000/kyc-request`)).status).toBe(200);
    const sent = { method: "POST", headers: { authorization: `Bearer ${token}` }, body: "x" };
    expect((await sandbox.fetch(`${PRODUCTION}${PRINTED}/1001/kyc-request`, sent)).status).toBe(400);
  });
});
