// Nothing of the elements makes HTML or script of text: under Trusted Types it could not, and nowhere does it need to.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pkg, root } from "./built.ts";

const SINKS =
  /\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment|DOMParser|srcdoc|execCommand)\b|\bdocument\.write|\beval\s*\(|\bnew Function\b|\bset(?:Timeout|Interval)\(\s*["'`]|javascript:/;

/** Every file below a folder that ends so. */
function files(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => ending.test(file) && !file.endsWith(".d.ts"))
    .map((file) => join(folder, file));
}

test.each([
  ["element.innerHTML = text", true],
  ["element['outerHTML']", true],
  ["document.write(text)", true],
  ["new DOMParser()", true],
  ["setTimeout('run()')", true],
  ["element.textContent = text; setTimeout(run)", false],
])("%s is seen as a sink: %s", (text, is) => {
  expect(SINKS.test(text)).toBe(is);
});

test("the elements' sources have none", () => {
  const sources = files(join(root, "www/element"), /\.ts$/);
  expect(sources.length).toBeGreaterThan(40);
  for (const file of sources) expect(readFileSync(file, "utf8"), file).not.toMatch(SINKS);
});

test("nor have the modules that are published", () => {
  const modules = files(pkg, /^(?:element|flow|status)[^/]*\.js$/);
  expect(modules.length).toBeGreaterThan(8);
  for (const file of modules) expect(readFileSync(file, "utf8"), file).not.toMatch(SINKS);
});

test("nothing is kept beyond the tab", () => {
  const keepers = /\b(?:localStorage|indexedDB|document\.cookie|cookieStore|caches\.open)\b/;
  for (const file of files(join(root, "www/element"), /\.ts$/))
    expect(readFileSync(file, "utf8"), file).not.toMatch(keepers);
});
