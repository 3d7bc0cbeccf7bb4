/**
 * `npm run capacity`: measures what a person takes, and writes the tables of www/edge/CAPACITY.md; `-- --tables` makes the
 * tables anew of what was measured before.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runUnderPinnedNode } from "../pinned-node.mjs";
import { root } from "../toolchain.mjs";

await runUnderPinnedNode();
const { values } = parseArgs({ options: { tables: { type: "boolean" } } });
const { inPlaces, tables } = await import("./capacity/tables.mjs");

const folder = join(root, "www", "tooling", "bench", "capacity");
const page = join(root, "www", "edge", "CAPACITY.md");
const file = join(folder, "measured.json");
if (!values.tables) {
  const { measure } = await import("./capacity/measure.mjs");
  writeFileSync(file, `${JSON.stringify(await measure(console.error), null, 2)}\n`);
}
const [measured, prices] = [file, join(folder, "prices.json")].map((path) => JSON.parse(readFileSync(path, "utf8")));
writeFileSync(page, inPlaces(readFileSync(page, "utf8"), tables(measured, prices)));
