import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesWith, openLedgers, withLedger } from "./ledger-file.ts";
import { isBeginningOf, leavesOf, rootOf, verifiedHead, withLog } from "./log-files.ts";
import { type RunningGateway, SIGNING_KEY, signingKey, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const head = async (from = gateway) => verifiedHead(from, (await from.ask("/log/head")).text);

/** The number of the entries' leaves once the log has all of this acceptance's entries. */
async function logged(id: string, from = gateway): Promise<readonly number[]> {
  return waitFor(() => {
    const entries = entriesWith(from.folder, id);
    const leaves = leavesOf(from.folder);
    const numbers = entries.map(({ hash }) => leaves.findIndex((leaf) => leaf.hash === hash));
    return numbers.length > 0 && !numbers.includes(-1) && numbers;
  });
}

test("every entry becomes a leaf, once and in its order", async () => {
  const person = gateway.person("verified-logged");
  const { body } = await person.agree();
  await person.ask("/consents/crossmint-privacy-policy", { method: "DELETE" });
  const numbers = await logged(body.id ?? "");
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  const entries = entriesWith(gateway.folder, body.id ?? "");
  const leaves = leavesOf(gateway.folder).filter((leaf) => leaf.person === entries[0]?.person);
  expect(leaves).toEqual(entries.map(({ person, sequence, hash }) => ({ kind: "entry", person, sequence, hash })));
  expect(leavesOf(gateway.folder)[0]).toMatchObject({ kind: "key" });
});

test("entries that are handed in once more are no further leaves", async () => {
  const { body } = await gateway.person("verified-twice").agree();
  const numbers = await logged(body.id ?? "");
  const before = leavesOf(gateway.folder);
  await gateway.halt();
  withLedger(gateway.folder, body.id ?? "", (ledger) => ledger.exec("UPDATE submission SET logged = 0, due = 0"));
  await gateway.start();
  // Whoever asks wakes the ledger up, which hands in what it believes is missing.
  const person = gateway.person("verified-twice");
  await person.ask("/consents/crossmint-privacy-policy", { method: "DELETE" });
  const after = await waitFor(() => {
    const leaves = leavesOf(gateway.folder);
    return leaves.length > before.length && leaves;
  });
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.slice(before.length)).toMatchObject([{ kind: "entry", sequence: numbers.length + 1 }]);
  expect(gateway.log.filter(({ event }) => event === "log-conflict")).toEqual([]);
});

test("a signed head covers what came in, and its root is that of the leaves", async () => {
  const { body } = await gateway.person("verified-head").agree();
  const numbers = await logged(body.id ?? "");
  const newest = await waitFor(async () => {
    const found = await head();
    return found.size > Math.max(...numbers) && found;
  });
  expect(newest.log).toBe("kyc.shop.example");
  expect(newest.root).toBe(rootOf(leavesOf(gateway.folder).slice(0, newest.size)));
});

test("all heads are kept, and each is the beginning of those after it", async () => {
  await gateway.person("verified-heads-1").agree();
  const before = (await head()).size;
  await waitFor(async () => (await head()).size > before);
  const { body } = await gateway.ask("/log/heads?from=0");
  const all = body.heads ?? [];
  expect(all.map(({ number }) => number)).toEqual(all.map((_, index) => index));
  const heads = await Promise.all(all.map(({ jws }) => verifiedHead(gateway, jws)));
  expect(heads.length).toBeGreaterThan(1);
  for (const [index, later] of heads.entries()) {
    for (const earlier of heads.slice(0, index)) {
      const proof = await gateway.ask(`/log/consistency?from=${earlier.size}&to=${later.size}`);
      expect(isBeginningOf(earlier, later, proof.body.path)).toBe(true);
    }
  }
  expect((await gateway.ask("/log/heads?from=100000")).body).toEqual({ heads: [], next: null });
});

