/**
 * Memory after 1,000,000 calls against after 1,000: the module's own, and the heap around it, in a fresh Node and in a fresh
 * workerd. The calls are every conformance case in turn, its refusals too.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { Miniflare } from "miniflare";
import { loadCases } from "../../../tests/conformance/load.mjs";
import { root } from "../toolchain.mjs";

/** @typedef {import("../bench.mjs").Row} Row */
/** @typedef {{ wasm: number, heap?: number }} Memory bytes */

const few = 1000;
const many = Number(process.env.BENCH_CALLS ?? 1_000_000);

/**
 * @param {(line: string) => void} say
 * @returns {Promise<Row[]>}
 */
export async function rows(say) {
  const bundle = await bundled();
  const [first, last] = await inNode(bundle);
  say(`Node: the module has ${first.wasm} bytes after ${few} calls, ${last.wasm} after ${many}`);
  say(`Node: the heap has ${first.heap} bytes after ${few} calls and a collection, ${last.heap} after ${many}`);
  const [firstWorker, lastWorker] = await inWorkerd(bundle);
  say(`workerd: the module has ${firstWorker.wasm} bytes after ${few} calls, ${lastWorker.wasm} after ${many}`);
  const grown = `after ${many} calls ÷ after ${few}, all operations and refusals`;
  return [
    limited("memory", last.wasm / first.wasm, `the module's memory ${grown}, Node`),
    limited("memory-workerd", lastWorker.wasm / firstWorker.wasm, `the module's memory ${grown}, workerd`),
    ratio("memory-heap", (last.heap ?? 0) / (first.heap ?? 0), `JavaScript's heap ${grown}, Node`),
    { row: "memory-bytes", value: last.wasm, unit: "bytes", what: `the module's memory after ${many} calls` },
  ];
}

/**
 * @param {string} row
 * @param {number} value
 * @param {string} what
 * @returns {Row}
 */
function ratio(row, value, what) {
  return { row, value, unit: "ratio", what };
}

/**
 * @param {string} row
 * @param {number} value
 * @param {string} what
 * @returns {Row}
 */
function limited(row, value, what) {
  return { ...ratio(row, value, what), goal: "≤ 1.0", met: value <= 1 };
}

/** The module with the calls to make of it, as the Worker that workerd runs and Node imports. */
async function bundled() {
  const cases = loadCases(join(root, "tests", "conformance", "cases")).flatMap((item) =>
    "content" in item ? [item.content] : [],
  );
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: readFileSync(join(import.meta.dirname, "memory-worker.js"), "utf8"),
      resolveDir: import.meta.dirname,
    },
    define: { CASES: JSON.stringify(cases) },
    external: ["./edge.wasm"],
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "error",
  });
  return /** @type {esbuild.OutputFile} */ (outputFiles[0]).text;
}

/**
 * @param {string} bundle
 * @returns {Promise<[Memory, Memory]>}
 */
async function inNode(bundle) {
  const wasm = join(root, "pkg", "edge.wasm");
  const load = `const module = new WebAssembly.Module((await import("node:fs")).readFileSync(${JSON.stringify(wasm)}));`;
  const script = bundle.replace(
    /^import (\w+) from "\.\/edge\.wasm";$/m,
    (_, name) => `${load} const ${name} = module;`,
  );
  const told = `
    const told = (calls) => { const wasm = worker.call(calls); gc(); gc(); return { wasm, heap: process.memoryUsage().heapUsed }; };
    console.log(JSON.stringify([told(${few}), told(${many - few})]));`;
  const main = script.replace(/export \{\s*(\w+) as default\s*\};/, "const worker = $1;") + told;
  const child = spawn(process.execPath, ["--expose-gc", "--input-type=module", "-"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(main);
  let output = "";
  for await (const text of child.stdout.setEncoding("utf8")) output += text;
  return JSON.parse(output);
}

/**
 * @param {string} bundle
 * @returns {Promise<[Memory, Memory]>}
 */
async function inWorkerd(bundle) {
  const miniflare = new Miniflare({
    modulesRoot: root,
    modules: [
      { type: "ESModule", path: join(root, "worker.js"), contents: bundle },
      { type: "CompiledWasm", path: join(root, "edge.wasm"), contents: readFileSync(join(root, "pkg", "edge.wasm")) },
    ],
    compatibilityDate: "2026-07-01",
  });
  try {
    const told = async (/** @type {number} */ calls) => {
      let wasm = 0;
      // In parts: no request of a Worker's lasts for long.
      for (let made = 0; made < calls; made += few) {
        const answer = await miniflare.dispatchFetch(`http://worker.example/?calls=${few}`);
        wasm = Number(await answer.text());
      }
      return { wasm };
    };
    return [await told(few), await told(many - few)];
  } finally {
    await miniflare.dispose();
  }
}
