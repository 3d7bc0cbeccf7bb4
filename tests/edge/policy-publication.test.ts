// A new version of a policy without a deploy: it counts everywhere from one instant on, and the old proof stays.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesWith } from "./ledger-file.ts";
import { startWithPartners } from "./partners.ts";
import { type Answer, type Body, evidence, RECORD, type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const PRIVACY = "crossmint-privacy-policy";
const OPERATOR = "an-operator-of-the-tests-and-of-nothing-else";
const PACKAGED = readFileSync(
  join(import.meta.dirname, "../../src/consent/policies/crossmint-privacy-policy.json"),
  "utf8",
);
/** Seconds. */
const LEAD = 2;
const variables = { OPERATOR_TOKENS: OPERATOR, POLICY_LEAD: String(LEAD) };

interface File {
  readonly version?: string;
  readonly sentences?: readonly { readonly reviewed: boolean; readonly segments: unknown }[];
  readonly [member: string]: unknown;
}
const file = (version: string, more: File = {}): File => ({ ...JSON.parse(PACKAGED), version, ...more });

function publish(gateway: RunningGateway, given: unknown, effectiveFrom?: unknown, name = PRIVACY): Promise<Answer> {
  const body = { file: given, ...(effectiveFrom !== undefined && { effectiveFrom }) };
  return gateway.ask(`/operator/policies/${name}`, { method: "PUT", body, token: OPERATOR, headers: { origin: "" } });
}

async function publications(gateway: RunningGateway): Promise<readonly Body[]> {
  const { body } = await gateway.ask("/operator/policies", { token: OPERATOR, headers: { origin: "" } });
  return body.versions ?? [];
}

const shown = async (asking: Promise<Answer>) => (await asking).body.version;
const presentation = (policy = PRIVACY) => `/policies/${policy}/presentation`;

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ variables, twin: true });
});
afterAll(() => gateway.stop());

test("a file that breaks a rule is refused with the rule's name, and nothing is published", async () => {
  const before = await publications(gateway);
  const sentences = (file("x").sentences ?? []).slice(0, 1);
  for (const [given, rules] of [
    [file("r1", { link: "http://www.crossmint.com/" }), ["link-not-https"]],
    [file("r2", { sentences: [...sentences, ...sentences] }), ["duplicate-language"]],
    [
      file("r3", { sentences: sentences.map((one) => ({ ...one, segments: [{ text: "I agree" }] })) }),
      ["sentence-without-link"],
    ],
    [file("r4", { policy: [PRIVACY, "shop-terms"] }), ["bundled-consents"]],
    [file("r5", { partner: "kriptomat" }), ["partner-differs"]],
    [file("r6", { title: undefined, colour: "red" }), ["unknown-member", "title-malformed"]],
    ["not a file", ["not-an-object"]],
    [undefined, ["not-an-object"]],
  ] as const) {
    const { status, body } = await publish(gateway, given);
    expect([status, body.code, body.rules]).toEqual([422, "invalid-input", rules]);
  }
  const { body: elsewhere } = await publish(gateway, file("r7"), undefined, "shop-terms");
  expect(elsewhere.rules).toEqual(["name-differs"]);
  const off = { ...file("r8"), policy: "shop-terms", partner: "kriptomat" };
  expect((await publish(gateway, off, undefined, "shop-terms")).body.rules).toEqual(["partner-not-on"]);
  for (const wrong of ["soon", "2026-13-01T00:00:00Z", "2030-01-01T00:00:00+01:00", 5, null]) {
    expect((await publish(gateway, file("r9"), wrong)).body.rules).toEqual(["effective-from-malformed"]);
  }
  expect((await publish(gateway, file("r10"), new Date(Date.now() + 500).toISOString())).body.rules).toEqual([
    "too-soon",
  ]);
  const taken = JSON.parse(PACKAGED) as { version: string };
  expect((await publish(gateway, file(taken.version, { title: "Another" }))).body.rules).toEqual(["version-taken"]);
  expect(await publications(gateway)).toEqual(before);
});

test("without the operator's token nothing is published, and the book is not shown", async () => {
  for (const token of ["another-operator-who-is-nobody-at-all-here", undefined]) {
    const asked = { method: "PUT", body: { file: file("n1") }, headers: { origin: "" }, ...(token && { token }) };
    expect((await gateway.ask(`/operator/policies/${PRIVACY}`, asked)).status).toBe(401);
  }
  expect((await gateway.ask("/operator/policies", { headers: { origin: "" } })).status).toBe(401);
});

