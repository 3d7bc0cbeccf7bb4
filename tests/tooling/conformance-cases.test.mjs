import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { checkCase } from "../conformance/check.mjs";
import { loadCases, readCase } from "../conformance/load.mjs";

class AssentError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(`said ${code}`);
    this.code = code;
  }
}

/** A package whose answers are known: it repeats what it was given. */
const assent = {
  AssentError,
  prepare(/** @type {string} */ operation, /** @type {object} */ call) {
    if (operation === "refuses") throw new AssentError("invalid-input");
    if (operation === "breaks") throw new TypeError("broken");
    return { method: "GET", url: "https://example.com/", headers: {}, body: JSON.stringify(call) };
  },
  read(/** @type {string} */ operation, /** @type {object} */ reply) {
    if (operation === "misreads") throw new AssentError("unreadable");
    return { value: reply, decisions: [{ scope: "onramp", next: "proceed" }] };
  },
};

/** @param {object} content */
const check = (content) => {
  const loaded = readCase({ operation: "echoes", ...content }, "case");
  if ("problem" in loaded) throw new Error(loaded.problem);
  return checkCase(loaded.content, assent).map(({ path }) => path);
};

describe("a case holds", () => {
  it.each([
    ["request", { request: { method: "GET" } }],
    [
      "the call handed on",
      { now: "2026-01-01T00:00:00Z", request: { body: { now: "2026-01-01T00:00:00Z", input: {} } } },
    ],
    ["error of prepare", { operation: "refuses", error: { code: "invalid-input" } }],
    ["error of read", { operation: "misreads", reply: { status: 200 }, error: { code: "unreadable" } }],
    [
      "value, with the defaults of a reply",
      { reply: { status: 204 }, value: { status: 204, headers: {}, body: null } },
    ],
    ["a JSON reply body as text", { reply: { status: 200, body: { a: 1 } }, value: { body: '{"a":1}' } }],
    ["decisions", { reply: { status: 200 }, decisions: [{ next: "proceed" }] }],
    ["absent consent", { request: { method: "GET" }, absent: ["request.body.consent"] }],
  ])("%s", (_, content) => {
    expect(check(content)).toEqual([]);
  });
});

describe("a case fails", () => {
  it.each([
    ["wrong request", { request: { method: "PUT" } }, ["request.method"]],
    ["prepare refuses a request", { operation: "refuses", request: { method: "GET" } }, ["request"]],
    ["prepare gives a request for an error", { error: { code: "invalid-input" } }, ["error"]],
    ["wrong code of prepare", { operation: "refuses", error: { code: "consent-required" } }, ["error.code"]],
    ["another exception than AssentError", { operation: "breaks", error: { code: "trapped" } }, ["error"]],
    [
      "wrong code of read",
      { operation: "misreads", reply: { status: 200 }, error: { code: "refused" } },
      ["error.code"],
    ],
    ["read refuses a value", { operation: "misreads", reply: { status: 200 }, value: {} }, ["value"]],
    ["read gives a value for an error", { reply: { status: 200 }, error: { code: "unreadable" } }, ["error"]],
    ["wrong value", { reply: { status: 200 }, value: { status: 201 } }, ["value.status"]],
    ["null value", { reply: { status: 200 }, value: null }, ["value"]],
    ["wrong decision", { reply: { status: 200 }, decisions: [{ next: "wait" }] }, ["decisions[0].next"]],
    ["a decision too few", { reply: { status: 200 }, decisions: [] }, ["decisions"]],
    [
      "request and decisions both",
      { request: { url: "x" }, reply: { status: 200 }, decisions: [] },
      ["request.url", "decisions"],
    ],
    [
      "present though absent",
      { consent: {}, request: { method: "GET" }, absent: ["request.body.consent"] },
      ["request.body.consent"],
    ],
  ])("%s", (_, content, where) => {
    expect(check(content)).toEqual(where);
  });
});

describe("a malformed case is a failure", () => {
  it.each([
    ["no object", "text"],
    ["no operation", { request: { method: "GET" } }],
    ["nothing checked", { operation: "echoes", reply: { status: 200 } }],
    ["empty request", { operation: "echoes", request: {} }],
    ["reply without status", { operation: "echoes", reply: {}, value: {} }],
    ["value without reply", { operation: "echoes", value: {} }],
    ["decisions without reply", { operation: "echoes", request: { method: "GET" }, decisions: [] }],
    ["error without code", { operation: "echoes", error: {} }],
    ["error and value", { operation: "echoes", reply: { status: 200 }, error: { code: "refused" }, value: {} }],
    [
      "request and error without reply",
      { operation: "echoes", request: { method: "GET" }, error: { code: "refused" } },
    ],
    ["now that is no string", { operation: "echoes", request: { method: "GET" }, now: 0 }],
    ["absent that is no list of paths", { operation: "echoes", request: { method: "GET" }, absent: ["region"] }],
  ])("%s", (_, content) => {
    expect(readCase(content, "file.json")).toMatchObject({ problem: expect.any(String) });
  });
});

describe("case files", () => {
  /** @type {string[]} */
  const folders = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  it("are found in every folder, in order, one case or several in each", () => {
    const folder = mkdtempSync(join(tmpdir(), "cases-"));
    folders.push(folder);
    mkdirSync(join(folder, "b"));
    const one = { name: "one", operation: "echoes", request: { method: "GET" } };
    writeFileSync(join(folder, "b", "many.json"), JSON.stringify([one, { ...one, name: "two" }]));
    writeFileSync(join(folder, "a.json"), JSON.stringify(one));
    writeFileSync(join(folder, "broken.json"), "{");
    writeFileSync(join(folder, "empty.json"), "[]");
    writeFileSync(join(folder, "README.md"), "not a case");
    const loaded = loadCases(folder);
    expect(loaded.map(({ label }) => label)).toEqual([
      "a.json: one",
      "b/many.json[0]: one",
      "b/many.json[1]: two",
      "broken.json",
      "empty.json",
    ]);
    expect(loaded.filter((item) => "problem" in item).map(({ label }) => label)).toEqual(["broken.json", "empty.json"]);
  });

  it("are none where there is no folder", () => {
    expect(loadCases(join(tmpdir(), "there-is-no-such-folder"))).toEqual([]);
  });
});

describe("the project's own cases", () => {
  const cases = fileURLToPath(new URL("../conformance/cases", import.meta.url));
  const known = [
    "name",
    "operation",
    "account",
    "input",
    "consent",
    "now",
    "request",
    "reply",
    "value",
    "decisions",
    "error",
    "absent",
  ];

  it("are well formed and use no key by mistake", () => {
    const wrong = loadCases(cases).flatMap((item) => {
      if ("problem" in item) return [`${item.label} ${item.problem}`];
      const strange = Object.keys(item.content).filter((key) => !known.includes(key));
      return "name" in item.content && strange.length === 0 ? [] : [`${item.label}: no name, or ${strange}`];
    });
    expect(wrong).toEqual([]);
  });
});
