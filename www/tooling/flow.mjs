/** The modules of `<kyc-flow>` and `<kyc-status>`, and their words, one file for each language. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleSplit } from "./bundle.mjs";
import { root } from "./toolchain.mjs";
import { writeLoaders } from "./words.mjs";

/**
 * Writes the words of each language, joined with the texts of the same language, and the module that loads them.
 * @param {string} outdir
 */
export function writeFlowWords(outdir) {
  const folder = join(root, "src/flow/words");
  mkdirSync(join(outdir, "flow-words"), { recursive: true });
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  for (const file of files) {
    const [texts, words] = [join(root, "src/texts", file), join(folder, file)].map((path) =>
      JSON.parse(readFileSync(path, "utf8")),
    );
    const whole = { ...texts, ...words };
    writeFileSync(
      join(outdir, "flow-words", file.replace(".json", ".js")),
      `export default ${JSON.stringify(whole)};\n`,
    );
  }
  writeLoaders(
    outdir,
    "flow-words",
    files.map((file) => file.slice(0, -5)),
  );
}

/**
 * Both elements, with the steps as pieces of their own beside them.
 * @param {string} outdir
 */
export async function bundleFlow(outdir) {
  await bundleSplit(
    { flow: "www/element/flow/index.ts", status: "www/element/status/index.ts" },
    outdir,
    "flow-[name]-[hash]",
  );
}
