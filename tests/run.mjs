/**
 * `npm test`: runs every suite, whatever becomes of the others, and ends with one line `N passed, N failed`. Suites of
 * different lanes run at the same time, one more than there are processors: while one waits, for a clock or for a program
 * that starts, another works. A test that fails gets a second try; where it passes then, it counts as passed and as
 * unsteady, and is named at the end. A suite whose browser is not here is named as not run.
 * --only NAME,NAME  some suites   --list  their names   --verbose  all output as it comes
 */
import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { keepCompiledCrates } from "../www/tooling/compiled-crates.mjs";
import { endCommands } from "./runner/command.mjs";
import { addCounts, none } from "./runner/counts.mjs";
import { runInLanes } from "./runner/lanes.mjs";
import { Progress } from "./runner/progress.mjs";
import { table, unsteadyTests } from "./runner/report.mjs";
import { runSuite } from "./runner/suite.mjs";
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

for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
  process.once(signal, async () => {
    console.error(`\n${signal}: ending what runs`);
    await endCommands();
    process.exit(128 + number);
  });
}

mkdirSync(results, { recursive: true });
const began = Date.now();
const chosen = suites.filter(({ name }) => wanted.includes(name));
const progress = new Progress(Math.max(...chosen.map(({ name }) => name.length)));
const to = { progress, isVerbose: options.verbose ?? false };
const done = await runInLanes(chosen, availableParallelism() + 1, (suite) => runSuite(suite, to)).finally(endCommands);
progress.end();
try {
  keepCompiledCrates();
} catch (error) {
  console.error(
    `what Cargo has compiled is not kept for other clones: ${error instanceof Error ? error.message : error}`,
  );
}
const total = done.map(({ counts }) => counts).reduce(addCounts, none);
const left = done.filter(({ counts, problem }) => problem && counts.failed === 0).map(({ name }) => name);
const minutes = ((Date.now() - began) / 60_000).toFixed(1);
console.log(`\n${table(done)}`);
const unsteady = unsteadyTests(done);
if (unsteady) console.log(`\n${unsteady}`);
if (left.length > 0) console.log(`\nnot run, see above why: ${left.join(", ")}`);
console.log(
  `\n${left.length > 0 ? "the rest" : "all"} in ${minutes} min\n${total.passed} passed, ${total.failed} failed`,
);
process.exitCode = total.failed > 0 ? 1 : 0;
