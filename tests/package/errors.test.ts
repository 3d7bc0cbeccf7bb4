// AssentError: its codes, its fields, and what a logger sees of it.

import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../www/package/types.ts";
import { load, thrown } from "./built.ts";
import { evidence, getUser, policy, putUser, record, reply } from "./person.ts";

const core = await load("node.js");
const { AssentError } = core;

function errorOf(call: () => unknown): InstanceType<typeof AssentError> {
  const error = thrown(call);
  if (error instanceof AssentError) return error;
  throw new Error(`not an AssentError: ${inspect(error)}`);
}

const readUser = (status: number, body: unknown, headers = {}) =>
  errorOf(() => core.read("crossmint.getUser", reply(status, body, headers)));

test.each<[ErrorCode, () => unknown]>([
  ["invalid-input", () => core.prepare("crossmint.getUser", { ...getUser(), input: { userLocator: "userId:" } })],
  [
    "consent-required",
    () => core.prepare("crossmint.putUser", { ...putUser(), consent: { policy: "x", acceptedAt: "" } }),
  ],
  ["unauthorized", () => core.read("crossmint.getUser", reply(401, ""))],
  ["not-found", () => core.read("crossmint.getUser", reply(404, ""))],
  [
    "not-enabled",
    () =>
      core.read(
        "crossmint.getUser",
        reply(403, { message: "project not configured to support the users KYC endpoints" }),
      ),
  ],
  ["refused", () => core.read("crossmint.getUser", reply(409, ""))],
  ["rate-limited", () => core.read("crossmint.getUser", reply(429, ""))],
  ["unavailable", () => core.read("crossmint.getUser", reply(502, "<html>"))],
  ["unreadable", () => core.read("crossmint.getUser", reply(200, "{"))],
])("%s is the code of an error that is an Error", (code, call) => {
  const error = errorOf(call);
  expect(error).toBeInstanceOf(Error);
  expect([error.code, error.name]).toEqual([code, "AssentError"]);
  expect(error.message.length).toBeGreaterThan(10);
  expect(String(error)).toBe(`AssentError: ${error.message}`);
});

test("a field, a wait and what is missing are there only where they belong", () => {
  const input = errorOf(() => core.prepare("crossmint.getUser", { ...getUser(), input: { userLocator: "x:" } }));
  expect(input.field).toBe("input.userLocator");
  expect([Object.hasOwn(input, "retryAfter"), Object.hasOwn(input, "missing"), Object.hasOwn(input, "said")]).toEqual([
    false,
    false,
    false,
  ]);
  expect(readUser(503, "", { "retry-after": "30" }).retryAfter).toBe(30);
  expect(readUser(429, "").retryAfter).toBe(60);
  expect(Object.hasOwn(readUser(503, ""), "retryAfter")).toBe(false);
  const call = putUser();
  const lacking = errorOf(() =>
    core.prepare("crossmint.putUser", { ...call, input: { ...call.input, products: ["onramp"] } }),
  );
  expect(lacking.missing?.data).toContain("nationality");
});

test("law 8: a partner's words are there for who asks, and for no logger", () => {
  const words = "Aurelia Quandary is on a list";
  const error = readUser(409, { message: words });
  expect(error.said).toBe(words);
  expect(Object.keys(error)).not.toContain("said");
  const seen = [
    error.message,
    String(error),
    error.stack,
    JSON.stringify(error),
    JSON.stringify({ ...error }),
    inspect(error),
    inspect(error, { depth: 9 }),
  ];
  for (const text of seen) expect(text).not.toContain("Aurelia");
});

test("law 8: what was passed in is not repeated", () => {
  const call = putUser();
  const wrong = { ...call, input: { ...call.input, userDetails: { ...record.userDetails, dateOfBirth: "Aurelia" } } };
  const error = errorOf(() => core.prepare("crossmint.putUser", wrong));
  expect(error.field).toBe("input.userDetails.dateOfBirth");
  expect(inspect(error) + JSON.stringify(error)).not.toMatch(/Aurelia|Quandary|5ecretKey/);
});

describe("arguments that JSON cannot hold", () => {
  const cyclic: { itself?: unknown } = {};
  cyclic.itself = cyclic;
  const throwing = {
    toJSON() {
      throw new Error("Aurelia");
    },
  };
  test.each<[string, unknown]>([
    ["a cycle", cyclic],
    ["a BigInt", { now: 1n }],
    ["a toJSON that throws", throwing],
  ])("%s is refused by the argument's name", (_, value) => {
    for (const [field, call] of [
      ["input", () => core.prepare("crossmint.getUser", value as never)],
      ["reply.headers", () => core.read("crossmint.getUser", { status: 200, headers: value as never, body: "" })],
      ["policy", () => core.present(value as never, [])],
      ["languages", () => core.present(policy, value as never)],
      ["shown", () => core.check(policy, value as never)],
      ["record", () => core.missing(value as never, [])],
      ["options", () => core.missing(record, value as never)],
      ["change", () => core.merge(record, value as never)],
      ["presentation", () => core.sentenceHash(value as never)],
      ["previous", () => core.ledgerEntry(value as never, { kind: "withdrawn", policy: "p" }, "", "")],
      ["event", () => core.ledgerEntry(null, value as never, "", "")],
      ["entries", () => core.brokenLink(value as never)],
      ["entries", () => core.acceptances(value as never)],
      ["leaf", () => core.leafHash(value as never)],
      ["frontier", () => core.growTree(0, value as never, [])],
      ["payload", () => core.signingInput("kyc-assent-head", "k", value as never)],
    ] as const) {
      const error = errorOf(call);
      expect([error.code, error.field]).toEqual(["invalid-input", field]);
      expect(inspect(error)).not.toContain("Aurelia");
    }
  });

  test.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["a function", () => 1],
    ["a symbol", Symbol("x")],
    ["NaN", Number.NaN],
    ["a text", "x"],
    ["a list", []],
    ["half a surrogate pair", { input: "\ud800" }],
    ["a thousand levels", JSON.parse(`${"[".repeat(1_000)}${"]".repeat(1_000)}`)],
    ["a thousand members", Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`m${i}`, i]))],
  ])("%s is no call, no record and no presentation", (_, value) => {
    for (const call of [
      () => core.prepare("crossmint.getUser", value as never),
      () => core.merge(value as never, {}),
      () => core.sentenceHash(value as never),
      () => core.present(value as never, []),
      () => core.ledgerEntry(null, value as never, "2026-01-01T00:00:00Z", ""),
    ]) {
      expect(errorOf(call).code).toBe("invalid-input");
    }
  });
});

test("names that nobody knows are refused", () => {
  for (const name of ["", "crossmint", "crossmint.getuser", "toString", "__proto__"]) {
    expect(errorOf(() => core.prepare(name as never, getUser() as never)).field).toBe("operation");
    expect(errorOf(() => core.read(name as never, reply(200, "{}"))).field).toBe("operation");
  }
});

test("members from a prototype are no members", () => {
  const call = Object.create(getUser());
  expect(errorOf(() => core.prepare("crossmint.getUser", call)).code).toBe("invalid-input");
  const polluted = JSON.parse('{"__proto__":{"tickedAtStart":false}}');
  expect(core.check(policy, { ...evidence(), ...polluted, tickedAtStart: undefined })).toEqual(["pre-ticked"]);
});
