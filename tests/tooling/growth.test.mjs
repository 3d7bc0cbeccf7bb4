// What a request costs does not grow with the policies in use or with a person's ledger: objects asked, and rows read.

import { expect, test, vi } from "vitest";
import { startCounted } from "../../www/tooling/bench/counted/gateway.mjs";

vi.setConfig({ testTimeout: 120_000 });

const POLICY = "crossmint-privacy-policy";
const ASKED = [
  { path: "/crossmint/identity-verification", method: "GET" },
  { path: "/crossmint/identity-verification", method: "PUT" },
  { path: "/me", method: "GET" },
  // What the others ask for is remembered; this one is written down.
  { path: "/consents", method: "POST" },
];

/** @typedef {{ calls: Record<string, number>, rowsRead: Record<string, number> }} Cost */

/**
 * What each request costs a person who has accepted all policies and has a ledger of so many acceptances.
 * @param {number} furtherPolicies
 * @param {number} acceptances
 */
async function costs(furtherPolicies, acceptances) {
  const gateway = await startCounted({ furtherPolicies });
  try {
    const ask = await gateway.person("one");
    const shown = await gateway.shown();
    for (let number = 1; number < acceptances; number++) {
      expect((await ask("/consents", "POST", shown)).status).toBe(201);
      expect((await ask(`/consents/${POLICY}`, "DELETE")).status).toBe(200);
    }
    expect((await ask("/consents", "POST", shown)).status).toBe(201);
    for (const name of gateway.further) {
      expect((await ask("/consents", "POST", await gateway.shown(name))).status).toBe(201);
    }
    const measured = [];
    for (const { path, method } of ASKED) {
      /** @type {Cost | undefined} */
      let least;
      // Alarms of ledger and log come in between: the least is the request's own.
      for (let time = 0; time < 6; time++) {
        if (path === "/consents") expect((await ask(`/consents/${POLICY}`, "DELETE")).status).toBe(200);
        await gateway.counts();
        expect([200, 201]).toContain((await ask(path, method, path === "/consents" ? shown : undefined)).status);
        const { calls, rowsRead } = await gateway.counts();
        if (least === undefined || total({ calls, rowsRead }) < total(least)) least = { calls, rowsRead };
      }
      measured.push(least);
    }
    return measured;
  } finally {
    await gateway.stop();
  }
}

/** @param {Cost | undefined} cost */
function total(cost) {
  const { calls, rowsRead } = cost ?? { calls: {}, rowsRead: {} };
  return [...Object.values(calls), ...Object.values(rowsRead)].reduce((one, other) => one + other, 0);
}

test("with the policies in use and the length of a ledger", async () => {
  const [small, policies, entries] = [await costs(0, 1), await costs(12, 1), await costs(0, 12)];
  expect(small).toHaveLength(ASKED.length);
  expect(total(small[1])).toBeGreaterThan(2);
  expect(Object.values(small[3]?.rowsRead ?? {}).reduce((one, other) => one + other, 0)).toBeGreaterThan(0);
  expect(policies).toEqual(small);
  expect(entries).toEqual(small);
});
