/** Runs one command of a suite and counts its tests. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { performance } from "node:perf_hooks";
import { stripVTControlCharacters } from "node:util";
import { root, toolEnvironment } from "../../www/tooling/toolchain.mjs";
import { fromLibtest, fromNextest, fromPlaywright, fromSummary, fromVitest, none } from "./counts.mjs";

/** @typedef {import("./suites.mjs").Command} Command */
/** @typedef {{ counts: import("./counts.mjs").Counts, ok: boolean, output: string, seconds: number }} Outcome */

/**
 * @param {Command} command
 * @param {((text: string) => void) | undefined} [onOutput] is given all output as it comes
 * @returns {Promise<Outcome>}
 */
export async function runCommand(command, onOutput) {
  const began = performance.now();
  if (command.report) {
    rmSync(command.report, { force: true });
    mkdirSync(dirname(command.report), { recursive: true });
  }
  const { ok, output } = await spawnToEnd(command, onOutput);
  const seconds = (performance.now() - began) / 1000;
  return { ok, output, seconds, counts: settle(command, ok, output) };
}

/**
 * What the tool counted. A command that broke without naming a failed test counts as one, and so does one that ran no
 * test at all.
 * @param {Command} command
 * @param {boolean} ok
 * @param {string} output
 */
function settle(command, ok, output) {
  if (command.count === "exit") return ok ? { ...none, passed: 1 } : { ...none, failed: 1 };
  const counts = countOf(command, output);
  const good = ok && counts.passed > 0;
  return good || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/**
 * @param {Command} command
 * @param {string} output
 */
function countOf({ count, report }, output) {
  if (count === "nextest") return fromNextest(output);
  if (count === "libtest") return fromLibtest(output);
  if (count === "summary") return fromSummary(output);
  if (!report || !existsSync(report)) return none;
  const content = JSON.parse(readFileSync(report, "utf8"));
  return count === "vitest" ? fromVitest(content) : fromPlaywright(content);
}

/**
 * @param {Command} command
 * @param {((text: string) => void) | undefined} onOutput
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
function spawnToEnd({ run: [program = "", ...args], env }, onOutput) {
  const plain = { NO_COLOR: "1", FORCE_COLOR: undefined, CARGO_TERM_COLOR: "never" };
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...toolEnvironment(), ...plain, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
        output += stripVTControlCharacters(text);
        onOutput?.(text);
      });
    }
    child.once("error", (error) => resolve({ ok: false, output: `${output}${program}: ${error.message}\n` }));
    child.once("close", (status) => resolve({ ok: status === 0, output }));
  });
}
