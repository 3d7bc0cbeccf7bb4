// What Crossmint takes and refuses: paths, locators, keys, bodies.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POLICY, record, STANDARD_DOCUMENTS, upload, user } from "./records.ts";
import { PRODUCTION, type Sandbox, STAGING, startSandbox } from "./start-sandbox.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const LEGAL = `${user("verified-1")}/legal-documents`;

describe("paths", () => {
  test.each([
    ["GET", "/users"],
    ["GET", "/users/userId:a/other"],
    ["GET", "/users/userId:a/"],
    ["GET", "/documents/a/b"],
    ["POST", "/orders"],
  ])("%s %s is not found", async (method, path) => {
    const reply = await sandbox.crossmint(method, path);
    expect(reply).toMatchObject({ status: 404, json: { error: true, message: "not found", code: "not_found" } });
  });

  test.each(["/api/users/userId:a", "/api/2022-06-09/users/userId:a", "/users/userId:a"])(
    "%s: another version or prefix is not found",
    async (path) => {
      const reply = await sandbox.fetch(`https://staging.crossmint.com${path}`, {
        headers: { "x-api-key": "sk_staging_a" },
      });
      expect(reply.status).toBe(404);
    },
  );

  test.each([
    ["POST", "/users/userId:a"],
    ["PATCH", "/users/userId:a"],
    ["PUT", "/documents"],
    ["POST", "/users/userId:a/identity-verification"],
    ["GET", "/users/userId:a/legal-documents"],
  ])("%s %s is no method of that path", async (method, path) => {
    expect((await sandbox.crossmint(method, path)).status).toBe(405);
  });
});

describe("locators", () => {
  test.each([
    ["userId:johnd-123", { userId: "johnd-123" }],
    ["userId:with/slash?and#more%20", { userId: "with/slash?and#more%20" }],
    ["userId:a:b", { userId: "a:b" }],
    ["email:a@b.example", { email: "a@b.example" }],
    ["phoneNumber:+1234567890", { phoneNumber: "+1234567890" }],
    ["twitter:someone", {}],
    ["x:@someone", {}],
  ])("%s is read, percent-encoded", async (locator, named) => {
    const path = `/users/${encodeURIComponent(locator)}`;
    await sandbox.crossmint("PUT", `${path}/legal-documents`, POLICY);
    const reply = await sandbox.crossmint("GET", path);
    expect(reply.status).toBe(200);
    const { userId, email, phoneNumber } = reply.json as Record<string, unknown>;
    expect({ userId, email, phoneNumber }).toEqual({
      userId: undefined,
      email: undefined,
      phoneNumber: undefined,
      ...named,
    });
  });

  test("a bare colon and an encoded one name the same person", async () => {
    await sandbox.crossmint("PUT", "/users/userId%3Aann/legal-documents", POLICY);
    expect((await sandbox.crossmint("GET", "/users/userId:ann")).status).toBe(200);
    expect((await sandbox.crossmint("GET", "/users/userId:bob")).status).toBe(404);
  });

  test.each([
    "johnd",
    "userId:",
    ":a",
    "userid:a",
    "wallet:a",
    "toString:a",
    "email:nobody",
    "phoneNumber:home",
    "twitter:a%20b",
    "userId%3A%ZZ",
    "userId%3A%0A",
  ])("%s is malformed", async (segment) => {
    for (const [method, path, body] of [
      ["GET", "", undefined],
      ["PUT", "", {}],
      ["PUT", "/legal-documents", POLICY],
      ["PUT", "/identity-verification", undefined],
      ["GET", "/identity-verification", undefined],
    ] as const) {
      const reply = await sandbox.crossmint(method, `/users/${segment}${path}`, body);
      expect(reply).toMatchObject({ status: 400, json: { error: true, code: "invalid_user_locator" } });
    }
  });
});

