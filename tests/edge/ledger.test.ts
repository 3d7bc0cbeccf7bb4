import { createHash, createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesWith, hashOf, outboxOf, type StoredEntry, withLedger } from "./ledger-file.ts";
import { evidence, ORIGIN, RECORD, type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const POLICY = "/consents/crossmint-privacy-policy";
const kinds = (entries: readonly StoredEntry[]) => entries.map(({ event }) => event.kind);

async function timesTold(run: () => Promise<unknown>): Promise<number> {
  const told = async () => (await gateway.partnerCalls()).filter((call) => call.startsWith("acceptLegal")).length;
  const before = await told();
  await run();
  return (await told()) - before;
}

test("an entry says what was accepted and where, and nothing of the person", async () => {
  const person = gateway.person("verified-entry");
  const { body } = await person.agree({}, "de");
  const [accepted, told] = entriesWith(gateway.folder, body.id ?? "");
  const shown = await evidence(gateway, "de");
  expect(accepted?.event).toEqual({
    kind: "accepted",
    policy: "crossmint-privacy-policy",
    version: body.version,
    language: "de",
    sentenceHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    reviewed: false,
    link: "https://www.crossmint.com/legal/privacy-policy",
    region: "",
    origin: ORIGIN,
    policyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    tickedAtStart: false,
    openingForced: false,
    visible: true,
    byPerson: true,
    logoWidth: 96,
    logoHeight: 24,
    presentedAt: "2026-11-23T10:00:00.000Z",
    tickedAt: "2026-11-23T10:00:09.000Z",
  });
  const { policy, version, language, text, link } = shown as Record<string, string> & { link: { href: string } };
  const sentence = JSON.stringify({ language, link: link.href, policy, text, version });
  expect(accepted?.event.sentenceHash).toBe(createHash("sha256").update(sentence).digest("hex"));
  expect(told?.event).toEqual({ kind: "told", policy, partner: "crossmint", acceptance: 1 });
  expect(accepted?.at).toBe(body.acceptedAt);
  expect(Math.abs(Date.parse(body.acceptedAt ?? "") - Date.now())).toBeLessThan(60_000);
  expect(outboxOf(gateway.folder, body.id ?? "")).toEqual([]);
});

test("the entries bear a pseudonym that only the person's own link key leads to", async () => {
  const person = gateway.person("verified-pseudonym");
  const { body } = await person.agree();
  const other = await gateway.person("verified-pseudonym-2").agree();
  const [first] = entriesWith(gateway.folder, body.id ?? "");
  const [second] = entriesWith(gateway.folder, other.body.id ?? "");
  expect(first?.person).not.toBe(second?.person);
  withLedger(gateway.folder, body.id ?? "", (ledger) => {
    const rows = ledger.prepare("SELECT key FROM link").all() as { key: string }[];
    expect(rows.length).toBe(1);
    const key = Buffer.from(rows[0]?.key ?? "", "hex");
    expect(key.length).toBe(32);
    expect(createHmac("sha256", key).update("userId:verified-pseudonym").digest("hex")).toBe(first?.person);
  });
});

test("the entries are a chain", async () => {
  const person = gateway.person("verified-chain");
  for (let round = 0; round < 3; round++) {
    await person.agree();
    await person.ask(POLICY, { method: "DELETE" });
  }
  const { body } = await person.agree();
  const entries = entriesWith(gateway.folder, body.id ?? "");
  const round = ["accepted", "told", "withdrawn"];
  expect(kinds(entries)).toEqual([...round, ...round, ...round, "accepted", "told"]);
  let previous = "0".repeat(64);
  for (const [index, entry] of entries.entries()) {
    expect([entry.sequence, entry.previous, entry.hash]).toEqual([index + 1, previous, hashOf(entry)]);
    previous = entry.hash;
  }
  const times = entries.map(({ at }) => at);
  expect(times).toEqual(times.toSorted());
});

test("twenty clicks at once are one acceptance, and Crossmint is told once", async () => {
  const person = gateway.person("verified-clicks");
  let answers: Awaited<ReturnType<typeof person.agree>>[] = [];
  const told = await timesTold(async () => {
    answers = await Promise.all(Array.from({ length: 20 }, () => person.agree()));
  });
  expect(told).toBe(1);
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
  expect(answers.every(({ body }) => body.delivery === "delivered")).toBe(true);
  expect(kinds(entriesWith(gateway.folder, answers[0]?.body.id ?? ""))).toEqual(["accepted", "told"]);
});

test("twenty clicks while Crossmint is slow or down are told one at a time", async () => {
  const person = gateway.person("verified-slow-clicks");
  await gateway.fail("slow:400", "acceptLegalDocument", 1);
  const told = await timesTold(() => Promise.all(Array.from({ length: 20 }, () => person.agree())));
  expect(told).toBe(1);
});

test("the same acceptance again is the one on record", async () => {
  const person = gateway.person("verified-again");
  const first = await person.agree();
  const again = await person.agree({}, "fr");
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.body).toEqual({ ...first.body, decisions: [] });
});

