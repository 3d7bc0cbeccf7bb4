/** `npm run api`: writes the reports anew, for the diff to be looked at. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { entries, report, reports } from "./api-entries.mjs";

mkdirSync(reports, { recursive: true });
const all = entries();
for (const file of readdirSync(reports)) {
  if (!all.has(file.replace(".api.md", ""))) rmSync(join(reports, file));
}
for (const [name, file] of all) {
  writeFileSync(join(reports, `${name}.api.md`), report(name, file));
  console.log(`api: ${name}`);
}