describe("keys", () => {
  async function withKey(base: string, key: string | null): Promise<unknown[]> {
    const headers: Record<string, string> = key === null ? {} : { "X-API-KEY": key };
    const { status, json } = await sandbox.fetch(`${base}/users/userId:a`, { headers });
    const { error, code } = json as { error: unknown; code: string };
    expect(error).toBe(true);
    return [status, code];
  }

  test.each([
    [STAGING, null, 401, "missing_api_key"],
    [STAGING, "", 401, "missing_api_key"],
    [STAGING, "secret", 401, "invalid_api_key"],
    [STAGING, "sk_test_abc", 401, "invalid_api_key"],
    [STAGING, "sk_live_abc", 401, "invalid_api_key"],
    [STAGING, "sk_staging_", 401, "invalid_api_key"],
    [STAGING, "ck_staging_abc", 403, "server_key_required"],
    [STAGING, "sk_production_abc", 403, "wrong_environment"],
    [STAGING, "sk_development_abc", 403, "wrong_environment"],
    [PRODUCTION, "sk_staging_abc", 403, "wrong_environment"],
    [STAGING, "sk_staging_abc", 404, "user_not_found"],
    [PRODUCTION, "sk_production_abc", 404, "user_not_found"],
  ])("%s with %s: %i %s", async (base, key, status, code) => {
    expect(await withKey(base, key)).toEqual([status, code]);
  });

  test("staging and production know different people", async () => {
    await sandbox.crossmint("PUT", LEGAL, POLICY);
    const headers = { "x-api-key": "sk_production_abc" };
    expect((await sandbox.fetch(PRODUCTION + user("verified-1"), { headers })).status).toBe(404);
    expect((await sandbox.crossmint("GET", user("verified-1"))).status).toBe(200);
  });

  test("scopes can be taken from the key", async () => {
    await sandbox.set({ scopes: "users.read" });
    const missing = { status: 403, json: { code: "missing_scope" } };
    expect(await sandbox.crossmint("PUT", LEGAL, POLICY)).toMatchObject(missing);
    expect(await upload(sandbox, "a", "id-passport")).toMatchObject(missing);
    await sandbox.set({ scopes: "users.create" });
    expect((await sandbox.crossmint("PUT", LEGAL, POLICY)).status).toBe(200);
    expect(await sandbox.crossmint("GET", user("verified-1"))).toMatchObject(missing);
  });
});