test("an idempotency key gets the same answer, whatever happened since", async () => {
  const person = gateway.person("verified-idempotent");
  const key = { "idempotency-key": "zenobia@quixwell.example" };
  const first = await person.agree(key);
  const again = await person.agree(key);
  expect([again.status, again.body]).toEqual([201, first.body]);
  await person.ask(POLICY, { method: "DELETE" });
  const late = await person.agree(key);
  expect([late.status, late.body.id]).toEqual([201, first.body.id]);
  expect(late.body.withdrawnAt).toMatch(/Z$/);
  expect((await person.put(RECORD)).body.code).toBe("consent-required");
  expect((await person.agree({ "idempotency-key": "another" })).body.id).not.toBe(first.body.id);
  const others = await gateway.person("verified-same-key").agree(key);
  expect(others.body.id).not.toBe(first.body.id);
});

test("an idempotency key is for one acceptance", async () => {
  const person = gateway.person("verified-key-reused");
  await person.agree({ "idempotency-key": "k" });
  const other = await person.agree({ "idempotency-key": "k" }, "de");
  expect([other.status, other.body.code, other.body.field]).toEqual([422, "invalid-input", "Idempotency-Key"]);
});

test("withdrawing twice is withdrawing once; what was never accepted cannot be withdrawn", async () => {
  const person = gateway.person("verified-twice");
  expect((await person.ask(POLICY, { method: "DELETE" })).status).toBe(404);
  expect((await person.ask("/consents/no-such", { method: "DELETE" })).status).toBe(404);
  const { body } = await person.agree();
  const first = await person.ask(POLICY, { method: "DELETE" });
  const again = await person.ask(POLICY, { method: "DELETE" });
  expect(again.body).toEqual(first.body);
  expect(await person.consents()).toMatchObject([{ id: body.id, withdrawnAt: first.body.withdrawnAt }]);
  expect(kinds(entriesWith(gateway.folder, body.id ?? ""))).toEqual(["accepted", "told", "withdrawn"]);
});

test("what is withdrawn before Crossmint is told is told no more, and both entries stay", async () => {
  const person = gateway.person("verified-cancels");
  await gateway.fail("502", "acceptLegalDocument", 1);
  const { body } = await person.agree();
  const waiting = outboxOf(gateway.folder, body.id ?? "");
  expect(waiting).toMatchObject([{ locator: "userId:verified-cancels", attempts: 1 }]);
  await person.ask(POLICY, { method: "DELETE" });
  expect(outboxOf(gateway.folder, body.id ?? "")).toEqual([]);
  expect(kinds(entriesWith(gateway.folder, body.id ?? ""))).toEqual(["accepted", "withdrawn"]);
  const [record, ...more] = await person.consents();
  expect([record?.delivery, record?.problem, more]).toEqual(["cancelled", undefined, []]);
  // Beyond the time of the next try, which was set before.
  const told = await gateway.partnerCalls();
  await new Promise((resolve) => setTimeout(resolve, Number(waiting[0]?.["due"]) - Date.now() + 1500));
  expect(await gateway.partnerCalls()).toEqual(told);
});

