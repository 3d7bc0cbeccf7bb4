/** Reads out of what a test tool reports how many of its tests passed, failed and were left out. */

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Counts} */
export const none = Object.freeze({ passed: 0, failed: 0, skipped: 0 });

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
export function addCounts(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
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
  return { passed: Number(passed ?? 0), failed: Number(failed ?? 0), skipped: 0 };
}

/**
 * Vitest's JSON report.
 * @param {{ numPassedTests?: number, numFailedTests?: number, numPendingTests?: number, numTodoTests?: number }} report
 * @returns {Counts}
 */
export function fromVitest({ numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 }) {
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

/**
 * Playwright's JSON report. A test that only passed when it was run again has failed.
 * @param {{ stats?: { expected?: number, unexpected?: number, flaky?: number, skipped?: number } }} report
 * @returns {Counts}
 */
export function fromPlaywright({ stats: { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = {} }) {
  return { passed: expected, failed: unexpected + flaky, skipped };
}
