// The public surface, entry by entry: a change of it is seen in the diff of a report before it is published.
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { entries, report, reports, reviewed } from "./api-entries.mjs";

const all = [...entries()];

test("every entry has a report and every report an entry", () => {
  const files = readdirSync(reports).map((file) => file.replace(".api.md", ""));
  expect(files.sort()).toEqual(all.map(([name]) => name).sort());
});

test.each(all)("%s is as it was reviewed, or `npm run api` was forgotten", (name, file) => {
  expect(report(name, file)).toBe(reviewed(name));
});
