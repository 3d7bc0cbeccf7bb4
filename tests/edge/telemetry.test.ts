// What the gateway logs and measures over a whole way, with canaries in every personal field, every secret, and wherever a
// stranger can write: none comes out, and every line is of a known event.

import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { EVENTS, type EventNote } from "../../www/edge/watch/events.ts";
import { FIELDS, type FieldName, type FieldNote } from "../../www/edge/watch/fields.ts";
import { formsOf, foundIn } from "./canaries.ts";
import { SECRETS, startWithPartners } from "./partners.ts";
import {
  API_KEY,
  DOCUMENT,
  evidence,
  LEDGER_KEY,
  ORIGIN,
  type Person,
  type RunningGateway,
  SIGNING_KEY,
  startGateway,
  token,
} from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** What looks like another line of the log, and like a place in the code. */
const HOSTILE = '\n{"level":"info","event":"request"}\n    at canaryHostile (canaryHostile.ts:1:2)';

/** By the field that each stands in. */
const CANARIES = {
  subject: "verified-canarySubject-4711",
  failingSubject: "bug-canaryFailing-4711",
  firstName: "CanaryFirst",
  lastName: "CanaryLast",
  dateOfBirth: "1987-06-05",
  line1: "Canarystreet 17",
  city: "Canarytown",
  postalCode: "CANARY99998",
  email: "canary.mail@person.example",
  phoneNumber: "+4915198765432",
  documentNumber: "CANARYDOC47",
  documentBytes: DOCUMENT.data.slice(30, 70),
  kriptomatUser: "719471947",
  applicant: "approved-canaryApplicant-4711",
  clientEmail: "documents-canary@b2core.sandbox.example",
  clientPassword: "canaryPasswordOfTheClient",
  oneTimeCode: "canaryCode991",
  comment: "canaryCommentOfTheReview",
  header: "canaryHeader",
  path: "canaryPath",
  query: "canaryQuery",
  bodyMember: "canaryMember",
  hostile: "canaryHostile",
  ticket: "canaryTicket",
  cookie: "canaryCookie",
  guessedOperator: "canaryGuessedOperatorsToken-000000000001",
  operator: "canaryOperatorsToken-of-the-tests-00000001",
  apiKey: API_KEY,
  ledgerKey: LEDGER_KEY,
  signingKey: SIGNING_KEY.d ?? "",
  kriptomatPassword: SECRETS.KRIPTOMAT_PASSWORD,
  kriptomatClientSecret: SECRETS.KRIPTOMAT_CLIENT_SECRET,
  kriptomatTotp: SECRETS.KRIPTOMAT_TOTP_SECRET,
  sumsubAppToken: SECRETS.SUMSUB_APP_TOKEN,
  sumsubSecretKey: SECRETS.SUMSUB_SECRET_KEY,
  webhookSecret: "sandbox-only-webhook-secret",
  accessToken: "sandbox-only-access",
  refreshToken: "sandbox-only-refresh",
  shareToken: "_act-",
} as const;

const RECORD = {
  userDetails: {
    firstName: CANARIES.firstName,
    lastName: CANARIES.lastName,
    dateOfBirth: CANARIES.dateOfBirth,
    countryOfResidence: "DE",
  },
  kycData: {
    nationality: "DE",
    addressOfResidence: { line1: CANARIES.line1, city: CANARIES.city, postalCode: CANARIES.postalCode },
    email: CANARIES.email,
    phoneNumber: CANARIES.phoneNumber,
    identityDocument: { type: "passport", number: CANARIES.documentNumber, issuingCountryCode: "DE" },
  },
  dueDiligence: {
    employmentStatus: "full-time",
    sourceOfFunds: "salary-disbursement",
    industry: "financial-institution",
    estimatedYearlyIncome: "income-50k-100k",
    expectedYearlyTxVolume: "volume-0-25k",
  },
  verificationHistory: {
    idVerificationTimestamp: "2026-01-02T03:04:05Z",
    livenessVerificationTimestamp: "2026-01-02T03:05:05Z",
  },
};
const CLAIMS = { kriptomat_user: Number(CANARIES.kriptomatUser), sumsub_applicant: CANARIES.applicant };
const FAULTS = ["429", "500", "502", "cut", "wrong-json", "empty", "lost-reply", "cut-connection", "unknown"];
const POLICY = "crossmint-privacy-policy";

