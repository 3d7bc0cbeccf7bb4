import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENTRY, under } from "./other-variables.ts";
import { API_KEY, LEDGER_KEY, PUBLIC_JWK, type RunningGateway, startGateway, token } from "./start-gateway.ts";

const SECRET_JWK = { kty: "oct", k: "c2VjcmV0LXNlY3JldC1zZWNyZXQ", alg: "HS256" };
const PRIVATE_JWK = { ...PUBLIC_JWK, d: "cHJpdmF0ZS1wYXJ0LW9mLXRoZS1rZXk" };
const { alg: _, ...WITHOUT_ALG } = PUBLIC_JWK;

/** What is set, and the variable that the gateway names. */
const WRONG: readonly [string, Record<string, string | undefined>, string][] = [
  ["no environment", { CROSSMINT_ENVIRONMENT: undefined }, "CROSSMINT_ENVIRONMENT"],
  ["an unknown environment", { CROSSMINT_ENVIRONMENT: "Staging" }, "CROSSMINT_ENVIRONMENT"],
  ["no key", { CROSSMINT_API_KEY: undefined }, "CROSSMINT_API_KEY"],
  ["a client key", { CROSSMINT_API_KEY: "ck_staging_abcdefgh" }, "CROSSMINT_API_KEY"],
  ["a key of another environment", { CROSSMINT_API_KEY: "sk_production_abcdefgh" }, "CROSSMINT_API_KEY"],
  ["no origin", { ALLOWED_ORIGINS: " , " }, "ALLOWED_ORIGINS"],
  ["any origin", { ALLOWED_ORIGINS: "*" }, "ALLOWED_ORIGINS"],
  ["any subdomain", { ALLOWED_ORIGINS: "https://*.shop.example" }, "ALLOWED_ORIGINS"],
  ["an origin with a path", { ALLOWED_ORIGINS: "https://shop.example/" }, "ALLOWED_ORIGINS"],
  ["an origin without encryption", { ALLOWED_ORIGINS: "https://shop.example,http://shop.example" }, "ALLOWED_ORIGINS"],
  ["the opaque origin", { ALLOWED_ORIGINS: "null" }, "ALLOWED_ORIGINS"],
  ["no keys for tokens", { JWT_PUBLIC_KEY: undefined }, "JWT_JWKS_URL"],
  ["two ways to the keys", { JWT_JWKS_URL: "https://host.example/jwks" }, "JWT_PUBLIC_KEY"],
  ["keys over http", { JWT_PUBLIC_KEY: undefined, JWT_JWKS_URL: "http://host.example/jwks" }, "JWT_JWKS_URL"],
  ["keys with a password", { JWT_PUBLIC_KEY: "", JWT_JWKS_URL: "https://u:p@host.example/jwks" }, "JWT_JWKS_URL"],
  ["a key that is no JWK", { JWT_PUBLIC_KEY: "-----BEGIN PUBLIC KEY-----" }, "JWT_PUBLIC_KEY"],
  ["a shared secret", { JWT_PUBLIC_KEY: JSON.stringify(SECRET_JWK) }, "JWT_PUBLIC_KEY"],
  ["a private key", { JWT_PUBLIC_KEY: JSON.stringify(PRIVATE_JWK) }, "JWT_PUBLIC_KEY"],
  ["a key without its algorithm", { JWT_PUBLIC_KEY: JSON.stringify(WITHOUT_ALG) }, "JWT_PUBLIC_KEY"],
  ["no issuer", { JWT_ISSUER: undefined }, "JWT_ISSUER"],
  ["no audience", { JWT_AUDIENCE: "" }, "JWT_AUDIENCE"],
  ["an empty claim", { LOCATOR_CLAIM: "" }, "LOCATOR_CLAIM"],
  ["an unknown form of locator", { LOCATOR_FORM: "passport" }, "LOCATOR_FORM"],
  ["no ledger key", { LEDGER_KEY: undefined }, "LEDGER_KEY"],
  ["a ledger key that is too short", { LEDGER_KEY: btoa("short-short-short") }, "LEDGER_KEY"],
  ["a ledger key that is not base64", { LEDGER_KEY: "ä".repeat(32) }, "LEDGER_KEY"],
  ["no privacy policy of Crossmint", { POLICIES: "shop-terms" }, "POLICIES"],
  ["a lead that is none", { POLICY_LEAD: "soon" }, "POLICY_LEAD"],
  ["no lead at all", { POLICY_LEAD: "0" }, "POLICY_LEAD"],
  ["a lead of more than a day", { POLICY_LEAD: "86401" }, "POLICY_LEAD"],
  ["a return to an address that is none", { CONSENT_RETURN_URLS: "/next" }, "CONSENT_RETURN_URLS"],
  ["a return to a foreign page", { CONSENT_RETURN_URLS: "https://evil.example/next" }, "CONSENT_RETURN_URLS"],
  ["a return with a fragment", { CONSENT_RETURN_URLS: "https://shop.example/next#top" }, "CONSENT_RETURN_URLS"],
  ["a flag that is neither", { REVIEWED_ONLY: "yes" }, "REVIEWED_ONLY"],
  [
    "a sandbox in production",
    { CROSSMINT_ENVIRONMENT: "production", CROSSMINT_API_KEY: "sk_production_abcdefgh" },
    "SANDBOX",
  ],
];

