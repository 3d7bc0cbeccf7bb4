import { describe, expect, it } from "vitest";
import {
  addCounts,
  fromLibtest,
  fromNextest,
  fromPlaywright,
  fromSummary,
  fromVitest,
  none,
} from "../runner/counts.mjs";
import { table, tail, unsteadyTests, words } from "../runner/report.mjs";

/** @param {import("../runner/counts.mjs").Unsteady[]} unsteady */
const counts = (passed = 0, failed = 0, skipped = 0, unsteady = []) => ({ passed, failed, skipped, unsteady });

const reset = { name: "routes answers", error: "Error: read ECONNRESET" };

describe("counts are read from", () => {
  it.each([
    ["     Summary [   0.012s] 12 tests run: 12 passed, 0 skipped", counts(12)],
    ["     Summary [   1.5s] 1 test run: 1 passed, 0 skipped", counts(1)],
    ["Summary [ 9s] 6 tests run: 2 passed (1 slow), 1 failed, 2 timed out, 1 exec failed, 3 skipped", counts(2, 4, 3)],
    ["Summary [ 9s] 3/10 tests run: 2 passed, 1 failed, 7 skipped\nerror: test run failed", counts(2, 1, 7)],
    ["error: no such command: nextest", counts()],
  ])("nextest: %s", (output, expected) => {
    expect(fromNextest(output)).toEqual(expected);
  });

  it("libtest, summed over the binaries", () => {
    const output = [
      "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s",
      "no tests to run!",
      "    test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 filtered out",
    ].join("\n");
    expect(fromLibtest(output)).toEqual(counts(5, 1, 1));
    expect(fromLibtest("error[E0425]: cannot find value")).toEqual(none);
  });

  it("the last line of the project's own runners", () => {
    expect(fromSummary("✗ case\n1 passed, 2 failed\n9 passed, 3 failed\n")).toEqual(counts(9, 3));
    expect(fromSummary("9 passed, 3 failed\nTypeError: broken")).toEqual(none);
    expect(fromSummary("")).toEqual(none);
  });

  it("Vitest's report, in which a test that passed at its second try keeps the failure of its first", () => {
    expect(fromVitest({ numPassedTests: 4, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 })).toEqual(
      counts(4, 1, 3),
    );
    expect(fromVitest({})).toEqual(none);
    const assertionResults = [
      { status: "passed", fullName: "steady", failureMessages: [] },
      { status: "passed", fullName: reset.name, failureMessages: [`${reset.error}\n    at send.ts:1`] },
      { status: "failed", fullName: "broken", failureMessages: ["Error: first", "Error: second"] },
    ];
    expect(fromVitest({ numPassedTests: 2, numFailedTests: 1, testResults: [{ assertionResults }] })).toEqual(
      counts(2, 1, 0, [reset]),
    );
  });

  it("Playwright's report, in whose stats such a test is neither expected nor unexpected", () => {
    expect(fromPlaywright({ stats: { expected: 5, unexpected: 1, skipped: 3 } })).toEqual(counts(5, 1, 3));
    expect(fromPlaywright({})).toEqual(none);
    const failure = { error: { message: `\x1b[31m${reset.error}\x1b[39m\n\nCall log:` } };
    const specs = [
      { title: "answers", tests: [{ status: "flaky", results: [failure, {}] }] },
      { title: "refuses", tests: [{ status: "unexpected", results: [failure, failure] }] },
      { title: "stays", tests: [{ status: "expected", results: [{}] }] },
    ];
    const suites = [{ title: "start.spec.ts", suites: [{ title: "routes", specs }] }];
    expect(fromPlaywright({ stats: { expected: 1, unexpected: 1, flaky: 1 }, suites })).toEqual(
      counts(2, 1, 0, [{ ...reset, name: "start.spec.ts routes answers" }]),
    );
  });

  it("and added", () => {
    expect(addCounts(counts(1, 2, 3), counts(10, 20, 30))).toEqual(counts(11, 22, 33));
    const other = { ...reset, name: "other" };
    expect(addCounts(counts(1, 0, 0, [reset]), counts(1, 0, 0, [other]))).toEqual(counts(2, 0, 0, [reset, other]));
  });
});

describe("the report", () => {
  it("shows one row for each suite", () => {
    const suites = [
      { name: "lint", counts: counts(9), seconds: 12.34 },
      { name: "wasm-node", counts: counts(0, 1), seconds: 0, problem: "not run" },
    ];
    expect(table(suites)).toBe(
      [
        "suite      passed  failed  skipped    time",
        "lint            9       0        0  12.3 s",
        "wasm-node       0       1        0   0.0 s  not run",
      ].join("\n"),
    );
  });

  it("counts and names the tests that passed only at their second try", () => {
    const suites = [
      { name: "lint", counts: counts(9), seconds: 12.34 },
      { name: "edge", counts: counts(7, 0, 0, [reset, { name: "other", error: "" }]), seconds: 1 },
    ];
    expect(table(suites)).toBe(
      [
        "suite  passed  failed  skipped  unsteady    time",
        "lint        9       0        0         0  12.3 s",
        "edge        7       0        0         2   1.0 s",
      ].join("\n"),
    );
    expect(unsteadyTests(suites)).toBe(
      [
        "passed only at the second try:",
        "  edge: routes answers",
        "    Error: read ECONNRESET",
        "  edge: other",
        "    gave no reason",
      ].join("\n"),
    );
    expect(unsteadyTests(suites.slice(0, 1))).toBe("");
    expect(suites.map((suite) => words(suite.counts))).toEqual([
      "9 passed, 0 failed",
      "7 passed, 0 failed, 2 unsteady",
    ]);
    expect(words(counts(1, 2, 3))).toBe("1 passed, 2 failed, 3 skipped");
  });

  it("sets a command's output off and keeps its end", () => {
    const lines = tail(Array.from({ length: 100 }, (_, i) => `${i} passed, 0 failed`).join("\n")).split("\n");
    expect(lines[0]).toContain("40 lines before");
    expect(lines.at(-1)).toBe("    │ 99 passed, 0 failed");
    expect(lines.filter((line) => /^\d/.test(line))).toEqual([]);
  });
});
