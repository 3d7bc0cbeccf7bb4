/** Reads out of what a test tool reports how many of its tests passed, failed and were left out, and which are unsteady. */

import { stripVTControlCharacters } from "node:util";

/** @typedef {{ name: string, error: string }} Unsteady a test that passed at its second try; the error of its first, in one line */
/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly Unsteady[]} unsteady those of the passed that did so only at their second try
 */

/** @type {Counts} */
export const none = Object.freeze({ passed: 0, failed: 0, skipped: 0, unsteady: Object.freeze([]) });

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
export function addCounts(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    unsteady: [...a.unsteady, ...b.unsteady],
  };
}

/**
 * `cargo nextest run`: `Summary [ 0.1s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 3 skipped`
 * @param {string} output
 * @returns {Counts}
 */
export function fromNextest(output) {
  const summary = /^\s*Summary \[.*?\]\s+\S+ tests? run: (.*)$/m.exec(output)?.[1] ?? "";
  const count = (/** @type {string} */ word) => Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
  return {
    passed: count("passed"),
    failed: [...summary.matchAll(/(\d+) (?:failed|timed out|exec failed)/g)].reduce((sum, [, n]) => sum + Number(n), 0),
    skipped: count("skipped"),
    unsteady: [],
  };
}

/**
 * `cargo test` and `wasm-pack test`: `test result: ok. 3 passed; 0 failed; 0 ignored; …`, once for each binary.
 * @param {string} output
 * @returns {Counts}
 */
export function fromLibtest(output) {
  return [...output.matchAll(/^\s*test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored/gm)]
    .map(([, passed, failed, skipped]) => ({
      passed: Number(passed),
      failed: Number(failed),
      skipped: Number(skipped),
      unsteady: [],
    }))
    .reduce(addCounts, none);
}

/**
 * The project's own runners: a last line `3 passed, 0 failed`.
 * @param {string} output
 * @returns {Counts}
 */
export function fromSummary(output) {
  const [, passed, failed] = /^(\d+) passed, (\d+) failed\s*$/.exec(output.trimEnd().split("\n").at(-1) ?? "") ?? [];
  return { passed: Number(passed ?? 0), failed: Number(failed ?? 0), skipped: 0, unsteady: [] };
}

/** @typedef {{ status: string, fullName: string, failureMessages: string[] }} VitestTest */
/**
 * @typedef {object} VitestReport
 * @property {number} [numPassedTests]
 * @property {number} [numFailedTests]
 * @property {number} [numPendingTests]
 * @property {number} [numTodoTests]
 * @property {{ assertionResults: VitestTest[] }[]} [testResults]
 */

/**
 * Vitest's JSON report. A test that passed and has a failure had it at its first try.
 * @param {VitestReport} report
 * @returns {Counts}
 */
export function fromVitest(report) {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0, testResults = [] } = report;
  const unsteady = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status, failureMessages }) => status === "passed" && failureMessages.length > 0)
    .map(({ fullName, failureMessages }) => ({ name: fullName, error: oneLine(failureMessages[0]) }));
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests, unsteady };
}

/** @typedef {{ status: string, results: { error?: { message?: string } }[] }} PlaywrightTest */
/**
 * @typedef {object} PlaywrightSuite a file, or a block of tests in it
 * @property {string} title
 * @property {PlaywrightSuite[]} [suites]
 * @property {{ title: string, tests: PlaywrightTest[] }[]} [specs]
 */
/**
 * @typedef {object} PlaywrightReport
 * @property {{ expected?: number, unexpected?: number, flaky?: number, skipped?: number }} [stats]
 * @property {PlaywrightSuite[]} [suites]
 */

/**
 * Playwright's JSON report. What it calls flaky failed at its first try and passed at its second.
 * @param {PlaywrightReport} report
 * @returns {Counts}
 */
export function fromPlaywright({ stats: { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = {}, suites = [] }) {
  return { passed: expected + flaky, failed: unexpected, skipped, unsteady: suites.flatMap((suite) => flakyOf(suite)) };
}

/**
 * @param {PlaywrightSuite} suite
 * @param {string} [before] the titles of what it is in
 * @returns {Unsteady[]}
 */
function flakyOf({ title, suites = [], specs = [] }, before = "") {
  const titles = `${before}${title} `;
  const own = specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === "flaky")
      .map(({ results }) => ({ name: titles + spec.title, error: oneLine(results[0]?.error?.message) })),
  );
  return [...own, ...suites.flatMap((suite) => flakyOf(suite, titles))];
}

/** @param {string} [message] */
function oneLine(message = "") {
  return stripVTControlCharacters(message).split("\n", 1)[0] ?? "";
}