test("what is withdrawn while Crossmint is being told stands in the ledger as it happened", async () => {
  const person = gateway.person("verified-crossing");
  await gateway.fail("slow:800", "acceptLegalDocument", 1);
  const before = (await gateway.partnerCalls()).length;
  const agreeing = person.agree();
  await waitFor(async () => (await gateway.partnerCalls()).length > before);
  const withdrawn = await person.ask(POLICY, { method: "DELETE" });
  const { body } = await agreeing;
  expect(body).toMatchObject({ delivery: "delivered", withdrawnAt: withdrawn.body.withdrawnAt });
  expect(kinds(entriesWith(gateway.folder, body.id ?? ""))).toEqual(["accepted", "withdrawn", "told"]);
  expect((await person.put(RECORD)).body.code).toBe("consent-required");
});

test("entries can be neither changed nor deleted", async () => {
  const { body } = await gateway.person("verified-final").agree();
  withLedger(gateway.folder, body.id ?? "", (ledger) => {
    expect(() => ledger.exec("UPDATE entries SET entry = '{}'")).toThrow(/append-only/);
    expect(() => ledger.exec("DELETE FROM entries")).toThrow(/append-only/);
  });
});

test("a ledger that somebody has edited is noticed, and nothing rests on it", async () => {
  const edited = await startGateway();
  const person = edited.person("verified-edited");
  const { body } = await person.agree();
  await edited.halt();
  withLedger(edited.folder, body.id ?? "", (ledger) => {
    ledger.exec("DROP TRIGGER entries_stay_as_they_are");
    ledger.exec('UPDATE entries SET entry = replace(entry, \'"language":"en"\', \'"language":"de"\')');
  });
  await edited.start();
  expect((await person.ask("/consents")).status).toBe(503);
  expect((await person.put(RECORD)).body.code).toBe("unavailable");
  expect((await person.agree()).body.code).toBe("unavailable");
  expect(await edited.partnerCalls()).toEqual([]);
  expect(edited.log).toContainEqual(expect.objectContaining({ level: "error", event: "ledger-broken" }));
  await edited.stop();
});

test("time in a ledger never runs back, also where the clock did", async () => {
  const jumping = await startGateway();
  const person = jumping.person("verified-jumping");
  const { body } = await person.agree();
  await jumping.halt();
  const ahead = "2040-01-01T00:00:00.000Z";
  withLedger(jumping.folder, body.id ?? "", (ledger, entries) => {
    const last = entries.at(-1) as StoredEntry;
    const event = { kind: "withdrawn", policy: "crossmint-privacy-policy" };
    const entry = { person: last.person, sequence: last.sequence + 1, at: ahead, previous: last.hash, event };
    const text = JSON.stringify({ ...entry, hash: hashOf(entry) });
    ledger.prepare("INSERT INTO entries (sequence, entry) VALUES (?, ?)").run(entry.sequence, text);
  });
  await jumping.start();
  const again = await person.agree();
  expect(again.body).toMatchObject({ acceptedAt: ahead, delivery: "delivered" });
  expect((await person.put(RECORD)).status).toBe(200);
  await jumping.stop();
});

test("without an origin the entry says so", async () => {
  const { body } = await gateway.person("verified-no-origin").agree({ origin: "" });
  expect(entriesWith(gateway.folder, body.id ?? "")[0]?.event.origin).toBe("none");
});

test("another ledger key finds no ledger", async () => {
  const rekeyed = await startGateway();
  const person = rekeyed.person("verified-rekeyed");
  await person.agree();
  await rekeyed.restart({ variables: { LEDGER_KEY: Buffer.alloc(32, 7).toString("base64") } });
  expect(await person.consents()).toEqual([]);
  await rekeyed.stop();
});
