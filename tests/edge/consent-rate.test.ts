// Ledger and log keep every entry for good, so nobody fills them by agreeing and withdrawing without an end.

import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesWith } from "./ledger-file.ts";
import { type Person, type RunningGateway, startGateway } from "./start-gateway.ts";

const RATE = 3;
const variables = { CONSENT_RATE: String(RATE), POLICIES: "crossmint-privacy-policy,shop-terms" };
const PRIVACY = "crossmint-privacy-policy";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ variables, entry: "tests/edge/terms-worker.ts" });
});
afterAll(() => gateway.stop());

const withdraw = (person: Person) => person.ask(`/consents/${PRIVACY}`, { method: "DELETE" });

test("beyond the rate nothing more is on record; what is in force stays, and is taken back", async () => {
  const person = gateway.person("verified-often");
  const first = await person.agree({ "idempotency-key": "first" });
  for (let times = 1; times < RATE; times++) {
    expect((await withdraw(person)).status).toBe(200);
    expect((await person.agree()).status).toBe(201);
  }
  // What is in force is no further one, nor is what was answered before.
  expect((await person.agree()).status).toBe(200);
  expect((await withdraw(person)).status).toBe(200);
  expect((await person.agree({ "idempotency-key": "first" })).body.id).toBe(first.body.id);
  const before = entriesWith(gateway.folder, first.body.id ?? "");
  for (const when of ["at once", "after a restart"]) {
    const more = await person.agree();
    expect([when, more.status, more.body.code]).toEqual([when, 429, "rate-limited"]);
    expect(more.body.retryAfter).toBeGreaterThan(86_000);
    expect(more.body.retryAfter).toBeLessThanOrEqual(86_400);
    expect(Number(more.headers.get("retry-after"))).toBe(more.body.retryAfter);
    await gateway.restart();
  }
  expect(entriesWith(gateway.folder, first.body.id ?? "")).toEqual(before);
});

test("each policy and each person counts for itself", async () => {
  expect((await gateway.person("verified-often").agreeTo("shop-terms")).status).toBe(201);
  expect((await gateway.person("verified-seldom").agree()).status).toBe(201);
});

test.each(["0", "1.5", "x", "1000001"])("a rate of %j is a fault", async (rate) => {
  const odd = await startGateway({ variables: { CONSENT_RATE: rate } });
  expect((await odd.ask("/health")).body.variables).toEqual(["CONSENT_RATE"]);
  await odd.stop();
});
