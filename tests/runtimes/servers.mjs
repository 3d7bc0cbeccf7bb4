/** The runtimes for servers that this machine has, by name: how each runs a program. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { own } from "./installed.mjs";

const modules = own("node_modules");

/** Bun's program: a package of its own for each platform. */
function bun() {
  const platforms = join(modules, "@oven");
  const found = existsSync(platforms) ? readdirSync(platforms) : [];
  return found.map((name) => join(platforms, name, "bin", "bun")).find(existsSync);
}

/** @param {string} path @param {...string} run */
function where(path, ...run) {
  return existsSync(path) ? [path, ...run] : undefined;
}

/**
 * The command before the program's name; undefined where this machine's platform has no such runtime.
 * @type {Record<string, string[] | undefined>}
 */
export const servers = {
  "Node, the oldest maintained": where(join(modules, "node-oldest", "bin", "node")),
  "Node, the newest": where(join(modules, "node-newest", "bin", "node")),
  "Node, this one": [process.execPath],
  Deno: where(join(modules, ".bin", "deno"), "run", "--quiet", "--allow-read", "--allow-env"),
  Bun: where(bun() ?? ""),
};
