// The functions of the package in Node: what each one answers.

import { expect, test } from "vitest";
import type { LedgerEntry } from "../../www/package/types.ts";
import { load, manifest } from "./built.ts";
import { evidence, getUser, now, policy, putUser, record, reply, verified } from "./person.ts";

const core = await load("node.js");

test("init has nothing to do and may be called again", async () => {
  await core.init();
  await expect(core.init()).resolves.toBeUndefined();
  expect(manifest.exports).toHaveProperty("./edge");
});

test("prepare gives the whole request as plain data", () => {
  expect(core.prepare("crossmint.getUser", getUser())).toEqual({
    method: "GET",
    url: "https://staging.crossmint.com/api/2025-06-09/users/userId%3Ajohnd-123",
    headers: { "x-api-key": "sk_staging_5ecretKey", accept: "application/json" },
    body: null,
  });
  const request = core.prepare("crossmint.putUser", putUser());
  expect(JSON.parse(request.body ?? "")).toEqual(record);
  expect(request.headers["content-type"]).toBe("application/json");
});

test("prepare leaves its argument as it was", () => {
  const call = putUser();
  const copy = structuredClone(call);
  core.prepare("crossmint.putUser", Object.freeze(call));
  expect(call).toEqual(copy);
});

test("read gives value and decisions", () => {
  expect(core.read("crossmint.getVerification", verified)).toEqual({
    value: { eligibility: [{ type: "onramp", status: "verified" }] },
    decisions: [
      {
        partner: "crossmint",
        scope: "onramp",
        next: "proceed",
        text: "proceed",
        said: { status: "verified" },
        show: [],
      },
    ],
  });
});

test("read takes a reply without body, and headers in any case", () => {
  const limited = { status: 429, headers: { "Retry-After": "7" }, body: null };
  expect(() => core.read("crossmint.getUser", limited)).toThrow(expect.objectContaining({ retryAfter: 7 }));
});

test("texts of every script cross unharmed", () => {
  for (const status of ["漢字", "😀\u{1F468}\u200d\u{1F469}", "ß\u0000", '"\\\n', "\u2028", "\uFFFF"]) {
    const { value, decisions } = core.read(
      "crossmint.getVerification",
      reply(200, { eligibility: [{ type: status, status }] }),
    );
    expect(value.eligibility).toEqual([{ type: status, status }]);
    expect(decisions).toMatchObject([{ scope: status, next: "hold", said: { status } }]);
  }
});

test("present gives the sentence of the best language", () => {
  expect(core.present(policy, ["tlh", "de-AT"])).toMatchObject({ language: "de", direction: "ltr", reviewed: false });
  const english = core.present(policy, []);
  expect(english.segments.map(({ text }) => text).join("")).toBe(evidence().text);
  expect(english.logo).toEqual({ of: "Crossmint", required: true });
});

test("check names the broken rules", () => {
  expect(core.check(policy, evidence(), { evidence: true, reviewedOnly: true })).toEqual([]);
  expect(core.check(policy, { ...evidence(), tickedAtStart: true })).toEqual(["pre-ticked"]);
  const byScript = { ...evidence(), byPerson: false };
  expect(core.check(policy, byScript)).toEqual([]);
  expect(core.check(policy, byScript, { evidence: true })).toEqual(["not-by-person"]);
});

test("missing names what a record lacks", () => {
  expect(core.missing(record, ["regulated-transfer"])).toEqual({ data: [], documents: [], other: [] });
  const { data, documents } = core.missing(record, ["onramp"], { enhanced: true, documents: ["selfie"] });
  expect(data).toContain("nationality");
  expect(documents).toEqual(["identity-document", "proof-of-address", "proof-of-income"]);
});

test("merge lays a change over a record and drops nothing", () => {
  const merged = core.merge(record, { userDetails: { lastName: "King" }, kycData: { nationality: "GB" } });
  expect(merged).toEqual({
    userDetails: { ...record.userDetails, lastName: "King" },
    kycData: { nationality: "GB" },
  });
});

test("a ledger is written, hashed and verified", () => {
  const presentation = core.present(policy, ["en"]);
  const sentenceHash = core.sentenceHash(presentation);
  expect(sentenceHash).toMatch(/^[0-9a-f]{64}$/);
  expect(core.sentenceHash(core.present(policy, ["de"]))).not.toBe(sentenceHash);
  const { version, language, reviewed } = presentation;
  const first = core.ledgerEntry(
    null,
    {
      kind: "accepted",
      policy: policy.policy,
      version,
      language,
      sentenceHash,
      reviewed,
      link: policy.link ?? "",
      region: "",
      origin: "https://shop.example",
    },
    now,
  );
  const second = core.ledgerEntry(first, { kind: "withdrawn", policy: policy.policy }, "2026-01-02T00:00:00.000Z");
  expect([first.sequence, second.sequence, second.previous]).toEqual([1, 2, first.hash]);
  expect(core.brokenLink([first, second])).toBeNull();
  expect(core.brokenLink([])).toBeNull();
  const forged: LedgerEntry = { ...second, at: "2026-01-03T00:00:00.000Z" };
  expect(core.brokenLink([first, forged])).toBe(1);
  expect(core.brokenLink([second])).toBe(0);
});

test("redelivery says when to try again", () => {
  expect(core.redelivery(1, "unavailable")).toEqual({ after: 5, report: false });
  expect(core.redelivery(1, "rate-limited", 60)).toEqual({ after: 60, report: false });
  expect(core.redelivery(1, "refused")).toEqual({ after: 3600, report: true });
});

test("ten thousand calls give ten thousand times the same", () => {
  const [request, reading] = [
    core.prepare("crossmint.putUser", putUser()),
    core.read("crossmint.getVerification", verified),
  ];
  for (let i = 0; i < 10_000; i++) {
    if (core.prepare("crossmint.putUser", putUser()).body !== request.body) throw new Error(`call ${i}`);
    if (core.read("crossmint.getVerification", verified).decisions.length !== reading.decisions.length)
      throw new Error(`call ${i}`);
  }
});
