/** Runs one suite: its commands one after another, with a log in tests/results. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./command.mjs";
import { addCounts, none } from "./counts.mjs";
import { tail, words } from "./report.mjs";
import { results } from "./suites.mjs";

/**
 * @param {import("./suites.mjs").Suite} suite
 * @param {{ progress: import("./progress.mjs").Progress, isVerbose: boolean }} to where it is told
 * @returns {Promise<import("./report.mjs").SuiteResult>}
 */
export async function runSuite({ name, what, missing, leftOut = [], commands }, { progress, isVerbose }) {
  const lacking = missing?.();
  if (lacking) {
    progress.say(name, `– not run: ${lacking} (${what})`);
    return { name, counts: none, seconds: 0, problem: `not run: ${lacking}` };
  }
  progress.say(name, `▸ ${what}`);
  for (const tests of leftOut) progress.say(name, `– not run: ${tests.what}, since ${tests.why}`);
  let counts = none;
  let seconds = 0;
  let log = "";
  for (const command of commands()) {
    progress.started(name, command.label);
    const onLine = isVerbose ? (/** @type {string} */ line) => progress.say(name, line) : undefined;
    const outcome = await runCommand(command, onLine);
    progress.ended(name);
    counts = addCounts(counts, outcome.counts);
    seconds += outcome.seconds;
    log += `$ ${command.run.join(" ")}\n${outcome.output}\n`;
    const good = outcome.ok && outcome.counts.failed === 0;
    const line = `${good ? "✓" : "✗"} ${command.label}: ${words(outcome.counts)}, ${outcome.seconds.toFixed(1)} s`;
    progress.say(name, good ? line : `${line}\n${whatFailed(name, command, outcome)}`);
  }
  writeFileSync(join(results, `${name}.log`), log);
  return { name, counts, seconds };
}

/**
 * @param {string} name
 * @param {import("./suites.mjs").Command} command
 * @param {import("./command.mjs").Outcome} outcome
 */
function whatFailed(name, { count, run }, { ok, output, counts }) {
  const ranNone = ok && counts.passed === 0 && count !== "exit";
  return `  suite ${name} ${ranNone ? "ran no test" : "failed"} in: ${run.join(" ")}\n${tail(output)}`;
}
