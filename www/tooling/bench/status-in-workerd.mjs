/**
 * Reading a status where the gateway reads it: in workerd, in which nothing may compile code from text. What zod does elsewhere by
 * `new Function`, it does there step by step.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { Miniflare } from "miniflare";
import { root } from "../toolchain.mjs";
import { median } from "./interleaved.mjs";

/** @typedef {import("../bench.mjs").Row} Row */

/** Times each way is asked, and how often each of these goes through all replies. */
const [asked, rounds] = [31, 400];

/**
 * @param {readonly object[]} replies what both ways answer alike
 * @param {(line: string) => void} say
 * @returns {Promise<Row>}
 */
export async function statusInWorkerd(replies, say) {
  const miniflare = new Miniflare({
    modulesRoot: root,
    modules: [
      { type: "ESModule", path: join(root, "worker.js"), contents: await bundled(replies) },
      { type: "CompiledWasm", path: join(root, "edge.wasm"), contents: readFileSync(join(root, "pkg", "edge.wasm")) },
    ],
    compatibilityDate: "2026-07-01",
    compatibilityFlags: ["nodejs_compat"],
  });
  try {
    const time = async (/** @type {string} */ way) => {
      const start = performance.now();
      const answer = await miniflare.dispatchFetch(`http://worker.example/?way=${way}&rounds=${rounds}`);
      if (Number(await answer.text()) !== rounds * replies.length) throw new Error(`${way} has not read all`);
      return performance.now() - start;
    };
    /** @type {{ ours: number, theirs: number, ratio: number }[]} */
    const measured = [];
    for (let turn = -5; turn < asked; turn++) {
      // The request itself is in every time; nobody is always the second.
      const [first, second] = turn % 2 === 0 ? ["ours", "theirs"] : ["theirs", "ours"];
      const times = { [first ?? ""]: await time(first ?? ""), [second ?? ""]: await time(second ?? "") };
      const request = await time("neither");
      const [ours, theirs] = [(times.ours ?? 0) - request, (times.theirs ?? 0) - request];
      if (turn >= 0) measured.push({ ours, theirs, ratio: theirs / ours });
    }
    const each = (/** @type {"ours" | "theirs"} */ way) =>
      `${((median(measured.map((turn) => turn[way])) * 1000) / rounds / replies.length).toFixed(2)} µs`;
    say(`read-workerd: ${each("ours")} for a call, by hand ${each("theirs")}`);
    const what = `the same in workerd, where zod cannot compile, ${replies.length} inputs`;
    return { row: "read-workerd", value: median(measured.map(({ ratio }) => ratio)), unit: "ratio", what };
  } finally {
    await miniflare.dispose();
  }
}

/** @param {readonly object[]} replies */
async function bundled(replies) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(import.meta.dirname, "status-worker.js")],
    define: { REPLIES: JSON.stringify(replies) },
    external: ["./edge.wasm", "node:crypto"],
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "error",
  });
  return /** @type {esbuild.OutputFile} */ (outputFiles[0]).text;
}