describe("bodies", () => {
  test.each(["", "acceptedAt=2026", "[object Object]", "{", "null", "[]", '"text"'])("%j is refused", async (body) => {
    const headers = { "content-type": "application/json", "x-api-key": "sk_staging_a" };
    for (const [method, path] of [
      ["PUT", LEGAL],
      ["PUT", user("a")],
      ["POST", "/documents"],
    ]) {
      expect((await sandbox.fetch(`${STAGING}${path}`, { method: method ?? "", headers, body })).status).toBe(400);
    }
  });

  test("a body of more than 16 MB is refused", async () => {
    const data = "A".repeat(16 * 1024 * 1024);
    expect(await upload(sandbox, "a", "id-passport", { data })).toMatchObject({
      status: 413,
      json: { error: true, code: "body_too_large" },
    });
    await sandbox.crossmint("PUT", user("a"), {});
    const taken = { data: "A".repeat(10 * 1024 * 1024) };
    expect((await upload(sandbox, "a", "id-passport", taken)).status).toBe(201);
  });

  test("the content type must be JSON, parameters are allowed", async () => {
    const send = async (type: string) => {
      const headers = { "content-type": type, "x-api-key": "sk_staging_a" };
      return (await sandbox.fetch(STAGING + LEGAL, { method: "PUT", headers, body: JSON.stringify(POLICY) })).status;
    };
    expect(await send("text/plain")).toBe(415);
    expect(await send("application/x-www-form-urlencoded")).toBe(415);
    expect(await send("application/json; charset=utf-8")).toBe(200);
  });

  test.each([
    ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z"],
    ["2024-02-29T23:59Z", "2024-02-29T23:59:00.000Z"],
    ["2026-12-31T23:59:59.123456Z", "2026-12-31T23:59:59.123Z"],
  ])("acceptedAt %s is recorded as %s", async (acceptedAt, recorded) => {
    const reply = await sandbox.crossmint("PUT", LEGAL, { ...POLICY, acceptedAt });
    expect(reply).toMatchObject({ status: 200, json: { acceptedAt: recorded } });
  });

  test.each([
    "2026-01-01T00:00:00",
    "2026-01-01T00:00:00+00:00",
    "2026-01-01 00:00:00Z",
    "2026-01-01",
    "2025-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:60:00Z",
    "2026-01-01T00:00:00z",
    "2026-01-01T00:00:00.Z",
    1767225600,
    null,
    undefined,
  ])("acceptedAt %s is refused and nothing is recorded", async (acceptedAt) => {
    const reply = await sandbox.crossmint("PUT", LEGAL, { ...POLICY, acceptedAt });
    expect(reply).toMatchObject({ status: 400, json: { code: "invalid_request" } });
    expect((reply.json as { message: string }).message).toMatch(/^acceptedAt /);
    expect((await sandbox.crossmint("GET", user("verified-1"))).status).toBe(404);
  });

  test.each([
    [{ type: "crossmint-terms-of-service", region: "eu" }, 200],
    [{ type: "crossmint-terms-of-service", region: "worldwide" }, 200],
    [{ type: "crossmint-terms-of-service", region: "us" }, 200],
    [{ type: "crossmint-terms-of-service", region: "mars" }, 400],
    [{ type: "crossmint-terms-of-service" }, 400],
    [{ type: "crossmint-privacy-policy", region: "mars" }, 200],
    [{ type: "privacy-policy" }, 400],
    [{ type: undefined }, 400],
    [{ type: "crossmint-privacy-policy", version: 2 }, 400],
  ])("legal document %j: %i", async (document, status) => {
    const reply = await sandbox.crossmint("PUT", LEGAL, { acceptedAt: POLICY.acceptedAt, ...document });
    expect(reply.status).toBe(status);
  });

  test.each([
    ["userDetails.dateOfBirth", { userDetails: { dateOfBirth: "1990-02-30" } }],
    ["userDetails.dateOfBirth", { userDetails: { dateOfBirth: "28.02.1990" } }],
    ["userDetails.countryOfResidence", { userDetails: { countryOfResidence: "DEU" } }],
    ["userDetails.countryOfResidence", { userDetails: { countryOfResidence: "UK" } }],
    ["userDetails.countryOfResidence", { userDetails: { countryOfResidence: "de" } }],
    ["userDetails.firstName", { userDetails: { firstName: 1 } }],
    ["userDetails.firstName", { userDetails: { firstName: " " } }],
    ["userDetails.name", { userDetails: { name: "Ada" } }],
    ["userDetails", { userDetails: null }],
    ["userDetails", { userDetails: [] }],
    ["kycData.nationality", { kycData: { nationality: "Germany" } }],
    ["kycData.email", { kycData: { email: "nobody" } }],
    ["kycData.phoneNumber", { kycData: { phoneNumber: "home" } }],
    ["kycData.ipAddresses", { kycData: { ipAddresses: [1] } }],
    ["kycData.addressOfResidence.city", { kycData: { addressOfResidence: { city: 3 } } }],
    ["kycData.identityDocument.issuingCountryCode", { kycData: { identityDocument: { issuingCountryCode: "USA" } } }],
    ["kycData.identityDocument.image", { kycData: { identityDocument: { image: {} } } }],
    ["dueDiligence.employmentStatus", { dueDiligence: { employmentStatus: "full time" } }],
    ["verificationHistory.idVerificationTimestamp", { verificationHistory: { idVerificationTimestamp: "2026-01-01" } }],
    ["enhancedDueDiligence", { enhancedDueDiligence: {} }],
    ["products", { products: ["onramp"] }],
  ])("user with a wrong %s is refused", async (field, body) => {
    const reply = await sandbox.crossmint("PUT", user("a"), body);
    expect(reply.status).toBe(400);
    expect((reply.json as { message: string }).message).toContain(field);
    expect((await sandbox.crossmint("GET", user("a"))).status).toBe(404);
  });

  test("every problem of a body is named, and no value is repeated", async () => {
    const reply = await sandbox.crossmint("PUT", user("a"), {
      userDetails: { dateOfBirth: "yesterday" },
      kycData: { email: "nobody" },
    });
    const { message } = reply.json as { message: string };
    expect(message).toContain("userDetails.dateOfBirth");
    expect(message).toContain("kycData.email");
    expect(message).not.toMatch(/yesterday|nobody/);
  });

  test("all documented members of a record are taken", async () => {
    const full = record();
    Object.assign(full.kycData, { email: "a@b.example", phoneNumber: "+491700000000", ipAddresses: [] });
    Object.assign(full.dueDiligence, {
      industry: "financial-institution",
      estimatedYearlyIncome: "income-50k-100k",
      expectedYearlyTxVolume: "volume-0-25k",
    });
    Object.assign(full.verificationHistory, { livenessVerificationTimestamp: "2026-01-01T00:00:00.5Z" });
    expect((await sandbox.crossmint("PUT", user("a"), full)).status).toBe(200);
  });
});

