// The export for the compliance officer: it holds by the verifier, and no fault in it or in a ledger goes unseen.

import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesWith, withLedger } from "./ledger-file.ts";
import { withLog } from "./log-files.ts";
import { type Answer, type Body, type RunningGateway, startGateway } from "./start-gateway.ts";
import { verify } from "./verifier.ts";
import { waitFor } from "./wait-for.ts";

const OPERATOR = "operators-token-of-the-tests-for-exports";
const PRIVACY = "crossmint-privacy-policy";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ variables: { OPERATOR_TOKENS: OPERATOR } });
});
afterAll(() => gateway.stop());

const asOperator = { token: OPERATOR, headers: { origin: "" } };
const exported = (query = ""): Promise<Answer> => gateway.ask(`/operator/export?${query}`, asOperator);
const keys = async () => ({ keys: (await gateway.ask("/log/keys")).body.keys as never });
const lines = (text: string): readonly Body[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Body);

interface EntryLine {
  readonly entry: { readonly person: string; readonly sequence: number; readonly event: { readonly kind: string } };
  readonly inRange: boolean;
  readonly proof: unknown;
}
const entriesOf = (text: string) => lines(text).filter(({ kind }) => kind === "entry") as unknown as EntryLine[];

/** The pseudonym of who gave the acceptance of this id. */
const pseudonymOf = (id: unknown) => entriesWith(gateway.folder, String(id))[0]?.person ?? "";

/** Agrees, and waits until the log has the entries, with a head over them. */
async function agreed(subject: string, language = "en"): Promise<{ id: string; person: string }> {
  const { body } = await gateway.person(subject).agree({}, language);
  const id = String(body.id);
  const person = pseudonymOf(id);
  await waitFor(async () => {
    const mine = entriesOf((await exported(`person=${person}`)).text);
    return mine.length > 1 && mine.every(({ proof }) => proof !== null);
  });
  return { id, person };
}

test("an export holds: whole chains, every policy, proofs, keys, seal", async () => {
  const people = [await agreed("verified-exported-1"), await agreed("verified-exported-2", "ar")];
  await gateway.person("verified-exported-1").ask(`/consents/${PRIVACY}`, { method: "DELETE" });
  const { status, headers, text } = await exported();
  expect([status, headers.get("content-type")]).toEqual([200, "application/jsonl; charset=utf-8"]);
  expect(headers.get("content-disposition")).toMatch(/^attachment; filename="consents-\d{4}-\d\d-\d\d\.jsonl"$/);
  const report = verify(text, await keys());
  expect(report.findings.filter(({ holds }) => holds === false)).toEqual([]);
  expect(report).toMatchObject({ holds: true, kind: "export", about: { log: "kyc.shop.example", people: 2 } });
  expect(new Set(entriesOf(text).map(({ entry }) => entry.person))).toEqual(new Set(people.map((one) => one.person)));
  expect(text).not.toContain("userId:");
  expect(text).not.toContain("verified-exported");
});

test("a table holds, one row for each acceptance", async () => {
  const { id, person } = await agreed("verified-tabled", "fr");
  const { headers, text } = await exported(`format=csv&person=${person}`);
  expect(headers.get("content-type")).toMatch(/^text\/csv/);
  expect(verify(text, await keys())).toMatchObject({ holds: true, kind: "csv", about: { rows: 1 } });
  expect(text.split("\r\n")[1]).toContain(`${person},1,${id},`);
  expect(verify(text.replace(",fr,", ",de,"), await keys())).toMatchObject({ holds: false });
});

test("no byte of either file can be changed unseen", async () => {
  const { person } = await agreed("verified-flipped");
  const known = await keys();
  for (const format of ["jsonl", "csv"]) {
    const bytes = new TextEncoder().encode((await exported(`format=${format}&person=${person}`)).text);
    expect(verify(bytes, known).holds).toBe(true);
    for (let at = 0; at < bytes.length; at += 97) {
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      expect(verify(bytes, known).holds).toBe(false);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
    }
  }
});

test("a range limits people, marks what it is about, and leaves the chains whole", async () => {
  const { person } = await agreed("verified-ranged");
  const at = String((await gateway.person("verified-ranged").consents())[0]?.toldAt);
  const told = entriesOf((await exported(`person=${person}&from=${at}`)).text);
  expect(told.map(({ entry, inRange }) => [entry.event.kind, inRange])).toEqual([
    ["accepted", false],
    ["told", true],
  ]);
  expect(entriesOf((await exported(`person=${person}&to=2020-01-01`)).text)).toEqual([]);
  expect(entriesOf((await exported(`person=${person}&policy=${PRIVACY}&version=none`)).text)).toEqual([]);
  const all = entriesOf((await exported(`person=${person}&policy=${PRIVACY}&from=2020-01-01`)).text);
  expect(all.map(({ inRange }) => inRange)).toEqual([true, true]);
  expect(lines((await exported(`person=${person}`)).text)[0]).toMatchObject({ kind: "export", range: { person } });
});

test.each([
  ["format=xml", "format"],
  ["person=johnd", "person"],
  ["policy=UPPER", "policy"],
  ["from=yesterday", "from"],
  ["to=2026-13-45", "to"],
  ["locator=userId:a", "locator"],
  ["from=2026-01-01&from=2026-01-02", "from"],
])("a range that can mean nothing is refused: %s", async (query, field) => {
  const { status, body } = await exported(query);
  expect([status, body.code, body.field]).toEqual([422, "invalid-input", field]);
});

