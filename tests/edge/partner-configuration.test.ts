import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ENTRY, under } from "./other-variables.ts";
import { customer, startWithPartners } from "./partners.ts";
import type { RunningGateway } from "./start-gateway.ts";

vi.setConfig({ testTimeout: 60_000 });

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startWithPartners({ entry: ENTRY });
});
afterAll(() => gateway.stop());

/** What is set, and the variable that the gateway names. */
const WRONG: readonly [string, Record<string, string | undefined>, string][] = [
  ["Kriptomat without its e-mail", { KRIPTOMAT_EMAIL: "" }, "KRIPTOMAT_EMAIL"],
  ["Kriptomat without its password", { KRIPTOMAT_PASSWORD: undefined }, "KRIPTOMAT_PASSWORD"],
  ["Kriptomat without its client secret", { KRIPTOMAT_CLIENT_SECRET: undefined }, "KRIPTOMAT_CLIENT_SECRET"],
  ["Kriptomat without its client id", { KRIPTOMAT_CLIENT_ID: undefined }, "KRIPTOMAT_CLIENT_ID"],
  ["a client id that is no number", { KRIPTOMAT_CLIENT_ID: "seven" }, "KRIPTOMAT_CLIENT_ID"],
  ["Kriptomat without its claim", { KRIPTOMAT_USER_CLAIM: undefined }, "KRIPTOMAT_USER_CLAIM"],
  ["a secret that is not base32", { KRIPTOMAT_TOTP_SECRET: "not!base32!secret" }, "KRIPTOMAT_TOTP_SECRET"],
  ["Kriptomat over http", { KRIPTOMAT_BASE_URL: "http://api.kriptomat.io" }, "KRIPTOMAT_BASE_URL"],
  ["an unknown form of the KYC paths", { KRIPTOMAT_KYC_PATHS: "new" }, "KRIPTOMAT_KYC_PATHS"],
  [
    "sharing without Sumsub",
    {
      SUMSUB_APP_TOKEN: undefined,
      SUMSUB_SECRET_KEY: undefined,
      SUMSUB_APPLICANT_CLAIM: undefined,
      SUMSUB_WEBHOOK_SECRETS: undefined,
    },
    "KRIPTOMAT_SUMSUB_CLIENT_ID",
  ],
  ["Sumsub without its claim", { SUMSUB_APPLICANT_CLAIM: "" }, "SUMSUB_APPLICANT_CLAIM"],
  ["Sumsub without its key", { SUMSUB_SECRET_KEY: undefined }, "SUMSUB_SECRET_KEY"],
  ["Sumsub without its token", { SUMSUB_APP_TOKEN: undefined }, "SUMSUB_APP_TOKEN"],
  ["a token with a blank in it", { SUMSUB_APP_TOKEN: "sbx:two words" }, "SUMSUB_APP_TOKEN"],
  ["an unknown form of share token", { SUMSUB_SHARE_TOKEN_FORM: "xml" }, "SUMSUB_SHARE_TOKEN_FORM"],
  ["Sumsub with a path", { SUMSUB_BASE_URL: "https://api.sumsub.com/x" }, "SUMSUB_BASE_URL"],
  ["B2CORE without a level", { B2CORE_WANTED_LEVEL: "" }, "B2CORE_WANTED_LEVEL"],
  ["B2CORE without a host", { B2CORE_HOST: undefined }, "B2CORE_HOST"],
  ["a host with a path", { B2CORE_HOST: "my.broker.example/api" }, "B2CORE_HOST"],
  ["a host with credentials", { B2CORE_HOST: "u:p@my.broker.example" }, "B2CORE_HOST"],
  ["an unknown form of run", { B2CORE_RUN_FORM: "deep" }, "B2CORE_RUN_FORM"],
];

describe("a partner that is half set up stops the gateway, which says which variable", () => {
  test("and one that is whole does not", async () => {
    expect((await gateway.ask("/health", { headers: under({}) })).status).toBe(200);
  });

  test.each(WRONG)("%s", async (_, change, variable) => {
    const headers = under(change);
    const before = gateway.output.length;
    const health = await gateway.ask("/health", { headers });
    expect([health.status, health.body]).toEqual([503, { status: "misconfigured", variables: [variable] }]);
    expect((await customer(gateway, 1001).ask("/me", { headers })).status).toBe(503);
    for (const value of Object.values(change)) {
      if (value !== undefined && value.length > 8) expect(gateway.output.slice(before)).not.toContain(value);
    }
  });
});

test("a partner without variables is off, and the others are not", async () => {
  await gateway.restart({ variables: {} });
  const person = customer(gateway, 1001, "approved-ada");
  const { status, body } = await person.ask("/me");
  expect([status, body.problems]).toEqual([200, []]);
  for (const path of ["/kriptomat/user", "/sumsub/applicant", "/b2core/wizard", "/kriptomat/open/balance"]) {
    const answer = await person.ask(path);
    expect([path, answer.status, answer.body.code]).toEqual([path, 404, "not-found"]);
  }
});
