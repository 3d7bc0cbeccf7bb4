// What Crossmint keeps of a user: sections, legal documents, documents, and the switches of their shapes.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POLICY, record, upload, user } from "./records.ts";
import { type Read, type Sandbox, startSandbox } from "./start-sandbox.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const ME = user("verified-1");
const accept = (body: object = POLICY): Promise<Read> => sandbox.crossmint("PUT", `${ME}/legal-documents`, body);
const none = { userDetails: false, kycData: false, dueDiligence: false, verificationHistory: false };

describe("the record", () => {
  test("a put replaces all that was there before", async () => {
    const full = record();
    const first = await sandbox.crossmint("PUT", ME, full);
    expect(first).toMatchObject({
      status: 200,
      json: { userDetails: true, kycData: true, dueDiligence: true, verificationHistory: true, legalDocuments: [] },
    });
    const { kycData } = full;
    expect((await sandbox.crossmint("PUT", ME, { kycData })).json).toMatchObject({ ...none, kycData: true });
    expect((await sandbox.crossmint("GET", ME)).json).toMatchObject({ ...none, kycData: true });
    expect((await sandbox.crossmint("PUT", ME, {})).json).toMatchObject(none);
  });

  test("an empty section is not stored", async () => {
    expect((await sandbox.crossmint("PUT", ME, { userDetails: {}, dueDiligence: {} })).json).toMatchObject(none);
  });

  test("a refused put leaves the record as it was", async () => {
    await sandbox.crossmint("PUT", ME, record());
    await sandbox.crossmint("PUT", ME, { userDetails: { countryOfResidence: "Deutschland" } });
    expect((await sandbox.crossmint("GET", ME)).json).toMatchObject({ userDetails: true, kycData: true });
  });

  test("a put keeps acceptances and documents", async () => {
    await accept();
    await sandbox.crossmint("PUT", ME, record());
    const { id } = (await upload(sandbox, "verified-1", "id-passport")).json as { id: string };
    const reply = await sandbox.crossmint("PUT", ME, {});
    expect(reply.json).toMatchObject({ legalDocuments: [{ type: POLICY.type }] });
    expect((await sandbox.crossmint("GET", `/documents/${id}`)).status).toBe(200);
  });

  test("no personal data comes back", async () => {
    const full = record();
    Object.assign(full.kycData, { email: "ada@muster.example", phoneNumber: "+491700000000" });
    const replies = [
      await accept(),
      await sandbox.crossmint("PUT", ME, full),
      await sandbox.crossmint("GET", ME),
      await upload(sandbox, "verified-1", "id-passport"),
      await sandbox.crossmint("PUT", `${ME}/identity-verification`),
    ];
    for (const { text } of replies) expect(text).not.toMatch(/Ada|Muster|1990|C01X00T47|49170|aGVsbG8|ada@/);
  });

  test("the legal entity of the project can be another than the residence asks for", async () => {
    const refusal = { status: 403, json: { message: "project not configured to support the users KYC endpoints" } };
    await sandbox.set({ legalEntity: "crossmint-europe" });
    expect(await sandbox.crossmint("PUT", ME, record("US"))).toMatchObject(refusal);
    expect((await sandbox.crossmint("PUT", ME, record("DE"))).status).toBe(200);
    await sandbox.set({ legalEntity: "crossmint-horizon" });
    expect(await sandbox.crossmint("PUT", ME, record("DE"))).toMatchObject(refusal);
    expect((await sandbox.crossmint("PUT", ME, record("US"))).status).toBe(200);
  });
});

