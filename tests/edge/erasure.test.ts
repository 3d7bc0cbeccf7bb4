import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesWith, withLedger } from "./ledger-file.ts";
import { leavesOf, withLog } from "./log-files.ts";
import { DOCUMENT, RECORD, type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const OPERATOR = "operators-token-of-the-tests-for-erasure";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ variables: { OPERATOR_TOKENS: OPERATOR } });
});
afterAll(() => gateway.stop());

const erase = (locator: unknown, token = OPERATOR) =>
  gateway.ask("/operator/erasures", { method: "POST", token, body: { locator }, headers: { origin: "" } });

/** Every byte that the gateway keeps. */
function kept(): string {
  const files = readdirSync(gateway.folder, { recursive: true, withFileTypes: true });
  const gateways = files.filter((file) => file.isFile() && !/Sandbox/i.test(file.parentPath));
  return gateways.map((file) => readFileSync(join(file.parentPath, file.name), "latin1")).join("");
}

test("after an erasure the chain is whole, in the log, and nobody's", async () => {
  const person = gateway.person("verified-erased");
  const { body } = await person.agree({ "idempotency-key": "k" });
  await person.put(RECORD);
  const document = await person.ask("/crossmint/documents", { method: "POST", body: DOCUMENT });
  const before = entriesWith(gateway.folder, body.id ?? "");
  const linkKey = withLedger(gateway.folder, body.id ?? "", (ledger) => {
    return (ledger.prepare("SELECT key FROM link").all() as { key: string }[])[0]?.key ?? "";
  });
  const pseudonym = before[0]?.person ?? "";
  expect(kept()).toContain(linkKey);
  const erased = await erase("userId:verified-erased");
  expect([erased.status, erased.body]).toEqual([200, { person: pseudonym, done: true }]);

  const after = entriesWith(gateway.folder, body.id ?? "");
  expect(after.slice(0, -1)).toEqual(before);
  expect(after.at(-1)?.event).toEqual({ kind: "erased" });
  const hashes = leavesOf(gateway.folder).map((leaf) => leaf.hash);
  for (const { hash } of after) expect(hashes).toContain(hash);
  withLedger(gateway.folder, body.id ?? "", (ledger) => {
    for (const table of ["link", "outbox", "answers", "documents"]) {
      expect(ledger.prepare(`SELECT count(*) AS rows FROM ${table}`).all()).toEqual([{ rows: 0 }]);
    }
  });
  const place = withLog(gateway.folder, (log) => {
    const query = "SELECT lower(hex(ledger)) AS ledger, erased, entries FROM people WHERE person = unhex(?)";
    return log.prepare(query).all(pseudonym)[0] as { ledger: string } | undefined;
  });
  expect(place).toMatchObject({ erased: 1, entries: after.length });
  const files = readdirSync(gateway.folder, { recursive: true, encoding: "utf8" });
  expect(files.filter((file) => file.includes(place?.ledger ?? "no place"))).not.toEqual([]);

  expect(await person.consents()).toEqual([]);
  expect((await person.put(RECORD)).body.code).toBe("consent-required");
  expect((await person.ask(`/crossmint/documents/${document.body.value?.id}`)).status).toBe(404);
  const anew = await person.agree({ "idempotency-key": "k" });
  expect([anew.status, anew.body.delivery]).toEqual([201, "delivered"]);
  const other = entriesWith(gateway.folder, anew.body.id ?? "")[0];
  expect(other).toMatchObject({ sequence: 1 });
  expect(other?.person).not.toBe(pseudonym);
  // The old key is what would say whose the old entries are.
  expect(
    createHmac("sha256", Buffer.from(linkKey ?? "", "hex"))
      .update("userId:verified-erased")
      .digest("hex"),
  ).toBe(pseudonym);
  await gateway.restart();
  expect(kept()).not.toContain(linkKey);
});

