import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { API_KEY, DOCUMENT, LEDGER_KEY, RECORD, type RunningGateway, startGateway, token } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const SUBJECT = "verified-zenobia-4711";

/** Every value of the record that can tell who it is. */
const PERSONAL = [
  SUBJECT,
  RECORD.userDetails.firstName,
  RECORD.userDetails.lastName,
  RECORD.userDetails.dateOfBirth,
  RECORD.kycData.addressOfResidence.line1,
  RECORD.kycData.addressOfResidence.city,
  RECORD.kycData.email,
  RECORD.kycData.phoneNumber,
  RECORD.kycData.identityDocument.number,
  DOCUMENT.data.slice(30, 70),
];

let gateway: RunningGateway;
let bearer: string;
beforeAll(async () => {
  gateway = await startGateway();
  bearer = await token(SUBJECT);
});
afterAll(() => gateway.stop());

/** Everything a person can do, and everything that can go wrong with it. */
async function liveThroughIt(): Promise<readonly string[]> {
  const person = gateway.person(SUBJECT);
  const texts: string[] = [];
  const ask = async (path: string, method = "GET", body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await person.ask(path, { method, headers, token: bearer, ...(body !== undefined && { body }) });
    texts.push(answer.text);
    return answer;
  };
  await gateway.fail("502", "acceptLegalDocument", 1);
  await person.agree({ "idempotency-key": RECORD.kycData.email });
  const spoilt = { ...RECORD, userDetails: { ...RECORD.userDetails, dateOfBirth: "05.06.1987 Zenobia Quixwell" } };
  for (const fault of ["429", "500", "502", "cut", "wrong-json", "empty", "lost-reply", "cut-connection", "unknown"]) {
    const headers = { "x-sandbox-fault": fault };
    await ask("/crossmint/user", "PUT", RECORD, headers);
    await ask("/crossmint/documents", "POST", DOCUMENT, headers);
    await ask("/crossmint/identity-verification", "PUT", undefined, headers);
    await ask("/crossmint/user", "GET", undefined, headers);
  }
  for (const body of [spoilt, { [SUBJECT]: 1 }, `{"userDetails": {"firstName": "Zenobia" "Quixwell"}`, RECORD]) {
    await ask("/crossmint/user", "PUT", body);
    await ask("/consents", "POST", body);
  }
  await ask("/crossmint/documents", "POST", { ...DOCUMENT, documentType: SUBJECT });
  await ask("/crossmint/documents", "POST", DOCUMENT);
  await ask(`/crossmint/documents/${SUBJECT}`);
  await ask(`/policies/${SUBJECT}/presentation`);
  await ask(`/${RECORD.kycData.email}`);
  await ask("/crossmint/identity-verification", "PUT");
  await ask("/consents/crossmint-privacy-policy", "DELETE");
  return texts;
}

test("no personal data, token or key gets into a log, an error or the ledger", async () => {
  const texts = await liveThroughIt();
  await waitFor(() => gateway.log.some(({ operation }) => operation === "DELETE /consents/:policy"));
  expect(gateway.log.length).toBeGreaterThan(60);
  const secrets = [API_KEY, LEDGER_KEY, bearer, bearer.split(".")[2] ?? "", "x-api-key"];
  for (const value of [...PERSONAL, ...secrets, encodeURIComponent(`userId:${SUBJECT}`)]) {
    expect(gateway.output).not.toContain(value);
  }
  const problems = texts.filter((text) => text.includes("urn:kyc-assent:error"));
  expect(problems.length).toBeGreaterThan(20);
  for (const text of problems) {
    for (const value of [...PERSONAL, ...secrets]) expect(text).not.toContain(value);
  }
  await gateway.halt();
  const files = readdirSync(gateway.folder, { recursive: true, encoding: "utf8" });
  const ledgers = files.filter((file) => /ConsentLedger.*sqlite/.test(file));
  expect(ledgers.length).toBeGreaterThan(0);
  for (const file of ledgers) {
    const bytes = readFileSync(join(gateway.folder, file)).toString("latin1");
    for (const value of [...PERSONAL.filter((personal) => personal !== SUBJECT), ...secrets]) {
      expect(bytes).not.toContain(value);
    }
  }
  expect(ledgers.join()).not.toContain(SUBJECT);
});
