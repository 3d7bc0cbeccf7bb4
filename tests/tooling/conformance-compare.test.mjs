import { describe, expect, it } from "vitest";
import { compareAbsent, compareError, compareRequest, compareValue } from "../conformance/compare.mjs";

const request = {
  method: "PUT",
  url: "https://example.com/users/userId%3Aa?x=1&y=a%2Cb",
  headers: { "x-api-key": "key", "content-type": "application/json" },
  body: '{"type":"policy","list":[1,2],"nested":{"a":null}}',
};

/** @param {import("../conformance/compare.mjs").Difference[]} differences */
const paths = (differences) => differences.map(({ path }) => path);

describe("values", () => {
  it.each([
    ["equal scalars", 1, 1],
    ["null", null, null],
    ["an object with more keys than the case names", { a: 1 }, { a: 1, b: 2 }],
    ["nested objects by the keys named", { a: { b: [{ c: true }] } }, { a: { b: [{ c: true, d: 0 }], e: 1 } }],
    ["empty lists", [], []],
    ["an empty object against any object", {}, { a: 1 }],
  ])("takes %s", (_, expected, actual) => {
    expect(compareValue(expected, actual, "value")).toEqual([]);
  });

  it.each([
    ["another scalar", { a: 1 }, { a: 2 }, ["value.a"]],
    ["a number for a string", { a: "1" }, { a: 1 }, ["value.a"]],
    ["a key that is not there", { a: 1 }, {}, ["value.a"]],
    ["nothing for null", { a: null }, {}, ["value.a"]],
    ["null for nothing named", { a: false }, { a: null }, ["value.a"]],
    ["an inherited key", { toString: 1 }, {}, ["value.toString"]],
    ["a longer list", [1], [1, 2], ["value"]],
    ["a shorter list", [1, 2], [1], ["value"]],
    ["a list in another order", [1, 2], [2, 1], ["value[0]", "value[1]"]],
    ["an object for a list", [], {}, ["value"]],
    ["a list for an object", {}, [], ["value"]],
    ["a wrong item deep inside", { a: [{ b: [1, 2] }] }, { a: [{ b: [1, 3] }] }, ["value.a[0].b[1]"]],
    ["an empty list for items", [{ next: "proceed" }], [], ["value"]],
  ])("finds %s", (_, expected, actual, where) => {
    expect(paths(compareValue(expected, actual, "value"))).toEqual(where);
  });

  it("shows both sides", () => {
    expect(compareValue({ a: 1 }, {}, "value")).toEqual([{ path: "value.a", expected: "1", actual: "nothing" }]);
  });
});

describe("requests", () => {
  it.each([
    ["header names in any case", { headers: { "X-API-Key": "key" } }],
    ["query parameters in any order", { url: "https://example.com/users/userId%3Aa?y=a%2Cb&x=1" }],
    ["query parameters in another encoding", { url: "https://example.com/users/userId%3Aa?x=1&y=a,b" }],
    ["a JSON body with other spaces, order and fewer keys", { body: '{ "list": [1, 2], "type": "policy" }' }],
    ["a JSON body written as JSON", { body: { nested: { a: null } } }],
  ])("takes %s", (_, expected) => {
    expect(compareRequest(expected, request)).toEqual([]);
  });

  it.each([
    ["another method", { method: "POST" }, ["request.method"]],
    ["a bare colon in the path", { url: "https://example.com/users/userId:a?x=1&y=a%2Cb" }, ["request.url"]],
    ["another host", { url: "https://example.org/users/userId%3Aa?x=1&y=a%2Cb" }, ["request.url"]],
    ["a parameter too few", { url: "https://example.com/users/userId%3Aa?x=1" }, ["request.url"]],
    ["a parameter twice", { url: "https://example.com/users/userId%3Aa?x=1&x=1&y=a%2Cb" }, ["request.url"]],
    ["another parameter value", { url: "https://example.com/users/userId%3Aa?x=1&y=a" }, ["request.url"]],
    ["another header value", { headers: { "X-API-KEY": "Key" } }, ["request.headers.x-api-key"]],
    ["a header that is not there", { headers: { accept: "*/*" } }, ["request.headers.accept"]],
    ["another value in a JSON body", { body: '{"type":"terms"}' }, ["request.body.type"]],
    ["another list in a JSON body", { body: { list: [2, 1] } }, ["request.body.list[0]", "request.body.list[1]"]],
    ["a body where none is expected", { body: null }, ["request.body"]],
    ["a body that is not JSON", { body: "text" }, ["request.body"]],
  ])("finds %s", (_, expected, where) => {
    expect(paths(compareRequest(expected, request))).toEqual(where);
  });

  it("finds no body where one is expected", () => {
    expect(paths(compareRequest({ body: "{}" }, { ...request, body: null }))).toEqual(["request.body"]);
  });

  it("takes no body where none is expected", () => {
    expect(compareRequest({ body: null }, { ...request, body: null })).toEqual([]);
  });
});

describe("errors", () => {
  it("compares the code and nothing else", () => {
    expect(compareError({ code: "not-found" }, { code: "not-found" })).toEqual([]);
    expect(paths(compareError({ code: "not-found" }, { code: "refused" }))).toEqual(["error.code"]);
  });
});

describe("what must be absent", () => {
  it("takes what is not there", () => {
    expect(compareAbsent(["request.body.region", "value.x", "request.body.nested.b"], "request", request)).toEqual([]);
  });

  it("finds what is there", () => {
    const absent = ["request.body.nested.a", "request.body.list[1]", "request.headers.content-type"];
    expect(paths(compareAbsent(absent, "request", request))).toEqual(absent);
    expect(paths(compareAbsent(["value.list[0].a"], "value", { list: [{ a: null }] }))).toEqual(["value.list[0].a"]);
  });
});
