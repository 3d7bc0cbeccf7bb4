// Receipts against what is published of ISO/IEC TS 27560 in the DPV profile and of Kantara's specification. No package
// carries the context, schema or present vocabulary (npm's @vocabulary/dpv has version 0.2 of 2021), so the shapes are
// written from the published texts, which tests/package/shapes/ names.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import jsonld from "jsonld";
import { expect, test } from "vitest";
import { load, root } from "./built.ts";
import { accepted, Key, POLICY, receiptOf } from "./records.ts";

const core = await load("node.js");

const DPV = "https://w3id.org/dpv#";
const DCT = "http://purl.org/dc/terms/";

/** The terms of DPV 2.0 that receipts use, as its published lists have them (w3c/dpv, 2.0/dpv/modules). */
const KNOWN_TERMS = new Set(
  `Collect ConsentGiven ConsentInvalidated ConsentNotice ConsentReceipt ConsentRecord ConsentWithdrawn DataController
  DataSubject DataSubjectDataSource ExplicitlyExpressedConsent LegalEntity Location PersonalData Process Purpose
  Recipient Share StorageDuration StorageLocation ThirdParty UntilEventDuration WithdrawConsent hasAddress
  hasConsentControl hasConsentStatus hasContact hasDataController hasDataSource hasDataSubject hasDuration hasEntity
  hasIdentifier hasJurisdiction hasLegalBasis hasLocation hasName hasNotice hasPersonalData hasProcess hasProcessing
  hasPurpose hasRecipient hasStorageCondition isExercisedAt isIndicatedAtTime`.split(/\s+/),
);

const { policy } = POLICY;
const receipts = {
  given: [accepted("en")],
  "in Arabic": [accepted("ar"), { kind: "told", policy, partner: "crossmint", acceptance: 1 }],
  withdrawn: [accepted("en"), { kind: "withdrawn", policy }],
  lapsed: [
    accepted("en"),
    { kind: "told", policy, partner: "crossmint", acceptance: 1 },
    { kind: "lapsed", policy, partner: "crossmint", acceptance: 1 },
  ],
} as const;
const all = Object.entries(receipts).map(([name, events]) => [name, receiptOf(events, new Key())] as const);

/** Whoever reads a receipt asks no network. */
const offline = {
  documentLoader: async (url: string): Promise<never> => {
    throw new Error(`a receipt must not load ${url}`);
  },
};

function validator(file: string) {
  const schema = JSON.parse(readFileSync(join(root, "tests/package/shapes", file), "utf8"));
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  return (value: unknown) => (validate(value) ? [] : (validate.errors ?? []));
}

test.each(all)("a receipt keeps the DPV profile's form: %s", (_, receipt) => {
  expect(validator("dpv-27560-record.schema.json")(receipt)).toEqual([]);
});

test("the shape finds what is missing", () => {
  const check = validator("dpv-27560-record.schema.json");
  const [, receipt] = all[0] ?? [];
  for (const member of ["dct:conformsTo", "dpv:hasProcess", "dpv:hasEntity", "dpv:hasDataSubject"]) {
    expect(check({ ...receipt, [member]: undefined })).not.toEqual([]);
  }
});

test.each(all)("a receipt is JSON-LD whose every term is one of DPV: %s", async (_, receipt) => {
  const [node, ...more] = await jsonld.expand(receipt as never, offline);
  expect(more).toEqual([]);
  const used = JSON.stringify(node).match(/https:\/\/w3id\.org\/dpv#[A-Za-z]+/g) ?? [];
  expect([...new Set(used)].map((term) => term.slice(DPV.length)).filter((term) => !KNOWN_TERMS.has(term))).toEqual([]);
  expect(node?.["@type"]).toEqual([`${DPV}ConsentRecord`, `${DPV}ConsentReceipt`]);
  expect(node?.[`${DCT}conformsTo`]).toEqual([{ "@id": "https://w3id.org/dpv/schema/dpv-27560#record-2" }]);
});

test.each(all)("no member of a receipt is lost on the way to RDF: %s", async (name, receipt) => {
  const quads = (await jsonld.toRDF(receipt as never, {
    ...offline,
    format: "application/n-quads",
    safe: true,
  })) as unknown;
  const text = String(quads);
  const controller = /(_:\S+) <https:\/\/w3id\.org\/dpv#hasName> "Ostrea Ltd"/.exec(text)?.[1] ?? "none";
  expect(text).toMatch(new RegExp(`<${DPV}hasDataController> ${controller} \\.`));
  const states = [...text.matchAll(/type> <https:\/\/w3id\.org\/dpv#(Consent(?:Given|Withdrawn|Invalidated))>/g)];
  const ends = { withdrawn: ["ConsentWithdrawn"], lapsed: ["ConsentInvalidated"] };
  expect(states.map(([, state]) => state).sort()).toEqual(["ConsentGiven", ...(ends[name as "lapsed"] ?? [])].sort());
  // The evidence goes along as it is, as a JSON literal.
  expect(text).toContain("rdf-syntax-ns#JSON");
});

test.each(all)("its Kantara view keeps the specification's form: %s", (name, receipt) => {
  const view = core.kantaraView(receipt) as { consentTimestamp: number; services: unknown; consentReceiptID: string };
  expect(validator("kantara-receipt.schema.json")(view)).toEqual([]);
  expect(view.consentTimestamp).toBe(Date.parse("2026-01-01T00:00:10Z") / 1000);
  expect(view.consentReceiptID).toBe(receipt["dpv:hasIdentifier"]);
  const words = { withdrawn: "Withdrawn by the person at 2026-", lapsed: "Ended by the recipient at 2026-" };
  expect(JSON.stringify(view.services)).toContain(words[name as "lapsed"] ?? "When the person withdraws it");
});

test("what is no acceptance, or of another policy, makes no receipt", () => {
  const entries = all.map(([, receipt]) => (receipt["evidence"] as { entries: never[] }).entries)[2] ?? [];
  const controller = { name: "n", address: "a", email: "e", url: "u", jurisdiction: "IE" };
  const input = { entries, acceptance: 1, policy: POLICY, controller, log: null };
  const now = "2026-01-02T00:00:00Z";
  expect(core.receipt(input, now)).toMatchObject({ "dct:created": "2026-01-02T00:00:00.000Z" });
  const changed: readonly [string, object][] = [
    ["receipt.acceptance", { acceptance: 2 }],
    ["receipt.policy", { policy: { ...POLICY, version: "2020-01-01" } }],
    ["receipt.controller.email", { controller: { ...controller, email: "" } }],
    ["receipt.controller.phone", { controller: { ...controller, phone: "1" } }],
    ["receipt.entries", { entries: entries.slice(1) }],
    ["receipt.linkKey", { linkKey: "ab" }],
  ];
  for (const [field, change] of changed) {
    expect(() => core.receipt({ ...input, ...change } as never, now)).toThrow(expect.objectContaining({ field }));
  }
});
