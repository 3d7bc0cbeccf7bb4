import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesWith, hashOf, outboxOf } from "./ledger-file.ts";
import { leavesOf } from "./log-files.ts";
import { type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const OPERATOR = "operators-token-of-the-tests-for-storage";
const POLICY = "/consents/crossmint-privacy-policy";

let gateway: RunningGateway;
beforeAll(async () => {
  const variables = { OPERATOR_TOKENS: OPERATOR };
  gateway = await startGateway({ entry: "tests/edge/faulty-storage-worker.ts", variables });
});
afterAll(() => gateway.stop());

/** Sets the write that fails, and says how many were left of the fault before. */
const fault = async (write: number) => Number((await gateway.ask(`/fault?write=${write}`)).text);

/** The numbers of writes to be tried: until the last one of what is done is passed. */
async function everyWrite(attempt: (write: number) => Promise<void>): Promise<number> {
  for (let write = 1; ; write++) {
    await fault(write);
    await attempt(write);
    // Alarms write too; where the fault has not come by now, nothing of this had that many writes.
    if ((await fault(0)) > 0) return write - 1;
  }
}

test("whichever write fails, an acceptance is on record once or not at all, and told once", async () => {
  const hashes: string[] = [];
  const writes = await everyWrite(async (write) => {
    const person = gateway.person(`verified-write-${write}`);
    const first = await person.agree({ "idempotency-key": "k" });
    const again = await person.agree({ "idempotency-key": "k" });
    expect([200, 201, 500, 503]).toContain(first.status);
    const { body } = again.status < 300 ? again : await person.agree({ "idempotency-key": "k" });
    if (first.status < 300) expect(body.id).toBe(first.body.id);
    const entries = entriesWith(gateway.folder, body.id ?? "");
    expect(entries.map(({ event }) => event.kind)).toEqual(["accepted", "told"]);
    expect(entries.map(hashOf)).toEqual(entries.map(({ hash }) => hash));
    expect(outboxOf(gateway.folder, body.id ?? "")).toEqual([]);
    for (const { hash } of entries) hashes.push(hash);
  });
  expect(writes).toBeGreaterThan(8);
  await waitFor(() => {
    const logged = leavesOf(gateway.folder).map(({ hash }) => hash);
    return hashes.every((hash) => logged.includes(hash));
  });
}, 600_000);

test("whichever write fails, a withdrawal is on record or not, and the chain goes on", async () => {
  const writes = await everyWrite(async (write) => {
    const person = gateway.person(`verified-withdraw-${write}`);
    await fault(0);
    const { body } = await person.agree();
    await fault(write);
    await person.ask(POLICY, { method: "DELETE" });
    const again = await person.ask(POLICY, { method: "DELETE" });
    expect(again.status).toBe(200);
    const kinds = entriesWith(gateway.folder, body.id ?? "").map(({ event }) => event.kind);
    expect(kinds).toEqual(["accepted", "told", "withdrawn"]);
  });
  expect(writes).toBeGreaterThan(0);
}, 600_000);

test("whichever write fails, an erasure is done in the end, and every entry stays", async () => {
  const writes = await everyWrite(async (write) => {
    const person = gateway.person(`verified-erase-${write}`);
    await fault(0);
    const { body } = await person.agree();
    await fault(write);
    const erase = () =>
      gateway.ask("/operator/erasures", {
        method: "POST",
        token: OPERATOR,
        body: { locator: `userId:verified-erase-${write}` },
        headers: { origin: "" },
      });
    await erase();
    await waitFor(async () => {
      const { status, body: said } = await erase();
      return said.done === true || status === 404;
    });
    const entries = entriesWith(gateway.folder, body.id ?? "");
    expect(entries.map(({ event }) => event.kind)).toEqual(["accepted", "told", "erased"]);
    const leaves = leavesOf(gateway.folder).filter(({ person: of }) => of === entries[0]?.person);
    expect(leaves.map(({ hash }) => hash)).toEqual(entries.map(({ hash }) => hash));
    expect(await person.consents()).toEqual([]);
  });
  expect(writes).toBeGreaterThan(5);
}, 600_000);

test("two tabs that agree at once are one acceptance, a double click with one key too", async () => {
  const person = gateway.person("verified-two-tabs");
  const tabs = await Promise.all(["one", "two", "two"].map((key) => person.agree({ "idempotency-key": key })));
  expect(new Set(tabs.map(({ body }) => body.id)).size).toBe(1);
  expect(entriesWith(gateway.folder, tabs[0]?.body.id ?? "").map(({ event }) => event.kind)).toEqual([
    "accepted",
    "told",
  ]);
});
