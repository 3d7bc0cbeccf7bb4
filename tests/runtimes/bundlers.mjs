/**
 * The bundlers, each as its users call it, without a plug-in for this package. Each takes pages of a project by name and
 * leaves `NAME.js`, and what belongs to it, in a folder.
 */
import { createRequire } from "node:module";
import * as esbuild from "esbuild";
import { own } from "./installed.mjs";

const require = createRequire(own("package.json"));

/**
 * @typedef {object} Bundler
 * @property {string} core the page with the core: one that has it within, where the bundler takes no file along
 * @property {string} alone the page of the element by itself: one that names each file, where the bundler has to be told
 * @property {(project: string, pages: Record<string, string>, out: string) => Promise<unknown>} build
 */

/** @type {Bundler["build"]} */
async function vite(project, pages, out) {
  const { build } = await import("vite");
  const rolldownOptions = { input: pages, output: { entryFileNames: "[name].js" } };
  return build({
    root: project,
    base: "./",
    logLevel: "error",
    configFile: false,
    build: { outDir: out, emptyOutDir: true, target: "es2022", rolldownOptions },
  });
}

/** @type {Bundler["build"]} */
function webpack(project, pages, out) {
  const configuration = {
    mode: "production",
    // It counts what the page may load one day.
    performance: { hints: false },
    entry: pages,
    context: project,
    output: { path: out, filename: "[name].js", module: true, publicPath: "auto" },
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

/** @type {Bundler["build"]} */
function esbuildPages(_, pages, out) {
  const options = { bundle: true, splitting: true, minify: true };
  return esbuild.build({ ...options, entryPoints: pages, outdir: out, format: "esm", target: "es2022" });
}

/** @type {Bundler["build"]} */
async function rollup(_, pages, out) {
  // Both are what every user of Rollup has: names of packages are resolved by the one, JSON is read by the other.
  const { nodeResolve } = require("@rollup/plugin-node-resolve");
  const json = require("@rollup/plugin-json");
  const bundle = await require("rollup").rollup({
    input: pages,
    plugins: [nodeResolve({ browser: true }), json.default()],
  });
  await bundle.write({ dir: out, format: "es" });
  return bundle.close();
}

/** @type {Record<string, Bundler>} */
export const bundlers = {
  Vite: { core: "page.mjs", alone: "alone.mjs", build: vite },
  webpack: { core: "page.mjs", alone: "alone.mjs", build: webpack },
  esbuild: { core: "page-inline.mjs", alone: "alone.mjs", build: esbuildPages },
  Rollup: { core: "page-inline.mjs", alone: "alone-listed.mjs", build: rollup },
};
