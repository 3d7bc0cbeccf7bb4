// An erasure reaches what is kept of a person beside the ledger: verifications, and sessions at B2CORE.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { withLog } from "./log-files.ts";
import { advance, count, customer, startWithPartners } from "./partners.ts";
import { type Answer, DOCUMENT, type Person, RECORD, type RunningGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

vi.setConfig({ testTimeout: 60_000 });

const OPERATOR = "operators-token-of-the-tests-for-erasure-2";
const DOMAIN = "b2core.sandbox.example";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startWithPartners({ variables: { OPERATOR_TOKENS: OPERATOR } });
});
afterAll(() => gateway.stop());

const erase = (locator: string, partners?: unknown) =>
  gateway.ask("/operator/erasures", {
    method: "POST",
    token: OPERATOR,
    body: { locator, ...(partners !== undefined && { partners }) },
    headers: { origin: "" },
  });

/** How many values the objects of these classes keep. */
function kept(): Readonly<Record<string, number>> {
  const files = readdirSync(gateway.folder, { recursive: true, encoding: "utf8" });
  const counts: Record<string, number> = {};
  for (const name of ["PartnerVerification", "B2coreSession"]) {
    const own = files.filter((file) => file.includes(`${name}/`) && file.endsWith(".sqlite") && !/metadata/.test(file));
    counts[name] = own.reduce((sum, file) => sum + rowsOf(join(gateway.folder, file)), 0);
  }
  return counts;
}

function rowsOf(file: string): number {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE name = '_cf_KV'").all();
    return tables.length === 0 ? 0 : Number(database.prepare("SELECT count(*) AS rows FROM _cf_KV").get()?.["rows"]);
  } finally {
    database.close();
  }
}

/** Has a standing at three partners, and begins to sign in at the fourth. */
async function known(subject: string, user: number, email: string): Promise<Person> {
  const person = gateway.person(subject, { kriptomat_user: user, sumsub_applicant: "approved-1" });
  await person.agree();
  await person.ask("/me");
  const body = { email, password: "sandbox-only-password" };
  expect((await person.ask("/b2core/sign-in", { method: "POST", body })).status).toBe(200);
  return person;
}

/** Hands in the first file that the flow asks for. */
async function handInFile(person: Person): Promise<Answer> {
  const body = Buffer.from(DOCUMENT.data.split(",")[1] ?? "", "base64");
  const headers = { "content-type": "image/png", "content-length": String(body.length) };
  return person.ask("/flow/tasks/crossmint.documents/documents/passport", { method: "POST", body, headers });
}

test("all that the objects keep of the person goes, once and for all", async () => {
  await known("verified-elsewhere", 1001, `level-1-e@${DOMAIN}`);
  const before = kept();
  expect(before["PartnerVerification"]).toBeGreaterThan(0);
  expect(before["B2coreSession"]).toBeGreaterThan(0);
  const partners = { kriptomat: "1001", sumsub: "approved-1", b2core: ` Level-1-E@${DOMAIN}` };
  const erased = await erase("userId:verified-elsewhere", partners);
  expect([erased.status, erased.body.done]).toEqual([200, true]);
  expect(kept()).toEqual({ PartnerVerification: 0, B2coreSession: 0 });
  expect((await erase("userId:verified-elsewhere", partners)).status).toBe(404);
});

test("nor is anything answered from memory", async () => {
  const person = customer(gateway, undefined, "approved-2");
  await person.agree();
  await person.ask("/me");
  const asked = await count(gateway, "sumsub.getApplicantStatus");
  await erase("userId:verified-approved-2", { sumsub: "approved-2" });
  await person.ask("/me");
  expect(await count(gateway, "sumsub.getApplicantStatus")).toBe(asked + 1);
  await erase("userId:verified-approved-2", { sumsub: "approved-2" });
});

test.each([
  ["a trigger", "triggerVerification", (person: Person) => person.trigger()],
  ["a file", "uploadDocument", handInFile],
])("%s that is on its way to the partner leaves nothing behind", async (_, operation, send) => {
  const person = gateway.person(`documents-${operation}`);
  await person.agree();
  await person.put(RECORD);
  await person.trigger();
  await advance(gateway, 10);
  await person.ask("/crossmint/identity-verification", { headers: { "cache-control": "no-cache" } });
  await gateway.fail("slow:1500", operation, 1);
  const sending = send(person);
  await waitFor(async () => (await gateway.partnerCalls()).some((call) => call.startsWith(`${operation} (slow`)));
  expect((await erase(`userId:documents-${operation}`)).body.done).toBe(true);
  // What was asked while the ledger closed is told to try again.
  expect([200, 503]).toContain((await sending).status);
  expect(kept()["PartnerVerification"]).toBe(0);
});

test("also of a person who has no ledger", async () => {
  const person = gateway.person("verified-no-ledger");
  const body = { email: `level-1-f@${DOMAIN}`, password: "sandbox-only-password" };
  expect((await person.ask("/b2core/sign-in", { method: "POST", body })).status).toBe(200);
  expect(kept()["B2coreSession"]).toBeGreaterThan(0);
  expect((await erase("userId:verified-no-ledger", { b2core: body.email })).status).toBe(404);
  expect(kept()["B2coreSession"]).toBe(0);
});

test("another person's session of the same client stays", async () => {
  const email = `level-1-g@${DOMAIN}`;
  for (const subject of ["verified-one-of-two", "verified-two-of-two"]) {
    const body = { email, password: "sandbox-only-password" };
    expect((await gateway.person(subject).ask("/b2core/sign-in", { method: "POST", body })).status).toBe(200);
  }
  await erase("userId:verified-one-of-two", { b2core: email });
  expect(kept()["B2coreSession"]).toBeGreaterThan(0);
  await erase("userId:verified-two-of-two", { b2core: email });
  expect(kept()["B2coreSession"]).toBe(0);
});

test("an erasure that was interrupted goes on by itself, with what is elsewhere", async () => {
  await known("verified-interrupted", 1002, `level-1-h@${DOMAIN}`);
  await gateway.halt();
  withLog(gateway.folder, (log) => {
    log.exec("CREATE TRIGGER full BEFORE UPDATE ON tree BEGIN SELECT RAISE(ABORT, 'full'); END");
  });
  await gateway.start();
  const partners = { kriptomat: "1002", sumsub: "approved-1", b2core: `level-1-h@${DOMAIN}` };
  const begun = await erase("userId:verified-interrupted", partners);
  expect([begun.status, begun.body.done]).toEqual([202, false]);
  expect(kept()["B2coreSession"]).toBeGreaterThan(0);
  await gateway.halt();
  withLog(gateway.folder, (log) => log.exec("DROP TRIGGER full"));
  await gateway.start();
  await waitFor(() => Object.values(kept()).every((rows) => rows === 0));
});

test.each([[{ crossmint: "x" }], [{ kriptomat: 5 }], [{ b2core: "" }]])("no names: %j", async (partners) => {
  const { status, body } = await erase("userId:verified-elsewhere", partners);
  expect([status, body.code, body.field]).toEqual([422, "invalid-input", "partners"]);
});
