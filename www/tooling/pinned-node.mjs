/**
 * The first `npm start` on a machine with Node 20 installs a newer Node into node_modules, but the shell that npm
 * opened has already looked up the old one. This carries on in the new one.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, toolEnvironment } from "./toolchain.mjs";

/** Oldest Node that the test tools and the local workers run on. */
const oldest = 22;

/** Runs this process's script again under the project's own Node when this one is too old; else returns at once. */
export async function runUnderPinnedNode() {
  if (Number(process.versions.node.split(".")[0]) >= oldest) return;
  const node = join(root, "node_modules", ".bin", "node");
  if (!existsSync(node)) {
    console.error(`Node ${oldest} or newer is needed here and this is ${process.version}. Run npm ci, or install it.`);
    process.exit(1);
  }
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit", env: toolEnvironment() });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve) => {
    child.once("exit", (status, signal) => resolve(signal ? 1 : status));
    child.once("error", () => resolve(1));
  });
  process.exit(code);
}
