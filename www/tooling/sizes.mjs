/** Measures files, and finds what a module loads beside itself. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliCompressSync, gzipSync, constants as zlib } from "node:zlib";

/** @typedef {{ raw: number, gzip: number, brotli: number }} Sizes bytes */

/**
 * @param {Uint8Array} content
 * @returns {Sizes}
 */
export function measure(content) {
  return {
    raw: content.length,
    gzip: gzipSync(content, { level: 9 }).length,
    brotli: brotliCompressSync(content, {
      params: { [zlib.BROTLI_PARAM_QUALITY]: 11, [zlib.BROTLI_PARAM_SIZE_HINT]: content.length },
    }).length,
  };
}

/**
 * @param {Sizes} a
 * @param {Sizes} b
 * @returns {Sizes}
 */
export function add(a, b) {
  return { raw: a.raw + b.raw, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli };
}

/** A module or a wasm file that the text of a module names by a relative path, but for one that it imports later. */
const named = /(?<!\bimport\()(["'`])(\.{0,2}\/?[\w./-]+\.(?:m?js|wasm))\1/g;

/**
 * A module and, recursively, every module and wasm file beside it that it names.
 * @param {string} module
 * @param {Set<string>} [found]
 * @returns {string[]}
 */
export function loadedBy(module, found = new Set()) {
  found.add(module);
  if (module.endsWith(".wasm")) return [...found];
  for (const [, , name = ""] of readFileSync(module, "utf8").matchAll(named)) {
    const file = join(dirname(module), name);
    if (!found.has(file) && existsSync(file)) loadedBy(file, found);
  }
  return [...found];
}
