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
import { table, tail } from "../runner/report.mjs";

const counts = (passed = 0, failed = 0, skipped = 0) => ({ passed, failed, skipped });

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

  it("Vitest's and Playwright's reports", () => {
    expect(fromVitest({ numPassedTests: 4, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 })).toEqual(
      counts(4, 1, 3),
    );
    expect(fromVitest({})).toEqual(none);
    expect(fromPlaywright({ stats: { expected: 5, unexpected: 1, flaky: 2, skipped: 3 } })).toEqual(counts(5, 3, 3));
    expect(fromPlaywright({})).toEqual(none);
  });

  it("and added", () => {
    expect(addCounts(counts(1, 2, 3), counts(10, 20, 30))).toEqual(counts(11, 22, 33));
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

  it("sets a command's output off and keeps its end", () => {
    const lines = tail(Array.from({ length: 100 }, (_, i) => `${i} passed, 0 failed`).join("\n")).split("\n");
    expect(lines[0]).toContain("40 lines before");
    expect(lines.at(-1)).toBe("    │ 99 passed, 0 failed");
    expect(lines.filter((line) => /^\d/.test(line))).toEqual([]);
  });
});
