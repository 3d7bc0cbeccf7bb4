/** The Rust compiler, which the user brings, and its wasm target, which wasm-target.sh gets. */
import { join } from "node:path";
import { forgetToolEnvironment, root, wasmTarget } from "../toolchain.mjs";
import { runCommand } from "./command.mjs";
import { SetupProblem } from "./steps.mjs";

const howToGetRust = `Rust is needed (rustc and cargo). Get it from https://rustup.rs
and open a new terminal, or on Debian as root: apt-get install rustc-web cargo-web rust-web-src`;

/** @returns {Promise<string>} */
export async function getRust() {
  const rustc = await runCommand("rustc", ["--version"]);
  const cargo = await runCommand("cargo", ["--version"]);
  if (!rustc.ok || !cargo.ok) throw new SetupProblem(howToGetRust, rustc.ok ? cargo.output : rustc.output);
  return rustc.output.trim();
}

/**
 * @param {import("./steps.mjs").Report} report
 * @returns {Promise<string>}
 */
export async function getWasmTarget(report) {
  let last = "";
  const { ok, output } = await runCommand("bash", [join(root, "www", "tooling", "wasm-target.sh")], {
    onLine: (line) => {
      last = line;
      if (!line.startsWith("ready")) report(line);
    },
  });
  forgetToolEnvironment();
  if (!ok) throw new SetupProblem(`Rust's target ${wasmTarget} is needed: see the last lines above.`, output);
  return last.replace(/^ready: /, "");
}