describe("document bodies", () => {
  beforeEach(async () => {
    await sandbox.crossmint("PUT", user("a"), record("ES"));
  });

  test.each([
    ...STANDARD_DOCUMENTS,
    ...["id-idcard-front", "id-idcard-back", "id-residency-permit"],
    ...["proof-of-address", "proof-of-income", "selfie-left", "selfie-right"],
  ])("%s is taken", async (documentType) => {
    expect((await upload(sandbox, "a", documentType)).status).toBe(201);
  });

  test.each(["id-ssn", "id", "passport", "", 1])("%s is no document type", async (documentType) => {
    expect((await upload(sandbox, "a", "id-passport", { documentType })).status).toBe(400);
  });

  test("a residency permit is for residents of Spain only", async () => {
    await sandbox.crossmint("PUT", user("b"), record("DE"));
    const reply = await upload(sandbox, "b", "id-residency-permit");
    expect(reply.status).toBe(400);
    expect(reply.text).toContain("Spain");
    await sandbox.crossmint("PUT", user("c"), {});
    expect((await upload(sandbox, "c", "id-residency-permit")).status).toBe(400);
  });

  test.each([
    "aGVsbG8=",
    "aGVsbG8",
    "aGVsbA",
    "aGVsbG8h",
    "data:image/png;base64,aGVsbG8=",
    "data:application/pdf;base64,aGVsbG8=",
  ])("data %s is taken", async (data) => {
    expect((await upload(sandbox, "a", "id-passport", { data })).status).toBe(201);
  });

  test.each([
    "",
    "hello!",
    "aGVsb",
    "aGVsbA=",
    "aGVsbG8==",
    "data:image/png,hello",
    "data:image/png;base64,",
    "=",
    7,
    null,
  ])("data %s is refused", async (data) => {
    expect((await upload(sandbox, "a", "id-passport", { data })).status).toBe(400);
  });

  test.each([
    ["2030-01-01", 201],
    ["01.01.2030", 400],
    ["2030-1-1", 400],
    ["2030-01-01T00:00:00Z", 400],
  ])("expiresAt %s: %i", async (expiresAt, status) => {
    expect((await upload(sandbox, "a", "id-passport", { expiresAt })).status).toBe(status);
  });

  test("the locator is nested in reference; the flat form is refused", async () => {
    const rest = { documentType: "id-passport", data: "aGVsbG8=" };
    const flat = await sandbox.crossmint("POST", "/documents", { userLocator: "userId:a", ...rest });
    expect(flat.status).toBe(400);
    expect(flat.text).toContain("reference is required");
    const empty = await sandbox.crossmint("POST", "/documents", { reference: {}, ...rest });
    expect(empty.text).toContain("reference.userLocator is required");
    const malformed = await sandbox.crossmint("POST", "/documents", { reference: { userLocator: "a" }, ...rest });
    expect(malformed).toMatchObject({ status: 400, json: { code: "invalid_user_locator" } });
    const encoded = await sandbox.crossmint("POST", "/documents", {
      reference: { userLocator: "userId%3Aa" },
      ...rest,
    });
    expect(encoded.status).toBe(400);
  });

  test("a document of nobody known is refused", async () => {
    expect((await upload(sandbox, "nobody", "id-passport")).status).toBe(404);
  });
});