test("more people than are read at once come once each, in order", async () => {
  const subjects = Array.from({ length: 12 }, (_, at) => `verified-many-${at}`);
  await Promise.all(subjects.map((subject) => gateway.person(subject).agree()));
  const text = await waitFor(async () => {
    const answer = await exported();
    return new Set(entriesOf(answer.text).map(({ entry }) => entry.person)).size >= 12 && answer.text;
  });
  expect(verify(text, await keys()).findings.filter(({ holds }) => holds === false)).toEqual([]);
});

test("a ledger that does not hold is exported as it is, and named", async () => {
  const { id, person } = await agreed("verified-broken");
  withLedger(gateway.folder, id, (ledger, [first]) => {
    ledger.exec("DROP TRIGGER entries_stay_as_they_are");
    const entry = JSON.stringify({ ...first, at: "2020-01-01T00:00:00.000Z" });
    ledger.prepare("UPDATE entries SET entry = ? WHERE sequence = 1").run(entry);
  });
  const { text } = await exported(`person=${person}`);
  expect(entriesOf(text)[0]).toMatchObject({ entry: { at: "2020-01-01T00:00:00.000Z" } });
  const report = verify(text, await keys());
  expect(report.holds).toBe(false);
  const failed = report.findings.filter(({ holds }) => holds === false).map(({ check }) => check);
  expect(failed).toEqual(expect.arrayContaining(["entries", "ledger"]));
  const table = verify((await exported(`format=csv&person=${person}`)).text, await keys());
  expect(table.findings).toContainEqual(expect.objectContaining({ check: "ledger", holds: false }));
  // What is no entry is not in the file, and that is said.
  for (const odd of ['{"sequence":1,"event":"\\ud800"}', "[]"]) {
    withLedger(gateway.folder, id, (ledger) =>
      ledger.prepare("UPDATE entries SET entry = ? WHERE sequence = 1").run(odd),
    );
    expect(lines((await exported(`person=${person}`)).text)).toContainEqual(
      expect.objectContaining({ kind: "fault", person, fault: "unreadable" }),
    );
  }
});

test("a ledger that has lost its newest entries is named", async () => {
  const { id, person } = await agreed("verified-shortened");
  withLedger(gateway.folder, id, (ledger) => {
    ledger.exec("DROP TRIGGER entries_stay");
    ledger.exec("DELETE FROM entries WHERE sequence = 2");
  });
  const { text } = await exported(`person=${person}`);
  expect(lines(text)).toContainEqual(expect.objectContaining({ kind: "fault", person, fault: "entries-missing" }));
  expect(verify(text, await keys()).findings).toContainEqual(
    expect.objectContaining({ check: "ledger", holds: false }),
  );
});

test("whom only the index knows is named", async () => {
  const nobody = "0".repeat(64);
  await gateway.index(`INSERT INTO indexed_acceptances VALUES (x'${nobody}', 1, 1, 0, NULL, NULL, NULL)`);
  const { text } = await exported(`person=${nobody}`);
  expect(lines(text)).toContainEqual(expect.objectContaining({ kind: "fault", person: nobody, fault: "not-in-log" }));
  await gateway.index(`DELETE FROM indexed_acceptances WHERE person = x'${nobody}'`);
});

test("an export that breaks off has no seal", async () => {
  const { person } = await agreed("verified-unreachable");
  withLog(gateway.folder, (log) => log.prepare("UPDATE people SET ledger = x'00' WHERE person = unhex(?)").run(person));
  const reply = await fetch(new URL(`/operator/export?person=${person}`, await gateway.address), {
    headers: { authorization: `Bearer ${OPERATOR}` },
  });
  const decoder = new TextDecoder();
  let text = "";
  const reading = (async () => {
    for await (const chunk of reply.body ?? []) text += decoder.decode(chunk);
  })();
  // Whether the connection breaks is the runtime's to say; the file must not look whole.
  await Promise.allSettled([reading]);
  expect(text).toMatch(/^\{/);
  expect(text).not.toContain('"kind":"seal"');
  expect(verify(text, await keys()).holds).toBe(false);
  await waitFor(() => gateway.log.some(({ event }) => event === "export-cut-off"));
});

test("only for operators", async () => {
  expect((await gateway.ask("/operator/export", { headers: { origin: "" } })).status).toBe(401);
  expect((await gateway.person("verified-curious").ask("/operator/export", { headers: { origin: "" } })).status).toBe(
    401,
  );
});

test("an index that lacks people is not exported by", async () => {
  await gateway.index("DELETE FROM indexed_people");
  const { status, body } = await exported();
  expect([status, body.code]).toEqual([503, "unavailable"]);
});

test("without an index, or without a log, it is not enabled", async () => {
  await gateway.restart({ withoutIndex: true });
  const { status, body } = await exported();
  expect([status, body.code, body.detail]).toEqual([404, "not-enabled", expect.stringContaining("CONSENT_INDEX")]);
  const none = { LEDGER_SIGNING_KEYS: undefined, LOG_NAME: undefined, CONTROLLER: undefined };
  await gateway.restart({ variables: { OPERATOR_TOKENS: OPERATOR, ...none } });
  expect((await exported()).body.code).toBe("not-enabled");
});
