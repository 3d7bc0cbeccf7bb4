/**
 * Conformance: `npm run conformance -- [DIR]` runs every case under DIR (default: the project's own) against the built
 * package and ends with `N passed, N failed`. What a case is: see cases/README.md.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { checkCase } from "./check.mjs";
import { loadCases } from "./load.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const entry = join(root, "pkg", "node.js");
const [folder = join(root, "tests", "conformance", "cases"), ...rest] = process.argv.slice(2);

if (rest.length > 0 || folder.startsWith("-")) {
  console.error("usage: npm run conformance -- [DIR]");
  process.exit(2);
}
if (!existsSync(entry)) {
  console.error("The package is not built: pkg/node.js is missing. Run npm run build.");
  process.exit(2);
}

/** @type {import("./check.mjs").Package} */
const assent = await import(pathToFileURL(entry).href);
// npm changes to the repository's root and keeps in INIT_CWD where it was called.
const loaded = loadCases(resolve(process.env.INIT_CWD ?? ".", folder));
let failed = 0;
for (const item of loaded) {
  const differences = "content" in item ? checkCase(item.content, assent) : [];
  if ("content" in item && differences.length === 0) continue;
  failed++;
  console.log(`✗ ${item.label}`);
  if ("problem" in item) console.log(`    ${item.problem}`);
  for (const { path, expected, actual } of differences) {
    console.log(`    ${path}\n      - ${expected}\n      + ${actual}`);
  }
}
if (loaded.length === 0) console.log(`no *.json case was found under ${folder}`);
console.log(`${loaded.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 || loaded.length === 0 ? 1 : 0);
