/**
 * `npm run bench`: speed, memory and bytes as ratios to pinned peers, each measured in one run beside what it is compared
 * with. `--only calls,bytes` runs parts, `--list` names them, `--json` prints { "rows": [ { "row", "value", "unit" } ] }.
 * Nothing is asserted: a slow machine has other times, and about the same ratios.
 */
import { parseArgs } from "node:util";
import { runUnderPinnedNode } from "./pinned-node.mjs";
import { getBrowser } from "./setup/browser.mjs";
import { getNpmPackages } from "./setup/npm-packages.mjs";
import { Steps } from "./setup/steps.mjs";

/** @typedef {{ row: string, value: number, unit: "ratio" | "bytes" | "ms" | "kB", goal?: string, met?: boolean, what: string }} Row */
/**
 * @typedef {object} Part
 * @property {string} what
 * @property {"peers" | "browser"} [needs] the pinned packages that it is compared with; those, and Chromium
 * @property {() => Promise<{ rows: (say: (line: string) => void) => Promise<Row[]> }>} load
 */

/** @type {Record<string, Part>} */
const parts = {
  gateway: {
    what: "the gateway against a bare pass-through Worker: throughput, p50, p99",
    load: () => import("./bench/gateway.mjs"),
  },
  calls: {
    what: "prepare and read against the same work by hand with zod, per operation; natively against serde_json",
    needs: "peers",
    load: () => import("./bench/calls.mjs"),
  },
  growth: {
    what: "a consent, a status read and a plan as people, policies and a ledger grow by 10 and 100",
    load: () => import("./bench/growth.mjs"),
  },
  "cold-start": {
    what: "a cold Worker until its first answer, with the wasm and without",
    load: () => import("./bench/cold-start.mjs"),
  },
  memory: {
    what: "memory after 1,000,000 calls against after 1,000, in Node and in workerd",
    load: () => import("./bench/memory.mjs"),
  },
  bytes: {
    what: "what a page downloads, against the packages of others",
    needs: "peers",
    load: () => import("./bench/bytes.mjs"),
  },
  element: {
    what: "time until the box can be ticked, in Chromium as on a slow phone, against others on the same server",
    needs: "browser",
    load: () => import("./bench/element.mjs"),
  },
};

await runUnderPinnedNode();
const { values: options } = parseArgs({
  options: { json: { type: "boolean" }, only: { type: "string" }, list: { type: "boolean" } },
});
if (options.list) {
  for (const [name, { what }] of Object.entries(parts)) console.log(`${name.padEnd(12)} ${what}`);
  process.exit(0);
}
const wanted = options.only?.split(",") ?? Object.keys(parts);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(", ")}. There are ${Object.keys(parts).join(", ")}`);
  process.exit(2);
}

// What is said on the way must not stand in front of the JSON.
const say = (/** @type {string} */ line) => console.error(line);
if (wanted.some((name) => parts[name]?.needs !== undefined)) {
  const steps = new Steps(say);
  const packages = await steps.run("peers", "what is compared with", (report) =>
    getNpmPackages(report, { development: true, folder: "www/tooling/bench" }),
  );
  const needsBrowser = wanted.some((name) => parts[name]?.needs === "browser");
  const browser =
    !needsBrowser ||
    (await steps.run("Chromium", "elements are timed in it", (report) => getBrowser(report, Promise.resolve(true))));
  if (!packages || !browser) process.exit(1);
}

/** @type {Row[]} */
const measured = [];
for (const name of wanted) {
  const part = /** @type {Part} */ (parts[name]);
  say(`${name}: ${part.what}`);
  const { rows } = await part.load();
  for (const row of await rows((line) => say(`  ${line}`))) {
    measured.push(row);
    if (!options.json) print(row);
  }
}
if (options.json) console.log(JSON.stringify({ rows: measured.map(({ row, value, unit }) => ({ row, value, unit })) }));

/** @param {Row} row */
function print({ row, value, unit, goal, met, what }) {
  const figure = unit === "ratio" ? `${value.toFixed(2)} ×` : `${value} ${unit}`;
  const verdict = goal === undefined ? "" : `  (goal ${goal}: ${met ? "met" : "MISSED"})`;
  console.log(`${row.padEnd(34)} ${figure.padStart(12)}  ${what}${verdict}`);
}
