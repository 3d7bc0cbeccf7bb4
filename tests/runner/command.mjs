/** Runs one command of a suite and counts its tests. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import { root, toolEnvironment } from "../../www/tooling/toolchain.mjs";
import { fromLibtest, fromNextest, fromPlaywright, fromSummary, fromVitest, none } from "./counts.mjs";

/** @typedef {import("./suites.mjs").Command} Command */
/** @typedef {{ counts: import("./counts.mjs").Counts, ok: boolean, output: string, seconds: number }} Outcome */

/**
 * @param {Command} command
 * @param {((line: string) => void) | undefined} [onLine] is given every line of its output as it comes
 * @returns {Promise<Outcome>}
 */
export async function runCommand(command, onLine) {
  const began = performance.now();
  if (command.report) {
    rmSync(command.report, { force: true });
    mkdirSync(dirname(command.report), { recursive: true });
  }
  const { ok, output } = await spawnToEnd(command, onLine);
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

/** Those that run now. @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/** Milliseconds that a command has to end by itself. */
const patience = 5000;

let isEnding = false;

/**
 * Ends every command that runs, with all that it has started: first as Ctrl-C would, then without asking. No other
 * starts from then on, and {@link runCommand} gives no outcome any more.
 */
export async function endCommands() {
  isEnding = true;
  await Promise.all([...running].map(endCommand));
}

/** @param {import("node:child_process").ChildProcess} child */
async function endCommand(child) {
  const ended = once(child, "close");
  signalGroup(child, "SIGINT");
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), patience);
  await ended;
  clearTimeout(timer);
  // It may have ended before those it had started.
  signalGroup(child, "SIGKILL");
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup({ pid }, signal) {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // nobody of it is left
  }
}

/**
 * @param {Command} command
 * @param {((line: string) => void) | undefined} onLine
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
function spawnToEnd({ run: [program = "", ...args], env }, onLine) {
  const plain = { NO_COLOR: "1", FORCE_COLOR: undefined, CARGO_TERM_COLOR: "never" };
  return new Promise((resolve) => {
    if (isEnding) return;
    const child = spawn(program, args, {
      cwd: root,
      env: { ...toolEnvironment(), ...plain, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own, so that it can be ended with all that it has started.
      detached: true,
    });
    running.add(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
        output += stripVTControlCharacters(text);
      });
      if (onLine) createInterface({ input: stream }).on("line", (line) => onLine(stripVTControlCharacters(line)));
    }
    const end = (/** @type {boolean} */ ok) => {
      running.delete(child);
      if (!isEnding) resolve({ ok, output });
    };
    child.once("error", (error) => {
      output += `${program}: ${error.message}\n`;
      end(false);
    });
    child.once("close", (status) => end(status === 0));
  });
}
