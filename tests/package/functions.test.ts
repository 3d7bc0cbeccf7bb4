// The functions of the package in Node: what each one answers.

import { calculateJwkThumbprint, compactVerify, exportJWK, generateKeyPair } from "jose";
import { expect, test } from "vitest";
import type { LedgerEntry, LedgerRange, PublicKey, TreeNode } from "../../www/package/types.ts";
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
  const person = core.pseudonym("0b".repeat(32), "userId:johnd-123");
  const event = core.acceptedEvent(policy, presentation, evidence(), "https://shop.example");
  expect(event).toMatchObject({ sentenceHash, policyHash: core.policyHash(policy), region: "", byPerson: true });
  const first = core.ledgerEntry(null, event, now, person);
  const withdrawn = { kind: "withdrawn", policy: policy.policy } as const;
  const second = core.ledgerEntry(first, withdrawn, "2026-01-02T00:00:00.000Z", person);
  expect([first.sequence, second.sequence, second.previous]).toEqual([1, 2, first.hash]);
  expect(core.brokenLink([first, second])).toBeNull();
  expect(core.brokenLink([])).toBeNull();
  const forged: LedgerEntry = { ...second, at: "2026-01-03T00:00:00.000Z" };
  expect(core.brokenLink([first, forged])).toBe(1);
  expect(core.brokenLink([second])).toBe(0);
  const [accepted] = core.acceptances([first]);
  if (accepted === undefined) throw new Error("nothing was accepted");
  expect(core.isInForce(accepted, policy.policy, presentation.version)).toBe(true);
  const after = core.acceptanceAfter(accepted, second);
  expect([after]).toEqual(core.acceptances([first, second]));
  expect(core.isInForce(after, policy.policy, presentation.version)).toBe(false);
});

test("a log grows, and what is in it is proved", () => {
  const person = core.pseudonym("0b".repeat(32), "userId:johnd-123");
  const leaves = [1, 2, 3].map((sequence) => core.leafHash({ kind: "entry", person, sequence, hash: "ab".repeat(32) }));
  const one = core.growTree(0, [], leaves.slice(0, 1));
  const tree = core.growTree(one.size, one.frontier, leaves.slice(1));
  const stored = new Map([...one.nodes, ...tree.nodes].map(([level, index, hash]) => [`${level}/${index}`, hash]));
  const hashes = (nodes: readonly TreeNode[]) => nodes.map((node) => stored.get(node.join("/")) ?? "");
  expect(core.subtreeHash(Buffer.from(leaves.slice(0, 2).join(""), "hex"))).toBe(stored.get("1/0"));
  const path = core.inclusionPath(1, 3, hashes(core.inclusionNodes(1, 3)));
  expect(core.rootOfInclusion(leaves[1] ?? "", 1, 3, path)).toBe(tree.root);
  expect(core.rootOfInclusion(leaves[1] ?? "", 5, 3, path)).toBeNull();
  const proof = core.consistencyPath(1, 3, hashes(core.consistencyNodes(1, 3)));
  expect(core.isConsistent(1, one.root, 3, tree.root, proof)).toBe(true);
  expect(core.isConsistent(1, tree.root, 3, one.root, proof)).toBe(false);
});

test("a head is signed with WebCrypto over the bytes that the core hands out", async () => {
  const head = core.logHead(null, "kyc.shop.example", 3, "ab".repeat(32), now);
  expect(core.nextHead(head, 4, now, 60)).toBe(Date.parse(now) + 60_000);
  const { privateKey, publicKey } = await generateKeyPair("Ed25519", { extractable: true });
  const jwk = (await exportJWK(publicKey)) as PublicKey;
  const kid = core.keyId(jwk);
  expect(kid).toBe(await calculateJwkThumbprint(jwk));
  const input = core.signingInput("kyc-assent-head", kid, head);
  const signature = await crypto.subtle.sign("Ed25519", privateKey, new TextEncoder().encode(input));
  const jws = `${input}.${Buffer.from(signature).toString("base64url")}`;
  const { payload, protectedHeader } = await compactVerify(jws, publicKey);
  expect(protectedHeader).toEqual({ alg: "EdDSA", kid, typ: "kyc-assent-head" });
  expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(head);
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

test("a range says which entries and acceptances of a ledger it is about", () => {
  const presentation = core.present(policy, ["en"]);
  const { version } = presentation;
  const event = core.acceptedEvent(policy, presentation, evidence(), "https://shop.example");
  const person = "ab".repeat(32);
  const given = core.ledgerEntry(null, event, "2026-01-01T00:00:00Z", person);
  const withdrawn = { kind: "withdrawn", policy: policy.policy } as const;
  const entries = [given, core.ledgerEntry(given, withdrawn, "2026-02-01T00:00:00Z", person)];
  const within = (range: LedgerRange) => {
    const { entries: marks, acceptances } = core.withinRange(entries, range);
    return [marks, acceptances.map(({ sequence }) => sequence)];
  };
  expect(within({})).toEqual([[true, true], [1]]);
  expect(within({ policy: policy.policy, version })).toEqual([[true, true], [1]]);
  expect(within({ version: "another" })).toEqual([[false, false], []]);
  // The acceptance was withdrawn in that time, so it is meant; the entry that gave it is of before.
  expect(within({ from: "2026-02-01T00:00:00.000Z" })).toEqual([[false, true], [1]]);
  expect(within({ to: "2026-02-01T00:00:00.000Z" })).toEqual([[true, false], [1]]);
  expect(within({ from: "2026-03-01T00:00:00.000Z" })).toEqual([[false, false], []]);
});
