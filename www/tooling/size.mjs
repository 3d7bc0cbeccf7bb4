/**
 * `npm run size`: what each user downloads, and each shipped file, raw, by gzip -9 and by brotli 11.
 * `--json` prints the rows of the budgets alone: { "rows": [ { "row", "value", "unit": "bytes" } ] }, by brotli.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { add, loadedBy, measure } from "./sizes.mjs";
import { root } from "./toolchain.mjs";

/** @typedef {import("./sizes.mjs").Sizes} Sizes */
/** @typedef {{ name: string, sizes: Sizes }} Item one download */

const { values: options } = parseArgs({ options: { json: { type: "boolean" } } });
const pkg = join(root, "pkg");
const gateway = join(root, "target", "www", "gateway.js");
const policy = join(pkg, "policies", "crossmint-privacy-policy.json");
const alone = join(pkg, "presentations", "crossmint-privacy-policy");

const shipped = [
  "element.js",
  "element-alone.js",
  "flow.js",
  "status.js",
  "element-alone.wasm",
  "consent.wasm",
  "browser.wasm",
  "edge.wasm",
  "verify.wasm",
  "verify-browser.js",
  "node.js",
  "words.json",
];
const needed = [...shipped.map((name) => join(pkg, name)), policy, alone, gateway];
const missing = needed.filter((path) => !existsSync(path)).map((path) => relative(root, path));
if (missing.length > 0) {
  console.error(`Not built: ${missing.join(", ")}. Run npm run build.`);
  process.exit(1);
}

/** What each user downloads. The text is that of the language that costs most: the goal holds for every page. */
const rows = [
  { row: "element-fed", goal: 9000, items: [...modules("element.js"), ...mostOf(await fedLanguages())] },
  { row: "element-alone", goal: 14000, items: [...modules("element-alone.js"), ...mostOf(filesOf(alone, ".json"))] },
  { row: "element-alone-bundled", items: [...modules("element-alone-bundled.js"), ...mostOf(filesOf(alone, ".js"))] },
  { row: "gateway", goal: 60000, items: [gateway, join(pkg, "edge.wasm")].map(fileItem) },
  { row: "verify", items: ["verify-browser.js", "verify.wasm"].map((name) => fileItem(join(pkg, name))) },
  { row: "flow-first", items: modules("flow.js") },
  ...["consent", "form", "documents", "start", "waiting", "result"].map((step) => ({
    row: `flow-${step}`,
    items: laterModules(step),
  })),
  { row: "flow-words", items: mostOf(filesOf(join(pkg, "flow-words"))) },
  { row: "status", items: [...modules("status.js")] },
].map((row) => ({ ...row, sizes: row.items.map(({ sizes }) => sizes).reduce(add) }));

if (options.json) {
  const content = rows.map(({ row, sizes }) => ({ row, value: sizes.brotli, unit: "bytes" }));
  console.log(JSON.stringify({ rows: content }));
} else {
  print("what a user downloads", "goal, brotli");
  for (const { row, goal, items, sizes } of rows) {
    print(row, goal === undefined ? "" : `${goal} ${sizes.brotli <= goal ? "met" : "MISSED"}`, sizes);
    for (const item of items) print(`  ${item.name}`, "", item.sizes);
  }
  console.log();
  print("every shipped file", "");
  const [declarations, files] = [filesIn(join(pkg, "types")), filesIn(pkg)];
  for (const file of files.filter((path) => !declarations.includes(path))) {
    print(`  ${relative(root, file)}`, "", fileItem(file).sizes);
  }
  const sizes = declarations.map((file) => fileItem(file).sizes).reduce(add, { raw: 0, gzip: 0, brotli: 0 });
  print(`  pkg/types/, ${declarations.length} files`, "", sizes);
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

/**
 * A module of the package and all that it loads.
 * @param {string} name
 */
function modules(name) {
  return loadedBy(join(pkg, name)).map(fileItem);
}

/**
 * A step of the flow and what it loads beyond the first module.
 * @param {string} step
 */
function laterModules(step) {
  const known = loadedBy(join(pkg, "flow.js"));
  const file = readdirSync(pkg).find((name) => name.startsWith(`flow-${step}-`)) ?? "";
  return loadedBy(join(pkg, file))
    .filter((path) => !known.includes(path))
    .map(fileItem);
}

/**
 * Of every language: the gateway's answer to `GET /policies/…/presentation`, and the words beside the element.
 * @returns {Promise<Item[][]>}
 */
async function fedLanguages() {
  const { present } = await import(pathToFileURL(join(pkg, "node.js")).href);
  const whole = JSON.parse(readFileSync(policy, "utf8"));
  return whole.sentences.map((/** @type {{ language: string }} */ { language }) => {
    const answer = Buffer.from(JSON.stringify(present(whole, [language])));
    const item = { name: `the gateway's presentation, ${language}`, sizes: measure(answer) };
    return [item, fileItem(join(pkg, "element-words", `${language}.js`))];
  });
}

/**
 * @param {string} file
 * @returns {Item}
 */
function fileItem(file) {
  return { name: relative(root, file), sizes: measure(readFileSync(file)) };
}

/**
 * What costs most of what a user may download.
 * @param {Item[][]} choices
 * @returns {Item[]}
 */
function mostOf(choices) {
  const cost = (/** @type {Item[]} */ items) => items.map(({ sizes }) => sizes.brotli).reduce((a, b) => a + b, 0);
  return choices.reduce((most, items) => (cost(items) > cost(most) ? items : most));
}

/**
 * Each file of a folder by itself.
 * @param {string} folder
 * @param {string} [ending] of their names
 */
function filesOf(folder, ending = "") {
  return filesIn(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => [fileItem(file)]);
}

/** @param {string} folder */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.split(sep).includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