test("all switch at one instant: two Workers, products, records, acceptances; the old proof stays", async () => {
  const person = gateway.person("verified-agreed-before");
  const old = await person.agree();
  await person.put(RECORD);
  await person.trigger();
  const inTheMiddle = gateway.person("verified-in-the-middle");
  const readBefore = await evidence(gateway);
  const atTwin = await gateway.askTwin(presentation());
  expect([atTwin.status, atTwin.body]).toMatchObject([200, { version: readBefore.version }]);

  const published = await publish(gateway, file("switch-1", { changes: { en: "New." }, since: readBefore.version }));
  expect(published.status).toBe(201);
  const from = Date.parse(published.body.effectiveFrom ?? "");
  expect(from - Date.now()).toBeGreaterThan(0);
  const seen: { readonly began: number; readonly ended: number; readonly version: unknown }[] = [];
  await waitFor(async () => {
    for (const ask of [() => gateway.ask(presentation()), () => gateway.askTwin(presentation())]) {
      const began = Date.now();
      const version = await shown(ask());
      seen.push({ began, ended: Date.now(), version });
    }
    return seen.filter(({ began }) => began > from).length >= 6;
  });
  const early = seen.filter(({ ended }) => ended < from).map(({ version }) => version);
  const late = seen.filter(({ began }) => began > from).map(({ version }) => version);
  expect(new Set(early)).toEqual(new Set([readBefore.version]));
  expect(new Set(late)).toEqual(new Set(["switch-1"]));

  const late_ = await inTheMiddle.ask("/consents", { method: "POST", body: readBefore });
  expect([late_.status, late_.body.rules]).toEqual([422, ["stale-version"]]);
  expect(await inTheMiddle.consents()).toEqual([]);
  const refused = [await person.put(RECORD), await person.upload(), await person.trigger()];
  expect(refused.map(({ body }) => body.code)).toEqual(Array.from({ length: 3 }, () => "consent-required"));
  const { decisions = [], plan } = (await person.ask("/me")).body;
  expect(decisions.length).toBeGreaterThan(2);
  expect(decisions.every(({ next, policy }) => next === "ask-consent" && policy === PRIVACY)).toBe(true);
  expect(plan?.steps).toHaveLength(1);
  expect(await person.consents()).toMatchObject([
    { id: old.body.id, version: readBefore.version, delivery: "delivered" },
  ]);

  const again = await person.agree();
  expect(again.body).toMatchObject({ version: "switch-1", delivery: "delivered" });
  expect((await person.put(RECORD)).status).toBe(200);
  expect((await person.ask("/me")).body.decisions?.some(({ next }) => next === "ask-consent")).toBe(false);
  const entries = entriesWith(gateway.folder, again.body.id ?? "");
  expect(entries.map(({ event }) => event.kind)).toEqual(["accepted", "told", "accepted", "told"]);
  const { body } = await gateway.ask(presentation());
  expect(body).toMatchObject({ changes: { language: "en", text: "New." }, since: readBefore.version });
});

test("a version is published once; the same once more changes nothing", async () => {
  const given = file("twice", { title: "Twice" });
  const at = new Date(Date.now() + 3_600_000).toISOString();
  const first = await publish(gateway, given, at);
  expect([first.status, first.body.effectiveFrom, first.body.inUse]).toEqual([201, at, true]);
  expect(first.body.policyHash).toMatch(/^[0-9a-f]{64}$/);
  for (const again of [await publish(gateway, given, at), await publish(gateway, given)]) {
    expect([again.status, again.body]).toEqual([200, first.body]);
  }
  const other = new Date(Date.now() + 7_200_000).toISOString();
  for (const refused of [
    await publish(gateway, { ...given, title: "Other" }, at),
    await publish(gateway, given, other),
  ]) {
    expect([refused.status, refused.body.rules]).toEqual([422, ["version-taken"]]);
  }
  const second = await publish(gateway, file("another"), at);
  expect([second.status, second.body.rules]).toEqual([422, ["instant-taken"]]);
  expect((await publications(gateway)).filter(({ version }) => version === "twice")).toHaveLength(1);
});

test("ten at once are one publication", async () => {
  const at = new Date(Date.now() + 5_400_000).toISOString();
  const answers = await Promise.all(Array.from({ length: 10 }, () => publish(gateway, file("at-once"), at)));
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 9 }, () => 200), 201]);
});

