/** The core's `read` compiled for this machine, against bare serde_json (native.rs). */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { checkCase, replyOf } from "../../../tests/conformance/check.mjs";
import { loadCases } from "../../../tests/conformance/load.mjs";
import { root, toolEnvironment } from "../toolchain.mjs";

/** @typedef {import("../bench.mjs").Row} Row */

/**
 * @param {(line: string) => void} say
 * @param {import("../../../tests/conformance/check.mjs").Package} core its answers say which replies are statuses
 * @returns {Promise<Row[]>}
 */
export async function nativeRows(say, core) {
  const statuses = loadCases(join(root, "tests", "conformance", "cases"))
    .flatMap((item) => ("content" in item ? [item.content] : []))
    .filter(({ operation, reply, error }) => operation === "crossmint.getVerification" && reply && !error)
    .filter((item) => checkCase(item, core).length === 0);
  const lines = statuses.map(({ operation, reply }) =>
    JSON.stringify({ operation, ...replyOf(/** @type {NonNullable<typeof reply>} */ (reply)) }),
  );
  say("native: compiling the core for this machine, for speed");
  const { core: ours, value, derived } = JSON.parse(await runNative(lines.join("\n")));
  say(`native: ${ours} ns to read a status; serde_json ${value} ns into a Value, ${derived} ns into a struct`);
  const row = (/** @type {string} */ name, /** @type {number} */ theirs, /** @type {string} */ into) => ({
    ...{ row: name, value: theirs / ours, unit: /** @type {const} */ ("ratio") },
    what: `calls per second natively, read of a status ÷ serde_json's parsing alone into ${into}`,
  });
  return [row("native-read-value", value, "a Value"), row("native-read-struct", derived, "a struct")];
}

/**
 * @param {string} input
 * @returns {Promise<string>}
 */
function runNative(input) {
  const env = { ...toolEnvironment(), CARGO_PROFILE_BENCH_OPT_LEVEL: "3" };
  const command = ["bench", "--quiet", "--locked", "--bench", "native"];
  const child = spawn("cargo", command, { cwd: root, env, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`cargo bench ended with ${code}`));
    });
  });
}
