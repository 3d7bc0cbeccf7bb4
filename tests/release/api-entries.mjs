/** The entries of the package with types of their own, and API Extractor's report on each. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CompilerState, Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { root } from "../../www/tooling/toolchain.mjs";

const pkg = join(root, "pkg");
const work = join(root, "target", "api");

/** Where the reports under review are. */
export const reports = join(root, "tests", "release", "api");

/** The declarations that exports lead to, each once, by the name of its report. @returns {Map<string, string>} */
export function entries() {
  const { exports } = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  /** @param {unknown} target @returns {string[]} */
  const types = (target) =>
    typeof target !== "object" || target === null
      ? []
      : Object.entries(target).flatMap(([condition, inner]) => (condition === "types" ? [inner] : types(inner)));
  const files = [...new Set(Object.values(exports).flatMap(types))].filter((file) => !file.endsWith("-file.d.ts"));
  const name = (/** @type {string} */ file) =>
    file.replace(/^\.\/types\/|\/?(index)?\.d\.ts$/g, "").replaceAll("/", "-");
  return new Map(files.map((file) => [name(file), file]));
}

/**
 * How API Extractor reads an entry.
 * @param {string} name
 * @param {string} file
 */
function configuration(name, file) {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(pkg, "package.json"),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(pkg, file),
      compiler: { tsconfigFilePath: join(work, "tsconfig.json") },
      apiReport: { enabled: true, reportFileName: name, reportFolder: work, reportTempFolder: join(work, "now") },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      newlineKind: "lf",
    },
  });
}

/** @type {CompilerState | undefined} */
let state;

/** One program for all entries: most of the time goes into reading the declarations of the platforms. */
function compilerState() {
  if (state) return state;
  mkdirSync(work, { recursive: true });
  const types = ["@cloudflare/workers-types", "node"];
  const lib = ["ES2024", "DOM", "DOM.Iterable", "DOM.AsyncIterable"];
  const compilerOptions = { target: "ES2022", module: "NodeNext", lib, strict: true, skipLibCheck: true, types };
  writeFileSync(
    join(work, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: [join(pkg, "types/**/*.d.ts")] }),
  );
  const additionalEntryPoints = [...entries().values()].map((file) => join(pkg, file));
  state = CompilerState.create(configuration("all", "types/package/browser.d.ts"), { additionalEntryPoints });
  return state;
}

/**
 * What API Extractor says of an entry now.
 * @param {string} name
 * @param {string} file
 */
export function report(name, file) {
  /** @type {string[]} */
  const errors = [];
  // It writes the file that the configuration names.
  const known = compilerState();
  Extractor.invoke(configuration(name, file), {
    localBuild: true,
    compilerState: known,
    messageCallback: (message) => {
      if (message.logLevel === "error") errors.push(message.text);
      message.handled = true;
    },
  });
  if (errors.length > 0) throw new Error(errors.join("\n"));
  return readFileSync(join(work, "now", `${name}.api.md`), "utf8");
}

/** The report under review. @param {string} name */
export function reviewed(name) {
  const file = join(reports, `${name}.api.md`);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
