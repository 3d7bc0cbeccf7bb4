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
export function words({ passed, failed, skipped, unsteady }) {
  const further = [
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(unsteady.length > 0 ? [`${unsteady.length} unsteady`] : []),
  ];
  return [`${passed} passed`, `${failed} failed`, ...further].join(", ");
}

/**
 * One row for each suite; a column for the unsteady where there is one.
 * @param {SuiteResult[]} suites
 * @returns {string}
 */
export function table(suites) {
  const hasUnsteady = suites.some(({ counts }) => counts.unsteady.length > 0);
  const rows = [
    ["suite", "passed", "failed", "skipped", ...(hasUnsteady ? ["unsteady"] : []), "time", ""],
    ...suites.map(({ name, counts, seconds, problem }) => [
      name,
      ...[counts.passed, counts.failed, counts.skipped].map(String),
      ...(hasUnsteady ? [String(counts.unsteady.length)] : []),
      `${seconds.toFixed(1)} s`,
      problem ?? "",
    ]),
  ];
  const widths = rows[0]?.slice(0, -1).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  return rows
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[i] ?? 0))))
    .map((row) => row.join("  ").trimEnd())
    .join("\n");
}

/**
 * Names every test that passed only at its second try, and why its first failed.
 * @param {SuiteResult[]} suites
 * @returns {string} empty where all were steady
 */
export function unsteadyTests(suites) {
  const lines = suites.flatMap(({ name, counts }) =>
    counts.unsteady.map((test) => `  ${name}: ${test.name}\n    ${test.error || "gave no reason"}`),
  );
  return lines.length > 0 ? ["passed only at the second try:", ...lines].join("\n") : "";
}
