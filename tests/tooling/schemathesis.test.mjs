import { expect, it } from "vitest";
import { verdict } from "../schemathesis/verdict.mjs";

const accepted = { coverage: { accepted: 1 } };
const report = {
  operations: { total: 2, tested: 2 },
  failures: [],
  errors: [],
  valid_rates: { "GET /me": accepted, "PUT /me": accepted },
};
const all = ["GET /me", "PUT /me"];

it("each operation is a test", () => {
  expect(verdict(report, all)).toEqual({ passed: 2, faults: [] });
});

it.each([
  ["a failure", { failures: [{ title: "Server error", operations: ["PUT /me"] }] }, ["PUT /me: Server error"], 1],
  ["an error of the tool", { errors: [{ title: "Timeout" }] }, ["the run: Timeout"], 2],
  [
    "an operation that was only refused",
    { valid_rates: { "GET /me": accepted, "PUT /me": { coverage: { accepted: 0 } } } },
    ["PUT /me: no request was ever accepted"],
    1,
  ],
  [
    "an operation that was not asked",
    { operations: { total: 2, tested: 1 } },
    ["the run: 1 of 2 operations were asked"],
    2,
  ],
])("%s is told", (_, change, faults, passed) => {
  expect(verdict({ ...report, ...change }, all)).toEqual({ passed, faults });
});

it("nobody is asked to get in where nobody can", () => {
  const rates = { "GET /me": accepted };
  expect(verdict({ ...report, valid_rates: rates }, all, { "PUT /me": "it takes a secret" }).faults).toEqual([]);
});