describe("legal documents", () => {
  test("an acceptance creates the user", async () => {
    expect((await sandbox.crossmint("GET", ME)).status).toBe(404);
    expect(await accept()).toMatchObject({ status: 200, json: { acceptedAt: "2026-01-01T00:00:00.000Z" } });
    expect((await sandbox.crossmint("GET", ME)).json).toEqual({
      userId: "verified-1",
      ...none,
      legalDocuments: [
        { type: "crossmint-privacy-policy", acceptedAt: "2026-01-01T00:00:00.000Z", isValidVersion: true },
      ],
    });
  });

  test("a later acceptance takes the place of the earlier; other documents stand beside it", async () => {
    await accept();
    await accept({ ...POLICY, acceptedAt: "2026-02-01T00:00:00Z" });
    await accept({ type: "crossmint-terms-of-service", region: "eu", acceptedAt: "2026-03-01T00:00:00Z" });
    const { legalDocuments } = (await sandbox.crossmint("GET", ME)).json as { legalDocuments: unknown };
    expect(legalDocuments).toEqual([
      { type: "crossmint-privacy-policy", acceptedAt: "2026-02-01T00:00:00.000Z", isValidVersion: true },
      { type: "crossmint-terms-of-service", acceptedAt: "2026-03-01T00:00:00.000Z", isValidVersion: true },
    ]);
  });

  test("a new version of the policy outdates every acceptance until it is accepted again", async () => {
    await accept();
    await sandbox.control("POST", "partners/crossmint/renew-policy", {});
    expect((await sandbox.crossmint("GET", ME)).json).toMatchObject({ legalDocuments: [{ isValidVersion: false }] });
    await accept();
    expect((await sandbox.crossmint("GET", ME)).json).toMatchObject({ legalDocuments: [{ isValidVersion: true }] });
  });

  test("the documented spellings and shapes can be switched", async () => {
    await accept();
    const documents = async () =>
      ((await sandbox.crossmint("GET", ME)).json as { legalDocuments?: unknown }).legalDocuments;
    const line = { type: POLICY.type, acceptedAt: "2026-01-01T00:00:00.000Z" };
    await sandbox.set({ versionField: "validVersion" });
    expect(await documents()).toEqual([{ ...line, validVersion: true }]);
    await sandbox.set({ legalDocuments: "object" });
    expect(await documents()).toEqual({ ...line, validVersion: true });
    await sandbox.set({ legalDocuments: "absent" });
    expect(await documents()).toBeUndefined();
  });
});

describe("documents", () => {
  beforeEach(async () => {
    await accept();
  });

  test("a first upload is created with an id, by which it can be read", async () => {
    const reply = await upload(sandbox, "verified-1", "id-passport", { expiresAt: "2030-01-01" });
    expect(reply.status).toBe(201);
    expect(reply.json).toEqual({
      id: expect.stringMatching(/^doc_/),
      documentType: "id-passport",
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      expiresAt: "2030-01-01",
    });
    const { id } = reply.json as { id: string };
    expect(await sandbox.crossmint("GET", `/documents/${id}`)).toMatchObject({ status: 200, json: reply.json });
  });

  test("without an expiry none is told", async () => {
    expect((await upload(sandbox, "verified-1", "id-passport")).json).not.toHaveProperty("expiresAt");
  });

  test("the same type of the same person is replaced, others are not", async () => {
    await sandbox.crossmint("PUT", user("other"), record());
    const idOf = (reply: Read) => (reply.json as { id: string }).id;
    const first = await upload(sandbox, "verified-1", "id-passport");
    const selfie = await upload(sandbox, "verified-1", "selfie-front");
    const others = await upload(sandbox, "other", "id-passport");
    const second = await upload(sandbox, "verified-1", "id-passport");
    expect([first.status, selfie.status, others.status, second.status]).toEqual([201, 201, 201, 200]);
    const status = async (reply: Read) => (await sandbox.crossmint("GET", `/documents/${idOf(reply)}`)).status;
    expect(await Promise.all([first, selfie, others, second].map(status))).toEqual([404, 200, 200, 200]);
  });

  test("an unknown document is not found", async () => {
    expect(await sandbox.crossmint("GET", "/documents/doc_none")).toMatchObject({
      status: 404,
      json: { code: "document_not_found" },
    });
  });
});

describe("shapes of errors", () => {
  test.each([
    ["code", { error: true, message: "user not found", code: "user_not_found" }],
    ["reason", { error: { reason: "user_not_found", message: "user not found" }, message: "user not found" }],
    ["text", { error: "user not found" }],
    ["list", { error: true, message: ["user not found"] }],
  ])("%s", async (errorShape, body) => {
    await sandbox.set({ errorShape });
    expect(await sandbox.crossmint("GET", ME)).toMatchObject({ status: 404, json: body });
    expect((await sandbox.crossmint("GET", ME)).json).toEqual(body);
  });
});
