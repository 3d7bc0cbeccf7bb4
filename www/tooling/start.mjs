/**
 * `npm start`: builds what is not built yet, serves the demo with its gateway and sandbox, and ends with Ctrl-C.
 * `--port N` moves all three ports, `--state FOLDER` keeps what the Workers keep somewhere else than in .state/,
 * `--no-build` serves what is built already.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runUnderPinnedNode } from "./pinned-node.mjs";
import { root, toolEnvironment } from "./toolchain.mjs";

await runUnderPinnedNode();
// Not before: what starts the Workers does not run on an older Node.
const { basePort, PortInUse, portsFrom, startLocalWorkers } = await import("./local-workers.mjs");

const { port, state, build } = readArguments();
if (build) buildIfNeeded();
await serve();

function readArguments() {
  try {
    const { values } = parseArgs({
      options: { port: { type: "string" }, state: { type: "string" }, "no-build": { type: "boolean" } },
    });
    const port = Number(values.port ?? basePort);
    if (!Number.isInteger(port) || port < 1024 || port > 65_526) throw new Error("--port must be from 1024 to 65526");
    return { port, state: resolve(root, values.state ?? ".state"), build: values["no-build"] !== true };
  } catch (error) {
    console.error(`${message(error)}\nusage: npm start [-- --port N] [--state FOLDER] [--no-build]`);
    process.exit(2);
  }
}

/** Builds when an output is not there, or a source is younger than the oldest of them. */
function buildIfNeeded() {
  const outputs = [
    "demo.js",
    "gateway.js",
    "sandbox.js",
    "edge.wasm",
    "demo-assets/index.html",
    "demo-assets/verify/index.html",
  ].map((file) => join(root, "target", "www", file));
  const sources = ["Cargo.toml", "Cargo.lock", "package-lock.json", "src", "www"].map((path) => join(root, path));
  const built = outputs.every((file) => existsSync(file)) ? Math.min(...outputs.map(changed)) : 0;
  if (Math.max(...sources.filter((path) => existsSync(path)).map(youngest)) <= built) return;
  console.log("Building first: this takes a minute the first time …");
  const build = join(root, "www", "tooling", "build.mjs");
  const { status } = spawnSync(process.execPath, [build], { cwd: root, env: toolEnvironment(), stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

/** @param {string} path */
function changed(path) {
  return statSync(path).mtimeMs;
}

/**
 * @param {string} path a file, or a folder with all that is in it
 * @returns {number}
 */
function youngest(path) {
  if (!statSync(path).isDirectory()) return changed(path);
  return Math.max(0, ...readdirSync(path).map((name) => youngest(join(path, name))));
}

async function serve() {
  let running;
  try {
    running = await startLocalWorkers({ ports: portsFrom(port), state });
  } catch (error) {
    if (!(error instanceof PortInUse)) throw error;
    console.error(`Cannot start: ${error.message}. End what runs there, or choose others: npm start -- --port 9780`);
    process.exit(1);
  }
  const { demo, gateway, sandbox, log, stop } = running;
  let ending = false;
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    // Miniflare's own listener ends the process at once, and as a failure.
    process.removeAllListeners(signal);
    process.on(signal, async () => {
      // A terminal may deliver it twice: to the group, and through the process that started this one.
      if (ending) return;
      ending = true;
      await stop();
      process.exit(0);
    });
  }
  console.log(`
  Demo     ${demo}   a checkout: sign in as one of eight people, choose a fault, change the language
  Gateway  ${gateway}   ${gateway}/health
  Sandbox  ${sandbox}   its control page: decide a manual review, move the clock, see the calls

  Try      "Verified" with "Fill in sample data"; then "More data", "Documents", "Outdated policy"
           the faults 502 and 429 in the middle of it; a reload; a second tab; Arabic
  Alone    ${demo}/alone.html and /alone-no-wasm.html: the element by itself, with WebAssembly and without
  Flow     ${demo}/flow.html   the whole way in two tags
  Gallery  ${demo}/gallery.html   every state of the elements
  Verify   ${demo}/verify/   whether a receipt or an export holds, in the browser alone

  Kept in  ${relative(process.cwd(), state) || "."}   log: ${relative(process.cwd(), log)}
  Ctrl-C ends all of it.
`);
}

/** @param {unknown} error */
function message(error) {
  return error instanceof Error ? error.message : String(error);
}
