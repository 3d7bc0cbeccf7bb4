/** Runs a program to its end without a terminal, keeping what it prints. */
import { spawn } from "node:child_process";
import { root, toolEnvironment } from "../toolchain.mjs";

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ ok: boolean, output: string }>} both streams together; never rejects
 */
export function runCommand(command, args, { cwd = root, env = toolEnvironment(), onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
        output += text;
        const last = text.trim().split("\n").at(-1)?.trim();
        if (last) onLine?.(last);
      });
    }
    child.once("error", (error) => resolve({ ok: false, output: `${output}${error.message}\n` }));
    child.once("close", (status) => resolve({ ok: status === 0, output }));
  });
}

/**
 * The same, for a step that nothing goes on without.
 * @param {string} command
 * @param {string[]} args
 * @throws with what it printed, when it cannot be started or fails
 */
export async function mustRun(command, args) {
  const { ok, output } = await runCommand(command, args);
  if (!ok) throw new Error(`${command} ${args.join(" ")} failed:\n${output}`);
}
