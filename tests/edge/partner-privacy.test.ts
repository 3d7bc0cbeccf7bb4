import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { SECRETS, startWithPartners } from "./partners.ts";
import { type RunningGateway, token } from "./start-gateway.ts";

vi.setConfig({ testTimeout: 60_000 });

const SUBJECT = "verified-zenobia-4711";
const EMAIL = "documents-quixwell@b2core.sandbox.example";
const APPLICANT = "approved-zenobia-4711";
const FAULTS = ["429", "500", "502", "cut", "wrong-json", "empty", "lost-reply", "cut-connection"];

let gateway: RunningGateway;
let bearer: string;
beforeAll(async () => {
  gateway = await startWithPartners({
    variables: {
      PASS_THROUGH: JSON.stringify([
        { partner: "kriptomat", name: "balance", method: "GET", path: "/v1/users/{userId}/balance" },
      ]),
    },
  });
  bearer = await token(SUBJECT, { claims: { kriptomat_user: 1947, sumsub_applicant: APPLICANT } });
});
afterAll(() => gateway.stop());

/** Everything a person can do, and everything that can go wrong with it. Gives what the page is told. */
async function liveThroughIt(): Promise<readonly string[]> {
  const texts: string[] = [];
  let cookie = "";
  const ask = async (path: string, method = "GET", body?: unknown, more: Record<string, string> = {}) => {
    const headers = { ...(cookie && { cookie }), ...more };
    const answer = await gateway.ask(path, { method, headers, token: bearer, ...(body !== undefined && { body }) });
    cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    texts.push(answer.text);
    return answer;
  };
  await ask("/b2core/sign-in", "POST", { email: EMAIL, password: "sandbox-only-password" });
  const { code } = await gateway.control("/control/partners/b2core/authenticator-code", "POST", {});
  await ask("/b2core/second-factor", "POST", { method: "google", code });
  for (const fault of ["none", ...FAULTS]) {
    const headers: Record<string, string> = fault === "none" ? {} : { "x-sandbox-fault": fault };
    for (const path of [
      "/me",
      "/kriptomat/user",
      "/kriptomat/open/balance",
      "/sumsub/applicant",
      "/b2core/verifications",
      "/b2core/wizard",
    ]) {
      await ask(path, "GET", undefined, headers);
    }
    await ask("/kriptomat/kyc-import", "POST", undefined, headers);
    await ask("/kriptomat/kyc-request", "POST", undefined, headers);
    await ask("/b2core/sign-in", "POST", { email: EMAIL, password: "Zenobias-own-password" }, headers);
  }
  const hook = { user_id: 1947, status: { applicantId: APPLICANT, reviewResult: { clientComment: "PRIVATE" } } };
  await ask("/webhooks/kriptomat", "POST", hook);
  await ask("/webhooks/sumsub", "POST", hook, { "x-payload-digest": "ab" });
  return texts;
}

test("no personal data, token, code or secret of any partner gets into a log, an answer, or the storage in clear", async () => {
  const texts = await liveThroughIt();
  const calls = gateway.log.filter(({ event }) => event === "partner-call");
  for (const operation of ["kriptomat.login", "kriptomat.importKyc", "sumsub.createShareToken", "b2core.signIn"]) {
    expect(calls.map((call) => call.operation)).toContain(operation);
  }
  const personal = [SUBJECT, EMAIL, "quixwell", APPLICANT, "1947", "zenobia", "Zenobias-own-password", "PRIVATE"];
  const tokens = [
    bearer,
    "sandbox-only-access",
    "sandbox-only-refresh",
    "_act-",
    "x-app-access-sig",
    "eyJ0eXAiOiJKV1Qi",
  ];
  const secrets = [...Object.values(SECRETS).flatMap((value) => value.split(", ")), "sandbox-only-password"];
  // Numbers of milliseconds and random ids may hold any digits.
  const logged = gateway.output.replace(/"(ms|requestId)":("[^"]*"|\d+)/g, "");
  for (const value of [...personal, ...tokens, ...secrets]) expect(logged).not.toContain(value);
  for (const text of texts) {
    for (const value of [...tokens, ...secrets, "PRIVATE", "Muster"]) expect(text).not.toContain(value);
  }
  await gateway.halt();
  const files = readdirSync(gateway.folder, { recursive: true, encoding: "utf8" });
  const kept = files.filter((file) => /(PartnerSession|B2coreSession|PartnerVerification).*sqlite/.test(file));
  expect(kept.length).toBeGreaterThan(2);
  for (const file of kept) {
    const bytes = readFileSync(join(gateway.folder, file)).toString("latin1");
    for (const value of [...tokens, ...secrets, EMAIL, SUBJECT]) expect(bytes).not.toContain(value);
  }
});
