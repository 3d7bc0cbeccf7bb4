/**
 * The bundlers, each as its users call it, without a plug-in for this package. Each takes a project and leaves `page.js`, and what
 * belongs to it, in a folder.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { own } from "./installed.mjs";

const require = createRequire(own("package.json"));

/**
 * @typedef {object} Bundler
 * @property {string} page the program: one whose core is within, where the bundler takes no file along
 * @property {(entry: string, out: string) => Promise<unknown>} build
 */

/** @param {string} entry @param {string} out */
async function vite(entry, out) {
  const { build } = await import("vite");
  const rolldownOptions = { input: entry, output: { entryFileNames: "page.js" } };
  await build({
    root: join(entry, ".."),
    base: "./",
    logLevel: "error",
    configFile: false,
    build: { outDir: out, emptyOutDir: true, target: "es2022", rolldownOptions },
  });
}

/** @param {string} entry @param {string} out */
function webpack(entry, out) {
  const configuration = {
    mode: "production",
    // It counts what the page may load one day.
    performance: { hints: false },
    entry,
    context: join(entry, ".."),
    output: { path: out, filename: "page.js", module: true, publicPath: "auto" },
    experiments: { outputModule: true },
  };
  return new Promise((resolve, reject) => {
    require("webpack")(configuration, (/** @type {Error | null} */ error, /** @type {any} */ stats) => {
      if (error) reject(error);
      else if (stats.hasErrors() || stats.hasWarnings()) reject(new Error(stats.toString("errors-warnings")));
      else resolve(undefined);
    });
  });
}

/** @param {string} entry @param {string} out */
function esbuildPage(entry, out) {
  const options = { bundle: true, splitting: true, minify: true };
  return esbuild.build({ ...options, entryPoints: { page: entry }, outdir: out, format: "esm", target: "es2022" });
}

/** @param {string} entry @param {string} out */
async function rollup(entry, out) {
  // Both are what every user of Rollup has: names of packages are resolved by the one, JSON is read by the other.
  const { nodeResolve } = require("@rollup/plugin-node-resolve");
  const json = require("@rollup/plugin-json");
  const bundle = await require("rollup").rollup({
    input: { page: entry },
    plugins: [nodeResolve({ browser: true }), json.default()],
  });
  await bundle.write({ dir: out, format: "es" });
  await bundle.close();
}

/** @type {Record<string, Bundler>} */
export const bundlers = {
  Vite: { page: "page.mjs", build: vite },
  webpack: { page: "page.mjs", build: webpack },
  esbuild: { page: "page-inline.mjs", build: esbuildPage },
  Rollup: { page: "page-inline.mjs", build: rollup },
};