test.each([
  ["/log/consistency", "from"],
  ["/log/consistency?from=1&to=x", "to"],
  ["/log/consistency?from=1&to=999999", "to"],
  ["/log/consistency?from=2&to=1", "first"],
  ["/log/heads?from=-1", "from"],
])("%s is refused", async (path, field) => {
  const { status, body } = await gateway.ask(path);
  expect([status, body.code, body.field]).toEqual([422, "invalid-input", field]);
});

test("whoever watches the log needs no sign-in and may ask from any page", async () => {
  const answer = await gateway.ask("/log/head", { headers: { origin: "https://watcher.example" } });
  expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
});

test("what the log has can be neither changed nor deleted", () => {
  withLog(gateway.folder, (log) => {
    for (const change of [
      "DELETE FROM tree",
      "DELETE FROM people",
      "DELETE FROM named_leaves",
      "DELETE FROM heads",
      "UPDATE tree SET size = size - 1",
      "UPDATE tree SET people = people - 1",
      "UPDATE tree SET leaves = substr(leaves, 1, length(leaves) - 32)",
      "UPDATE tree SET leaves = zeroblob(length(leaves))",
      // The tile that the leaves are in is not there.
      "UPDATE tree SET size = size + 256, leaves = x''",
      "UPDATE people SET person = zeroblob(32)",
      "UPDATE people SET entries = entries - 1",
      "UPDATE people SET numbers = zeroblob(length(numbers))",
      "UPDATE people SET entries = entries + 64, numbers = x''",
      "UPDATE named_leaves SET number = number + 1000",
      "UPDATE heads SET number = number + 1000",
    ]) {
      expect(() => log.exec(change), change).toThrow(/append-only/);
    }
  });
});

test("a key is announced, vouched for by the one before, and then signs", async () => {
  const rotating = await startGateway();
  await rotating.person("verified-first-key").agree();
  const first = await head(rotating);
  const next = signingKey();
  const { d: _, ...old } = SIGNING_KEY;
  const keys = (...list: unknown[]) => ({ LEDGER_SIGNING_KEYS: JSON.stringify({ keys: list }) });
  await rotating.restart({ variables: keys(next, SIGNING_KEY) });
  await rotating.person("verified-second-key").agree();
  const last = await waitFor(async () => {
    const found = await head(rotating);
    return found.kid !== first.kid && found;
  });
  const { body } = await rotating.ask("/log/heads");
  const heads = body.heads ?? [];
  const announced = leavesOf(rotating.folder).findIndex((leaf) => leaf.kid === last.kid);
  const voucher = heads.find(({ size }) => size > announced);
  expect(voucher?.kid).toBe(first.kid);
  await rotating.restart({ variables: keys(next, old) });
  const listed = (await rotating.ask("/log/keys")).body.keys ?? [];
  expect(listed.map(({ kid }) => kid)).toEqual([first.kid, last.kid]);
  expect(listed[0]?.exp).toBe(Math.floor(Date.parse(last.at) / 1000));
  expect(listed[1]).not.toHaveProperty("exp");
  expect(JSON.stringify(listed)).not.toContain(`"d"`);
  expect((await head(rotating)).kid).toBe(last.kid);
  await rotating.stop();
});