let gateway: RunningGateway;
let person: Person;
let bearer: string;

beforeAll(async () => {
  gateway = await startWithPartners({
    core: "tests/edge/talkative-core.ts",
    metrics: "printed",
    variables: { OPERATOR_TOKENS: CANARIES.operator, CONSENT_RETURN_URLS: `${ORIGIN}/next` },
  });
  person = gateway.person(CANARIES.subject, CLAIMS);
  bearer = await token(CANARIES.subject, { claims: CLAIMS });
  await recordAndConsent();
  await flowAndForms();
  await furtherPartners();
  await webhooks();
  await hostileInput();
  await operatorsAndFailures();
  await waitFor(() => gateway.log.some(({ event }) => event === "log-head"));
});
afterAll(() => gateway.stop());

async function recordAndConsent(): Promise<void> {
  await gateway.fail("502", "acceptLegalDocument", 1);
  await person.agree({ "idempotency-key": CANARIES.email });
  await person.agree();
  for (const fault of ["none", ...FAULTS]) {
    const headers: Record<string, string> = fault === "none" ? {} : { "x-sandbox-fault": fault };
    await person.put(RECORD, headers);
    await person.upload(headers);
    await person.trigger(headers);
    await person.ask("/crossmint/user", { headers });
    await person.ask("/me", { headers });
  }
  const spoilt = {
    ...RECORD,
    userDetails: { ...RECORD.userDetails, dateOfBirth: `${CANARIES.dateOfBirth}${HOSTILE}` },
  };
  await person.put(spoilt);
  await person.put(`{"userDetails": {"firstName": "${CANARIES.firstName}" "${CANARIES.lastName}"}`);
}

async function flowAndForms(): Promise<void> {
  await person.ask("/flow?scopes=onramp,kyc,identity,level");
  const values = { "first-name": CANARIES.firstName, email: CANARIES.email, [CANARIES.bodyMember]: HOSTILE };
  for (const id of ["crossmint.details", "kriptomat.start", "b2core.sign-in", CANARIES.path]) {
    await person.ask(`/flow/tasks/${id}`, { method: "POST", body: { values } });
    await person.ask(`/flow/tasks/${id}/fields`, { method: "POST", body: { values } });
    await person.ask(`/flow/tasks/${id}/documents/${CANARIES.path}`, { method: "POST", body: DOCUMENT.data });
  }
  const body = { policy: POLICY, languages: ["de"], logo: { width: 132, height: 24 }, returnTo: `${ORIGIN}/next` };
  const form = await person.ask("/consent-forms", { method: "POST", body, headers: { origin: "" } });
  const fields = [{ ticket: CANARIES.ticket }, { ticket: String(form.body["ticket"]), consent: CANARIES.bodyMember }];
  for (const posted of fields) {
    const headers = { "content-type": "application/x-www-form-urlencoded", cookie: CANARIES.cookie };
    await gateway.ask("/consent-forms/posted", { method: "POST", body: String(new URLSearchParams(posted)), headers });
  }
}