test("what was published is there after a restart: the last that counts, and what is still to come waits", async () => {
  const { version } = (await gateway.ask(presentation())).body;
  const next = await publish(gateway, file("switch-2"));
  expect([version, next.status]).toEqual(["switch-1", 201]);
  await waitFor(async () => (await shown(gateway.ask(presentation()))) === "switch-2");
  const before = await publications(gateway);
  await gateway.restart();
  expect(await publications(gateway)).toEqual(before);
  expect(await shown(gateway.ask(presentation()))).toBe("switch-2");
  expect(before.filter(({ current }) => current)).toMatchObject([{ version: "switch-2", source: "published" }]);
});

test("a policy stays with its partner", async () => {
  const entry = "tests/edge/own-policies-worker.ts";
  const own = await startGateway({ variables, entry });
  const moved = { ...file("moved"), policy: "shop-terms", title: "Terms", partner: "crossmint" };
  const refused = await publish(own, moved, undefined, "shop-terms");
  expect([refused.status, refused.body.rules]).toEqual([422, ["partner-differs"]]);
  await own.stop();
});

test("also one that publications alone have brought", async () => {
  const own = await startWithPartners({ variables: { ...variables, POLICIES: `${PRIVACY},shop-terms` } });
  const terms = { ...file("1"), policy: "shop-terms", title: "Terms", link: "https://shop.example/terms" };
  expect((await publish(own, terms, undefined, "shop-terms")).status).toBe(201);
  const refused = await publish(own, { ...terms, version: "2", partner: "kriptomat" }, undefined, "shop-terms");
  expect([refused.status, refused.body.rules]).toEqual([422, ["partner-differs"]]);
  expect((await publish(own, { ...terms, version: "2" }, undefined, "shop-terms")).status).toBe(201);
  await own.stop();
});

test("while the book is out of reach what is known holds as long as nothing newer can count, and no longer", async () => {
  const own = await startGateway({ variables, entry: "tests/edge/failing-book-worker.ts" });
  expect((await own.ask(presentation())).status).toBe(200);
  await own.ask("/book/out-of-reach");
  const seen: (readonly [status: number, tried: boolean])[] = [];
  const hasTried = () => own.log.some(({ event }) => event === "policies-not-read");
  await waitFor(async () => {
    const { status } = await own.ask(presentation());
    seen.push([status, hasTried()]);
    return status !== 200;
  });
  expect(seen.at(-1)).toEqual([503, true]);
  expect(seen.some(([status, tried]) => status === 200 && tried)).toBe(true);
  expect((await own.person("verified-book").put(RECORD)).body.code).toBe("unavailable");
  await own.ask("/book/in-reach");
  expect((await own.ask(presentation())).status).toBe(200);
  await own.stop();
});

test("a policy that is to be in use and is not there yet holds everything but the operator", async () => {
  const own = await startGateway({ variables: { ...variables, POLICIES: `${PRIVACY},shop-terms` } });
  const person = own.person("verified-waits-for-terms");
  for (const answer of [await own.ask(presentation()), await person.ask("/me"), await person.put(RECORD)]) {
    expect([answer.status, answer.body.code]).toEqual([503, "unavailable"]);
  }
  expect(own.log).toContainEqual(expect.objectContaining({ problems: [expect.stringContaining("shop-terms")] }));
  const terms = { ...file("1"), policy: "shop-terms", title: "Terms", link: "https://shop.example/terms" };
  expect((await publish(own, terms, undefined, "shop-terms")).status).toBe(201);
  await waitFor(async () => (await own.ask(presentation("shop-terms"))).status === 200);
  await person.agree();
  expect((await person.put(RECORD)).body.code).toBe("consent-required");
  expect((await person.agreeTo("shop-terms")).body.delivery).toBe("kept");
  expect((await person.put(RECORD)).status).toBe(200);
  await own.stop();
});

test("under REVIEWED_ONLY a version that nobody has reviewed is not published", async () => {
  const strict = await startGateway({ variables: { ...variables, REVIEWED_ONLY: "true" } });
  const sentences = (file("x").sentences ?? []).filter(({ reviewed }) => !reviewed);
  const refused = await publish(strict, file("unreviewed", { sentences }));
  expect([refused.status, refused.body.rules]).toEqual([422, ["no-reviewed-sentence"]]);
  await strict.stop();
});

test("without a book nothing is published, and what the code brings is in use", async () => {
  const bare = await startGateway({ variables, withoutBook: true });
  expect((await publish(bare, file("no-book"))).body.code).toBe("not-enabled");
  expect((await publications(bare)).map(({ source }) => source)).toEqual(["package"]);
  expect((await bare.ask(presentation())).headers.get("cache-control")).toBe("public, max-age=300");
  await bare.stop();
});
