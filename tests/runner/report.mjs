/** What the test runner prints. */

/** @typedef {import("./counts.mjs").Counts} Counts */
/** @typedef {{ name: string, counts: Counts, seconds: number, problem?: string }} SuiteResult */

const tailLines = 60;

/**
 * The end of a command's output, set off so that no line of it can be taken for the runner's own.
 * @param {string} output
 */
export function tail(output) {
  const lines = output.trimEnd().split("\n");
  const left = lines.length - tailLines;
  const more = left > 0 ? [`    │ … ${left} lines before are in the log`] : [];
  return [...more, ...lines.slice(-tailLines).map((line) => `    │ ${line}`)].join("\n");
}

/** @param {Counts} counts */
export function words({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * @param {SuiteResult[]} suites
 * @returns {string}
 */
export function table(suites) {
  const rows = [
    ["suite", "passed", "failed", "skipped", "time", ""],
    ...suites.map(({ name, counts, seconds, problem }) => [
      name,
      ...[counts.passed, counts.failed, counts.skipped].map(String),
      `${seconds.toFixed(1)} s`,
      problem ?? "",
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[i] ?? 0))))
    .map((row) => row.join("  ").trimEnd())
    .join("\n");
}