async function furtherPartners(): Promise<void> {
  const signIn = { email: CANARIES.clientEmail, password: CANARIES.clientPassword };
  let cookie: string = CANARIES.cookie;
  const ask = async (path: string, method = "GET", body?: unknown, more: Record<string, string> = {}) => {
    const answer = await person.ask(path, {
      method,
      headers: { cookie, ...more },
      ...(body !== undefined && { body }),
    });
    cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? cookie;
  };
  await ask("/b2core/sign-in", "POST", signIn);
  await ask("/b2core/second-factor", "POST", { method: "google", code: CANARIES.oneTimeCode });
  for (const fault of ["none", "429", "502", "wrong-json", "cut-connection"]) {
    const headers: Record<string, string> = fault === "none" ? {} : { "x-sandbox-fault": fault };
    for (const path of ["/kriptomat/user", "/sumsub/applicant", "/b2core/verifications", "/b2core/wizard"]) {
      await ask(path, "GET", undefined, headers);
    }
    await ask("/b2core/sign-in", "POST", signIn, headers);
    await ask("/kriptomat/kyc-import", "POST", undefined, headers);
    await ask("/kriptomat/kyc-request", "POST", undefined, headers);
  }
}

async function webhooks(): Promise<void> {
  const reviewResult = { reviewAnswer: "RED", reviewRejectType: "FINAL", clientComment: CANARIES.comment };
  const createdAtMs = new Date().toISOString().replace("T", " ").replace("Z", "");
  const review = { applicantId: CANARIES.applicant, type: "applicantReviewed", reviewStatus: "completed" };
  const body = JSON.stringify({ ...review, reviewResult, createdAtMs });
  const digest = createHmac("sha256", CANARIES.webhookSecret).update(body).digest("hex");
  for (const given of [digest, CANARIES.header]) {
    const headers = { origin: "", "x-payload-digest-alg": "HMAC_SHA256_HEX", "x-payload-digest": given };
    await gateway.ask("/webhooks/sumsub", { method: "POST", body, headers });
  }
  const user = { user_id: Number(CANARIES.kriptomatUser), status: { reviewResult } };
  await gateway.ask("/webhooks/kriptomat", { method: "POST", body: user, headers: { origin: "" } });
  await gateway.ask("/webhooks/kriptomat", {
    method: "POST",
    body: { [CANARIES.bodyMember]: 1 },
    headers: { origin: "" },
  });
}

/** Wherever a stranger can write: paths, queries, headers, bodies. */
async function hostileInput(): Promise<void> {
  const headers = {
    "user-agent": CANARIES.header,
    "accept-language": CANARIES.header,
    "x-request-id": CANARIES.header,
    "x-sandbox-fault": CANARIES.header,
    "if-none-match": CANARIES.header,
    "idempotency-key": CANARIES.header,
    traceparent: CANARIES.header,
    cookie: `${CANARIES.cookie}=${CANARIES.cookie}`,
  };
  const agreed = await evidence(gateway);
  const bodies = [
    { [CANARIES.bodyMember]: HOSTILE },
    { ...agreed, policy: CANARIES.bodyMember },
    { ...agreed, language: CANARIES.bodyMember, region: CANARIES.bodyMember },
    { ...agreed, text: HOSTILE },
    { ...agreed, presentedAt: CANARIES.bodyMember, tickedAt: HOSTILE },
    [HOSTILE],
  ];
  for (const body of bodies) await person.ask("/consents", { method: "POST", body, headers });
  const path = encodeURIComponent(`${CANARIES.path}${HOSTILE}`);
  const query = `?lang=${CANARIES.query}&region=${CANARIES.query}&scopes=${CANARIES.query}&from=${CANARIES.query}`;
  for (const place of [
    "policies",
    "consents",
    "crossmint/documents",
    "kriptomat/open",
    "b2core/verifications",
    "log",
  ]) {
    for (const method of ["GET", "POST", "DELETE"]) await person.ask(`/${place}/${path}${query}`, { method, headers });
  }
  await person.ask(`/policies/${path}/presentation${query}`, { headers });
  for (const place of ["", path, "me", "flow", "log/heads", "log/consistency"])
    await person.ask(`/${place}${query}`, { headers });
  await gateway.ask(`/me${query}`, { token: `${CANARIES.header}.${CANARIES.header}`, headers });
  await gateway.ask("/me", { token: bearer, headers: { origin: `https://${CANARIES.header}.example` } });
}