test("nobody without a ledger is erased, and no locator of no form", async () => {
  expect((await erase("userId:verified-nobody")).status).toBe(404);
  for (const locator of ["", "nobody", 5, null]) {
    const { status, body } = await erase(locator);
    expect([status, body.code, body.field]).toEqual([422, "invalid-input", "locator"]);
  }
  expect((await erase("userId:verified-nobody", "wrong")).status).toBe(401);
});

test("an erasure that the log does not take goes on when it does", async () => {
  const person = gateway.person("verified-later");
  const { body } = await person.agree();
  await waitFor(() => leavesOf(gateway.folder).some((leaf) => leaf.hash === body.id));
  await gateway.halt();
  withLog(gateway.folder, (log) => {
    log.exec("CREATE TRIGGER full BEFORE UPDATE ON tree BEGIN SELECT RAISE(ABORT, 'full'); END");
  });
  await gateway.start();
  const begun = await erase("userId:verified-later");
  expect([begun.status, begun.body.done]).toEqual([202, false]);
  expect((await person.ask("/consents")).body.code).toBe("unavailable");
  expect((await person.agree()).body.code).toBe("unavailable");
  expect((await person.put(RECORD)).body.code).toBe("unavailable");
  await gateway.halt();
  withLog(gateway.folder, (log) => log.exec("DROP TRIGGER full"));
  await gateway.start();
  expect((await erase("userId:verified-later")).body.done).toBe(true);
  expect(await person.consents()).toEqual([]);
  expect(entriesWith(gateway.folder, body.id ?? "").at(-1)?.event).toEqual({ kind: "erased" });
});

test("what a partner is being told in the middle of an erasure is not taken for what comes after it", async () => {
  const told = async () => (await gateway.partnerCalls()).filter((call) => call.startsWith("acceptLegal")).length;
  const before = await told();
  const person = gateway.person("verified-mid-telling");
  await gateway.fail("slow:1500", "acceptLegalDocument", 1);
  const agreeing = person.agree();
  await waitFor(async () => (await told()) > before);
  expect((await erase("userId:verified-mid-telling")).body.done).toBe(true);
  const anew = await person.agree();
  expect([anew.status, anew.body.delivery]).toEqual([201, "delivered"]);
  await agreeing;
  expect((await told()) - before).toBe(2);
  const entries = entriesWith(gateway.folder, anew.body.id ?? "");
  expect(entries.map(({ event }) => event.kind)).toEqual(["accepted", "told"]);
});

test("what a partner confirms in the middle of an erasure is on the chain, and no error", async () => {
  const person = gateway.person("verified-told-at-last");
  await gateway.fail("slow:1500", "acceptLegalDocument", 1);
  const told = async () => (await gateway.partnerCalls()).filter((call) => call.startsWith("acceptLegal")).length;
  const before = await told();
  const agreeing = person.agree();
  await waitFor(async () => (await told()) > before);
  expect((await erase("userId:verified-told-at-last")).body.done).toBe(true);
  const { body } = await agreeing;
  expect(body.delivery).toBe("delivered");
  const kinds = entriesWith(gateway.folder, body.id ?? "").map(({ event }) => event.kind);
  expect(kinds).toEqual(["accepted", "told", "erased"]);
  expect(gateway.log.filter(({ event, code }) => event === "delivery" && code !== undefined)).toEqual([]);
});

test("a document that arrives at the partner in the middle of an erasure leaves nothing", async () => {
  const person = gateway.person("verified-mid-upload");
  await person.agree();
  await person.put(RECORD);
  await gateway.fail("slow:1500", "uploadDocument", 1);
  const uploading = person.upload();
  await waitFor(async () => (await gateway.partnerCalls()).some((call) => call.startsWith("uploadDocument (slow")));
  expect((await erase("userId:verified-mid-upload")).body.done).toBe(true);
  const { status, body } = await uploading;
  expect(status).toBe(200);
  expect(kept()).not.toContain(body.value?.id);
});
