/** What the routes go by at run time (www/edge/contract/facts.ts): their code, bundled for Node and loaded. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { root } from "../toolchain.mjs";

/** @typedef {{ [keyword: string]: string | number }} Constraint */
/**
 * @typedef {object} Facts
 * @property {readonly { method: string, path: string }[]} routes
 * @property {Record<string, Record<string, Constraint>>} constraints
 * @property {Record<string, number>} sizes
 * @property {Record<string, Record<string, string | number>>} parameterExamples
 * @property {Record<string, object>} bodyExamples
 * @property {{ bodyBytes: number }} LIMITS
 * @property {number} JSON_DEPTH
 * @property {Record<string, string>} TITLE
 * @property {(status: number) => readonly string[]} codesOf
 */

/** Nothing of a Worker runs here: its classes need something to extend, and no request is made. @type {esbuild.Plugin} */
const withoutWorkerd = {
  name: "without-workerd",
  setup(build) {
    build.onResolve({ filter: /^cloudflare:workers$/ }, ({ path }) => ({ path, namespace: "without-workerd" }));
    build.onLoad({ filter: /.*/, namespace: "without-workerd" }, () => ({
      contents: "export const env = {}; export class DurableObject {}",
    }));
    build.onResolve({ filter: /^kyc-assent\/edge$/ }, () => ({
      path: pathToFileURL(join(root, "pkg", "node.js")).href,
      external: true,
    }));
  },
};

/** Needs pkg/node.js. @returns {Promise<Facts>} */
export async function readFacts() {
  const folder = join(root, "target", "openapi");
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, "facts.mjs");
  await esbuild.build({
    entryPoints: [join(root, "www", "edge", "contract", "facts.ts")],
    bundle: true,
    format: "esm",
    platform: "node",
    target: "es2023",
    outfile,
    plugins: [withoutWorkerd],
    logLevel: "warning",
  });
  return import(`${pathToFileURL(outfile).href}?${Date.now()}`);
}