async function operatorsAndFailures(): Promise<void> {
  const operator = { token: CANARIES.operator, headers: { origin: "" } };
  const locator = `userId:${CANARIES.subject}`;
  await gateway.ask("/operator/people", { token: CANARIES.guessedOperator, headers: { origin: "" } });
  await gateway.ask("/operator/people", { ...operator, method: "POST", body: { locator } });
  await gateway.ask(`/operator/export?person=${CANARIES.query}`, operator);
  await gateway.ask(`/operator/policies/${CANARIES.path}`, { ...operator, method: "PUT", body: { policy: HOSTILE } });
  await gateway.ask("/operator/export", operator);
  await gateway.person(CANARIES.failingSubject).agree();
  await gateway.person(CANARIES.failingSubject).ask("/crossmint/identity-verification");
  await person.ask(`/consents/${POLICY}`, { method: "DELETE" });
  await gateway.ask("/operator/erasures", { ...operator, method: "POST", body: { locator } });
}

describe("over a whole way", () => {
  test("no personal value and no secret is in a log line or a data point, raw or encoded", () => {
    expect(gateway.log.length).toBeGreaterThan(250);
    expect(gateway.points.length).toBeGreaterThanOrEqual(gateway.log.length);
    const tokens = Object.fromEntries(bearer.split(".").map((part, index) => [`token ${index}`, part]));
    // Ids are random, and times are the clock's: they may hold any digits.
    const output = gateway.output.replace(/"(ms|requestId|parent)":("[^"]*"|\d+)/g, "");
    expect(foundIn(output, { ...CANARIES, ...tokens })).toEqual([]);
  });

  test("what happened is there", () => {
    const all = new Set(gateway.log.map(({ event }) => event));
    const expected = ["request", "partner-call", "consent", "delivery", "login", "webhook", "log-head", "failed"];
    for (const event of [...expected, "operator", "operator-refused", "claims-doubted", "erased"]) {
      expect([...all]).toContain(event);
    }
    const consents = gateway.log.filter(({ event }) => event === "consent");
    for (const operation of ["recorded", "withdrawn", "refused"]) {
      expect(consents).toContainEqual(expect.objectContaining({ operation, policy: POLICY }));
    }
    expect(consents).toContainEqual(
      expect.objectContaining({ operation: "refused", code: expect.stringMatching(/-/) }),
    );
    const calls = gateway.log.filter(({ event }) => event === "partner-call");
    for (const partner of ["crossmint", "kriptomat", "sumsub", "b2core"]) {
      expect(calls).toContainEqual(expect.objectContaining({ partner }));
    }
    // A read whose connection is lost is sent a second time.
    expect(calls).toContainEqual(expect.objectContaining({ operation: "crossmint.getUser", attempts: 2 }));
    expect(calls.filter(({ attempts }) => attempts === 1).length).toBeGreaterThan(50);
    expect(gateway.log).toContainEqual(
      expect.objectContaining({ event: "delivery", policy: POLICY, partner: "crossmint" }),
    );
  });

  test("every line is of a known event, at one of its levels, with all that it always says and nothing unknown", () => {
    for (const { level, event, ...fields } of gateway.log) {
      const note: EventNote | undefined = EVENTS[event as keyof typeof EVENTS];
      expect(note, String(event)).toBeDefined();
      expect(note?.levels, String(event)).toContain(level);
      for (const always of note?.fields ?? []) expect(fields, String(event)).toHaveProperty(always);
      const known = [...(note?.fields ?? []), ...(note?.may ?? [])];
      for (const name of Object.keys(fields)) expect(known, `${event}.${name}`).toContain(name);
    }
  });

  test("each line is a data point too, in the columns of the list, within the limits of Analytics Engine", () => {
    const columns = Object.entries<FieldNote>(FIELDS).flatMap(([name, { column }]) => (column ? [[name, column]] : []));
    for (const line of gateway.log) {
      const blobs = { blob1: line["event"], blob2: line["level"] } as Record<string, unknown>;
      const doubles: Record<string, unknown> = {};
      for (const [name = "", column = ""] of columns) {
        if (column.startsWith("blob")) blobs[column] = String(line[name as FieldName] ?? "");
        else doubles[column] = line[name as FieldName] ?? 0;
      }
      const inOrder = (kind: Record<string, unknown>, prefix: string) =>
        Object.keys(kind).map((_, index) => kind[`${prefix}${index + 1}`]);
      expect(gateway.points).toContainEqual({
        indexes: [line["event"]],
        blobs: inOrder(blobs, "blob"),
        doubles: inOrder(doubles, "double"),
      });
    }
    for (const { indexes, blobs, doubles } of gateway.points) {
      expect([indexes.length, blobs.length <= 20, doubles.length <= 20]).toEqual([1, true, true]);
      expect(Buffer.byteLength(indexes[0] ?? "")).toBeLessThanOrEqual(96);
      expect(Buffer.byteLength(blobs.join(""))).toBeLessThanOrEqual(5120);
      expect(doubles.every(Number.isFinite)).toBe(true);
    }
  });

  test("no partner is sent a header of tracing", async () => {
    const { calls } = await gateway.control("/control/log");
    expect(JSON.stringify(calls)).not.toContain("traceparent");
  });
});

describe("a trace", () => {
  const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  const PARENT = "00f067aa0ba902b7";
  const ask = (traceparent: string) =>
    gateway.person("verified-traced").ask("/crossmint/user", { headers: { traceparent } });

  test("that the caller names goes through log lines and answers", async () => {
    const { headers, body } = await ask(`00-${TRACE}-${PARENT}-01`);
    const id = headers.get("x-request-id") ?? "";
    expect(id).toMatch(new RegExp(`^${TRACE}-[0-9a-f]{16}$`));
    expect(id).not.toContain(PARENT);
    expect(body["requestId"]).toBe(id);
    const lines = gateway.log.filter(({ requestId }) => requestId === id);
    expect(lines.at(-1)).toMatchObject({ event: "request", parent: PARENT });
  });

  test.each([
    ["another form", TRACE],
    ["no trace", `00-${"0".repeat(32)}-${PARENT}-01`],
    ["no parent", `00-${TRACE}-${"0".repeat(16)}-01`],
    ["capitals", `00-${TRACE.toUpperCase()}-${PARENT}-01`],
    ["a version that cannot be", `ff-${TRACE}-${PARENT}-01`],
    ["more behind it", `00-${TRACE}-${PARENT}-01x`],
  ])("is begun where the caller sends %s", async (_, traceparent) => {
    const { headers } = await ask(traceparent);
    const id = headers.get("x-request-id") ?? "";
    expect(id).toMatch(/^[0-9a-f]{32}-[0-9a-f]{16}$/);
    expect(id).not.toContain(TRACE);
    const line = gateway.log.find(({ event, requestId }) => event === "request" && requestId === id);
    expect(line).not.toHaveProperty("parent");
  });
});

test("points that cannot be written hurt nobody", async () => {
  const broken = await startGateway({ metrics: "broken" });
  expect((await broken.person("verified-without-points").agree()).body.delivery).toBe("delivered");
  expect(broken.log).toContainEqual(expect.objectContaining({ event: "request", operation: "POST /consents" }));
  await broken.stop();
});

test("a canary is found in each form that it is looked for in", () => {
  const value = "Zoë Canary/4711";
  for (const before of ["", "a", "ab", "abc"]) {
    const text = Buffer.from(`${before}${value}xyz`);
    for (const encoded of [text.toString("base64"), text.toString("base64url"), text.toString("hex"), String(text)]) {
      expect(foundIn(`line ${encoded} end`, { value }), encoded).toEqual(["value"]);
    }
  }
  expect(foundIn(`?q=${encodeURIComponent(value)}`, { value })).toEqual(["value"]);
  expect(foundIn("Canary/4712", { value })).toEqual([]);
  expect(formsOf(value).length).toBeGreaterThan(7);
});