describe("a gateway that is not set up serves nothing and says which variable", () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway({ entry: ENTRY });
  });
  afterAll(() => gateway.stop());

  test("and one that is set up serves", async () => {
    expect((await gateway.ask("/health", { headers: under({}) })).status).toBe(200);
  });

  test.each(WRONG)("%s", async (_, variables, variable) => {
    const headers = under(variables);
    const before = gateway.output.length;
    const health = await gateway.ask("/health", { headers });
    expect([health.status, health.body]).toEqual([503, { status: "misconfigured", variables: [variable] }]);
    const answer = await gateway.ask("/consents", { headers, token: await token("verified-a") });
    expect([answer.status, answer.body.code]).toEqual([503, "unavailable"]);
    expect(answer.text).not.toContain(variable);
    const shown = await gateway.ask("/policies/crossmint-privacy-policy/presentation", { headers });
    expect(shown.status).toBe(503);
    const line = gateway.log.findLast(({ event }) => event === "misconfigured");
    expect(line?.problems?.map((problem) => problem.split(":")[0])).toEqual([variable]);
    const logged = gateway.output.slice(before);
    for (const value of Object.values(variables)) {
      if (value !== undefined && value.length > 16) expect(logged).not.toContain(value);
    }
    for (const secret of [API_KEY, LEDGER_KEY, SECRET_JWK.k, PRIVATE_JWK.d, "u:p@"])
      expect(logged).not.toContain(secret);
  });
});

test("several faults are named at once", async () => {
  const gateway = await startGateway({ variables: { JWT_ISSUER: "", LEDGER_KEY: "", CROSSMINT_API_KEY: "" } });
  const { body } = await gateway.ask("/health");
  expect(body.variables).toEqual(["CROSSMINT_API_KEY", "JWT_ISSUER", "LEDGER_KEY"]);
  await gateway.stop();
});

test("a policy file in code that breaks rules is a fault with their names, and nothing is served", async () => {
  const gateway = await startGateway({ entry: "tests/edge/broken-policies-worker.ts" });
  const health = await gateway.ask("/health");
  expect([health.status, health.body.variables]).toEqual([503, ["gateway({ policies: [0] })"]]);
  expect((await gateway.ask("/consents", { token: await token("verified-a") })).status).toBe(503);
  const { problems = [] } = gateway.log.findLast(({ event }) => event === "misconfigured") ?? {};
  expect(problems).toHaveLength(2);
  expect(problems.some((problem) => problem.includes("link-not-https, at link"))).toBe(true);
  expect(problems.some((problem) => problem.includes("duplicate-language, at sentences[2]"))).toBe(true);
  expect(problems.join()).not.toContain("shop.example");
  await gateway.stop();
});

test("a policy in use has a file, and a partner that is on", async () => {
  const entry = "tests/edge/own-policies-worker.ts";
  for (const [options, problem] of [
    [
      { withoutBook: true, variables: { POLICIES: "crossmint-privacy-policy,no-such" } },
      "no policy of the name no-such",
    ],
    [{ entry, variables: { POLICIES: "crossmint-privacy-policy,shop-terms" } }, "shop-terms: partner-not-on"],
    [
      { entry, variables: { POLICIES: "crossmint-privacy-policy,crossmint-terms-of-service", REVIEWED_ONLY: "true" } },
      "crossmint-terms-of-service: no-reviewed-sentence",
    ],
  ] as const) {
    const gateway = await startGateway(options);
    const health = await gateway.ask("/health");
    expect([health.status, health.body.variables]).toEqual([503, ["POLICIES"]]);
    await gateway.ask("/me", { token: await token("verified-a") });
    const { problems = [] } = gateway.log.findLast(({ event }) => event === "misconfigured") ?? {};
    expect(problems).toEqual([expect.stringContaining(problem)]);
    await gateway.stop();
  }
});
