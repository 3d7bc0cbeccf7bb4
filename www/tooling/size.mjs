/**
 * `npm run size`: what each user downloads, and each shipped file, raw, by gzip -9 and by brotli 11.
 * `--json` prints the rows of the budgets alone: { "rows": [ { "row", "value", "unit": "bytes" } ] }, by brotli.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { parseArgs } from "node:util";
import { add, loadedBy, measure } from "./sizes.mjs";
import { root } from "./toolchain.mjs";

/** @typedef {import("./sizes.mjs").Sizes} Sizes */

const { values: options } = parseArgs({ options: { json: { type: "boolean" } } });
const pkg = join(root, "pkg");
const gateway = join(root, "target", "www", "gateway.js");
const policies = join(pkg, "policies", "crossmint-privacy-policy");

const needed = [
  ...["element.js", "element-alone.js", "browser.wasm", "edge.wasm"].map((name) => join(pkg, name)),
  policies,
  gateway,
];
const missing = needed.filter((path) => !existsSync(path)).map((path) => relative(root, path));
if (missing.length > 0) {
  console.error(`Not built: ${missing.join(", ")}. Run npm run build.`);
  process.exit(1);
}

/** One presentation in the language that costs most: the budget holds for every page. */
const presentation = largestFile(policies);

/** What each user downloads. */
const rows = [
  { row: "element-fed", goal: 9000, files: [...loadedBy(join(pkg, "element.js")), presentation] },
  { row: "element-alone", goal: 14000, files: [...loadedBy(join(pkg, "element-alone.js")), presentation] },
  { row: "gateway", goal: 60000, files: [gateway, join(pkg, "edge.wasm")] },
].map((row) => ({ ...row, sizes: row.files.map(sizesOf).reduce(add) }));

if (options.json) {
  const content = rows.map(({ row, sizes }) => ({ row, value: sizes.brotli, unit: "bytes" }));
  console.log(JSON.stringify({ rows: content }));
} else {
  print("what a user downloads", "goal, brotli");
  for (const { row, goal, files, sizes } of rows) {
    print(row, `${goal} ${sizes.brotli <= goal ? "met" : "MISSED"}`, sizes);
    for (const file of files) print(`  ${relative(root, file)}`, "", sizesOf(file));
  }
  console.log();
  print("every shipped file", "");
  for (const file of shippedFiles()) print(`  ${relative(pkg, file)}`, "", sizesOf(file));
}

/**
 * @param {string} name
 * @param {string} goal
 * @param {Sizes} [sizes]
 */
function print(name, goal, sizes) {
  const columns = sizes ? [sizes.raw, sizes.gzip, sizes.brotli] : ["raw", "gzip", "brotli"];
  console.log(`${name.padEnd(62)}${columns.map((cell) => String(cell).padStart(9)).join("")}  ${goal}`.trimEnd());
}

/** @param {string} file */
function sizesOf(file) {
  return measure(readFileSync(file));
}

/** @param {string} folder */
function largestFile(folder) {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(folder, name));
  return files.reduce((largest, file) => (sizesOf(file).brotli > sizesOf(largest).brotli ? file : largest));
}

function shippedFiles() {
  return readdirSync(pkg, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.split(sep).includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