test("a policy that is published is a leaf, once; also one that was published before there was a log", async () => {
  const OPERATOR = "operators-token-of-the-tests-for-the-log";
  const publishing = await startGateway();
  const none = { LEDGER_SIGNING_KEYS: undefined, LOG_NAME: undefined, CONTROLLER: undefined };
  await publishing.restart({ variables: { OPERATOR_TOKENS: OPERATOR, ...none } });
  const file = {
    ...JSON.parse(readFileSync("src/consent/policies/crossmint-privacy-policy.json", "utf8")),
    version: "n",
  };
  const put = () =>
    publishing.ask("/operator/policies/crossmint-privacy-policy", {
      method: "PUT",
      token: OPERATOR,
      body: { file },
      headers: { origin: "" },
    });
  expect((await put()).status).toBe(201);
  await publishing.restart({ variables: { OPERATOR_TOKENS: OPERATOR } });
  expect((await put()).status).toBe(200);
  const leaves = () => leavesOf(publishing.folder).filter(({ kind }) => kind === "policy");
  await waitFor(() => leaves().length > 0);
  expect((await put()).status).toBe(200);
  await publishing.restart({ variables: { OPERATOR_TOKENS: OPERATOR } });
  expect((await put()).status).toBe(200);
  expect(leaves()).toEqual([
    { kind: "policy", policy: "crossmint-privacy-policy", version: "n", hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
  await publishing.stop();
});

test("what the log has not taken is handed in later, also what was written before there was a log", async () => {
  const none = { LEDGER_SIGNING_KEYS: undefined, LOG_NAME: undefined, CONTROLLER: undefined };
  const late = await startGateway();
  await late.restart({ variables: none });
  const { body } = await late.person("verified-late").agree();
  const off = await late.ask("/log/head");
  expect([off.status, off.body.code]).toEqual([404, "not-enabled"]);
  await late.restart();
  await late.person("verified-late").consents();
  expect((await logged(body.id ?? "", late)).length).toBe(2);
  await late.stop();
});

test("a ledger that tells the log another story is refused and reported", async () => {
  const forked = await startGateway();
  const { body } = await forked.person("verified-forked").agree();
  const numbers = await logged(body.id ?? "", forked);
  await forked.halt();
  withLog(forked.folder, (log) => {
    log.exec("DROP TRIGGER tree_stays_UPDATE");
    const { leaves } = log.prepare("SELECT leaves FROM tree").get() as { leaves: Uint8Array };
    leaves.fill(0, 32 * (numbers[1] ?? 0), 32 * (numbers[1] ?? 0) + 32);
    log.prepare("UPDATE tree SET leaves = ?").run(leaves);
  });
  for (const ledger of openLedgers(forked.folder)) {
    const tables = ledger.prepare("SELECT name FROM sqlite_master WHERE name = 'submission'").all();
    if (tables.length > 0) ledger.exec("UPDATE submission SET logged = 0, due = 0");
    ledger.close();
  }
  await forked.start();
  await forked.person("verified-forked").ask("/consents/crossmint-privacy-policy", { method: "DELETE" });
  await waitFor(() => forked.log.some(({ event }) => event === "log-conflict"));
  await waitFor(() => forked.log.some(({ event, code }) => event === "log-submission" && code === "refused"));
  expect(leavesOf(forked.folder).length).toBe(numbers.length + 1);
  await forked.stop();
});

const HALF = "LEDGER_SIGNING_KEYS";
test.each<[string, Record<string, string | undefined>, string]>([
  ["no keys", { [HALF]: undefined }, HALF],
  ["no JSON", { [HALF]: "{" }, HALF],
  ["an empty set", { [HALF]: '{"keys":[]}' }, HALF],
  ["a key without its private half first", { [HALF]: publicOnly() }, HALF],
  ["a key twice", { [HALF]: JSON.stringify({ keys: [SIGNING_KEY, SIGNING_KEY] }) }, HALF],
  ["halves of two keys", { [HALF]: JSON.stringify({ keys: [{ ...SIGNING_KEY, d: signingKey().d }] }) }, HALF],
  ["no name", { LOG_NAME: undefined }, "LOG_NAME"],
  ["a name with a blank", { LOG_NAME: "the log" }, "LOG_NAME"],
  ["nobody who answers for it", { CONTROLLER: undefined }, "CONTROLLER"],
  ["half of who answers for it", { CONTROLLER: '{"name":"Shop"}' }, "CONTROLLER"],
  ["no seconds", { HEAD_EVERY: "soon" }, "HEAD_EVERY"],
])("%s: a fault that names the variable, and shows nothing of it", async (_, variables, variable) => {
  await gateway.restart({ variables });
  const { status, body } = await gateway.ask("/health");
  expect([status, body.variables]).toEqual([503, [variable]]);
  expect(gateway.output).not.toContain(String(SIGNING_KEY.d));
});

function publicOnly(): string {
  const { d: _, ...open } = SIGNING_KEY;
  return JSON.stringify({ keys: [open] });
}
