/** The words of the consent's element: one file for each language, so that a page loads its own alone. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./toolchain.mjs";

/**
 * The words of every language, by its tag.
 * @returns {Record<string, Record<string, string>>}
 */
export function readWords() {
  const folder = join(root, "src/consent/words");
  const tags = readdirSync(folder).map((file) => file.replace(".json", ""));
  return Object.fromEntries(
    tags.sort().map((tag) => [tag, JSON.parse(readFileSync(join(folder, `${tag}.json`), "utf8"))]),
  );
}

/**
 * Writes the words of each language as a module, and a module that loads them.
 * @param {string} outdir
 */
export function writeElementWords(outdir) {
  mkdirSync(join(outdir, "element-words"), { recursive: true });
  const all = readWords();
  for (const [tag, words] of Object.entries(all)) {
    const module = `export default ${JSON.stringify({ language: tag, ...words })};\n`;
    writeFileSync(join(outdir, "element-words", `${tag}.js`), module);
  }
  writeLoaders(outdir, "element-words", Object.keys(all));
}

/**
 * Writes the module that loads one of the modules in `folder` by its tag.
 * @param {string} outdir
 * @param {string} folder
 * @param {readonly string[]} tags
 */
export function writeLoaders(outdir, folder, tags) {
  writeFileSync(join(outdir, `${folder}.js`), `export default ${loadersOf(folder, tags)};\n`);
}

/**
 * What loads one of the modules in `folder`, by its tag. By a literal each, so that whatever bundles the package again makes
 * a piece of each.
 * @param {string} folder
 * @param {readonly string[]} tags
 */
export function loadersOf(folder, tags) {
  return `{${tags.map((tag) => `"${tag}":()=>import("./${folder}/${tag}.js")`).join()}}`;
}
