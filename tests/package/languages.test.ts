// The lookup of languages in pages, which have no core yet: held to the cases of the core's own.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lookup } from "../../www/element/language.ts";
import { root } from "./built.ts";

interface Case {
  readonly there: readonly string[];
  readonly wanted: readonly string[];
  readonly found: string;
}
const cases: readonly Case[] = JSON.parse(readFileSync(join(root, "tests/core/languages.json"), "utf8"));

test.each(cases)("of $there, $wanted finds $found", ({ there, wanted, found }) => {
  expect(lookup(wanted, there) ?? "en").toBe(found);
});

test("where none is wanted that there is, nothing is found", () => {
  expect(lookup(["tlh", "qya-Latn"], ["en", "de"])).toBeUndefined();
});
