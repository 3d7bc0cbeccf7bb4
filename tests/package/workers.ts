// Workers of the tests in workerd.

import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { Miniflare } from "miniflare";
import { root } from "./built.ts";

const compatibilityDate = "2026-07-01";

/** Imports of wasm stay imports. */
const wasmBeside: Plugin = {
  name: "wasm-beside",
  setup({ onResolve }) {
    onResolve({ filter: /\.wasm$/ }, ({ path }) => ({ path: `./${path.split("/").at(-1)}`, external: true }));
  },
};

/** A Worker of the test as one module. */
export async function bundled(file: string, alias: Record<string, string>): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, "tests/package", file)],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    alias,
    plugins: [wasmBeside],
  });
  return outputFiles[0]?.text ?? "";
}

/** The Worker with its wasm beside it. */
export function worker(script: string, wasm: string, contents: Uint8Array): Miniflare {
  return new Miniflare({
    compatibilityDate,
    modulesRoot: "/",
    modules: [
      { type: "ESModule", path: "/worker.js", contents: script },
      { type: "CompiledWasm", path: `/${wasm}`, contents },
    ],
  });
}
