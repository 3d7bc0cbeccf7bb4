/**
 * `npm test`: runs every suite, whatever becomes of the others, and ends with one line `N passed, N failed`.
 * --only NAME,NAME  some suites   --list  their names   --verbose  all output as it comes
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runCommand } from "./runner/command.mjs";
import { addCounts, none } from "./runner/counts.mjs";
import { table, tail, words } from "./runner/report.mjs";
import { results, suites } from "./runner/suites.mjs";

const { values: options } = parseArgs({
  options: { only: { type: "string" }, list: { type: "boolean" }, verbose: { type: "boolean" } },
});
if (options.list) {
  for (const { name, what } of suites) console.log(`${name.padEnd(14)} ${what}`);
  process.exit(0);
}
const wanted = options.only?.split(",") ?? suites.map(({ name }) => name);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`no suite is called ${unknown.join(", ")}; there are ${suites.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}

/** Seconds between two signs of life of a command. */
const progressSeconds = 15;

mkdirSync(results, { recursive: true });
/** @type {import("./runner/report.mjs").SuiteResult[]} */
const done = [];
let stopped = false;
for (const suite of suites.filter(({ name }) => wanted.includes(name))) {
  if (stopped) {
    done.push({ name: suite.name, counts: { ...none, failed: 1 }, seconds: 0, problem: "not run" });
    continue;
  }
  console.log(`\n▸ ${suite.name}: ${suite.what}`);
  const result = await runSuite(suite);
  done.push(result);
  if (suite.decisive && result.counts.failed > 0) stopped = true;
}
const total = done.map(({ counts }) => counts).reduce(addCounts, none);
console.log(`\n${table(done)}\n\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

/**
 * @param {import("./runner/suites.mjs").Suite} suite
 * @returns {Promise<import("./runner/report.mjs").SuiteResult>}
 */
async function runSuite({ name, commands }) {
  let counts = none;
  let seconds = 0;
  let log = "";
  for (const command of commands()) {
    const started = Date.now();
    const life = setInterval(() => {
      console.log(`  … ${command.label}: ${Math.round((Date.now() - started) / 1000)} s`);
    }, progressSeconds * 1000);
    const outcome = await runCommand(command, options.verbose ? (text) => process.stdout.write(text) : undefined);
    clearInterval(life);
    counts = addCounts(counts, outcome.counts);
    seconds += outcome.seconds;
    log += `$ ${command.run.join(" ")}\n${outcome.output}\n`;
    const good = outcome.ok && outcome.counts.failed === 0;
    console.log(`  ${good ? "✓" : "✗"} ${command.label}: ${words(outcome.counts)}, ${outcome.seconds.toFixed(1)} s`);
    if (good) continue;
    const ranNone = outcome.ok && outcome.counts.passed === 0 && command.count !== "exit";
    console.log(`    suite ${name} ${ranNone ? "ran no test" : "failed"} in: ${command.run.join(" ")}`);
    console.log(tail(outcome.output));
  }
  writeFileSync(join(results, `${name}.log`), log);
  return { name, counts, seconds };
}
