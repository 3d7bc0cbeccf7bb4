// Headers reach the core as lines where they are plain, and as JSON where they are not: no answer depends on which.

import { beforeAll, expect, test } from "vitest";
import { load, type Modules, thrown } from "./built.ts";

let core: Modules["node.js"];
let script: Modules["no-wasm.js"];

beforeAll(async () => {
  core = await load("node.js");
  script = await load("no-wasm.js");
});

const BODY = '{"eligibility":[{"type":"onramp","status":"verified"}]}';

/** What a reply says: a reading, or an error with all that it tells. */
function told(read: Modules["browser.js"]["read"], status: number, headers: unknown, body: string): unknown {
  const call = () => read("crossmint.getVerification", { status, headers: headers as never, body });
  const error = thrown(call);
  return error === undefined ? call() : { ...(error as object), message: (error as Error).message };
}

/** The same headers as an object that is no plain one. */
function asJson(headers: object): object {
  return Object.assign(Object.create(null), headers);
}

const many = (count: number) =>
  Object.fromEntries([
    ...Array.from({ length: count - 1 }, (_, at) => [`x-header-${at}`, "value"]),
    ["retry-after", "9"],
  ]);

test.each<[string, Record<string, string>]>([
  ["none", {}],
  ["the type", { "content-type": "application/json" }],
  ["a page", { "Content-Type": "Text/HTML; charset=utf-8" }],
  ["blanks around", { "retry-after": "  7\t" }],
  ["two spellings of one name, of which the first counts", { "Retry-After": "7", "retry-after": "8" }],
  ["an empty name, and an empty value", { "": "x", "content-type": "", "retry-after": "7" }],
  ["a line end in a value", { "x-note": "a\nretry-after", "retry-after": "7" }],
  ["line ends that look like another header", { "x-note": "a\nretry-after\n3", "retry-after": "7" }],
  ["a line end in a name", { "a\nb": "c", "retry-after": "7" }],
  ["a name that begins as JSON", { "{": "}", "retry-after": "7" }],
  ["quotes and backslashes", { "x-note": '"\\"', "retry-after": "7" }],
  ["control characters", { "x-note": "\u0000\u001f\u007f", "retry-after": "7" }],
  ["letters of two and of four bytes", { "x-ä": "😀", "retry-after": "7" }],
  ["half a pair", { "x-note": "\ud83d", "retry-after": "7" }],
  ["a number", { "x-number": 5 as never, "retry-after": "7" }],
  ["a list", { "x-list": ["a"] as never, "retry-after": "7" }],
  ["122", many(122)],
  ["123", many(123)],
  ["256", many(256)],
  ["257, which is too many", many(257)],
  ["a long value", { "x-note": "x".repeat(100_000), "retry-after": "7" }],
])("%s", (_, headers) => {
  for (const [status, body] of [
    ...([200, 429, 503] as const).map((status) => [status, BODY] as const),
    ...[[200, '{"é":"😀"}'] as const, [404, ""] as const, [200, "<html>"] as const],
  ]) {
    const expected = told(core.read, status, asJson(headers), body);
    expect(told(core.read, status, headers, body)).toEqual(expected);
    expect(told(script.read, status, headers, body)).toEqual(expected);
  }
  const waits = Object.entries(headers).find(([name]) => name.toLowerCase() === "retry-after")?.[1];
  const limited = told(core.read, 429, headers, "") as { code: string; retryAfter?: number };
  if (limited.code === "rate-limited") expect(limited.retryAfter).toBe(Number(waits ?? 60));
  else expect(limited).toMatchObject({ code: "invalid-input", field: "reply.headers" });
});

test("a member that cannot be read is said", () => {
  const headers = {
    get date(): string {
      throw new Error("no date");
    },
  };
  expect(told(core.read, 200, headers, BODY)).toMatchObject({ code: "invalid-input", field: "reply.headers" });
});

test("the class of fetch", () => {
  const headers = new Headers([
    ["Retry-After", "7"],
    ["x-note", "ä"],
  ]);
  expect(told(core.read, 429, headers, "")).toMatchObject({ code: "rate-limited", retryAfter: 7 });
});

test("what somebody has put on every object is no header", () => {
  Object.defineProperty(Object.prototype, "retry-after", {
    value: "7",
    enumerable: true,
    configurable: true,
    writable: true,
  });
  try {
    expect(told(core.read, 429, { "x-note": "a" }, "")).toMatchObject({ retryAfter: 60 });
  } finally {
    Reflect.deleteProperty(Object.prototype, "retry-after");
  }
});
