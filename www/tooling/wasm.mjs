/** Builds the wasm, one module for each flavour, into target/wasm/<flavour>/ (glue) and pkg/<flavour>.wasm. */
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { bringBuilt, builtFrom, keepBuilt } from "./built-wasm.mjs";
import { mustRun } from "./setup/command.mjs";
import { root, wasmTarget } from "./toolchain.mjs";

/** The flavours of the build and their Cargo features. @type {Record<string, string>} */
export const flavours = {
  "element-alone": "element-alone,standalone",
  consent: "consent,standalone",
  browser: "browser,standalone",
  edge: "edge,standalone",
  verify: "verify,standalone",
  // The parts of these two need the standard library.
  client: "client",
  audit: "audit",
};

/** Of Workers and servers: nobody waits for their bytes, and each call costs time. All others are downloaded by pages. */
const onServers = ["edge"];

/**
 * What every engine that is still maintained has. `--all-features` would emit what Node 20 rejects.
 */
const wasmFeatures = [
  "bulk-memory",
  "bulk-memory-opt",
  "nontrapping-float-to-int",
  "sign-ext",
  "mutable-globals",
  "reference-types",
  "multivalue",
].map((feature) => `--enable-${feature}`);

/** How the glue is made. The reset function is what makes the next call after a trap work. */
const bindgen = [
  ...["--target", "web", "--omit-default-module-path", "--experimental-reset-state-function"],
  ...["--out-name", "assent"],
];

/** The flavours whose other side is written by hand. */
const withoutGlue = ["element-alone"];

/**
 * The same bytes on every machine: a folder of this one gets a name that all have. Cargo gives the compiler this repository's own
 * paths from its root; named here, that would keep two clones from sharing what they compile (compiled-crates.mjs).
 */
function remappedPaths() {
  const cargoHome = process.env.CARGO_HOME || join(homedir(), ".cargo");
  return `target.${wasmTarget}.rustflags=${JSON.stringify([`--remap-path-prefix=${cargoHome}=/cargo`])}`;
}

/**
 * Builds one flavour.
 * @param {string} name of the flavour, and of its folder below target/wasm
 * @param {string} features the Cargo features, separated by commas
 * @param {string} [out] the file to write
 * @returns its size in bytes
 */
export async function buildWasm(name, features, out = join(root, "pkg", `${name}.wasm`)) {
  const how = [name, features];
  const from = builtFrom(how);
  if (!bringBuilt(from, glueOf(name))) {
    await compile(name, features);
    await bind(name);
    keepBuilt(from, how, glueOf(name));
  }
  return put(name, out);
}

/**
 * Where Cargo works: in one folder it compiles one crate's flavours one after another, on one processor. Those with the standard
 * library share next to nothing with the others, so they have a folder of their own.
 * @param {string} features
 */
function targetOf(features) {
  return join(root, "target", isStandalone(features) ? "" : "with-std");
}

/** @param {string} features */
function isStandalone(features) {
  return features.split(",").includes("standalone");
}

/**
 * Builds all flavours, two at a time.
 * @param {(name: string, bytes: number) => void} onBuilt
 * @param {{ fresh: boolean }} options whether nothing is taken that was built before
 */
export async function buildFlavours(onBuilt, { fresh }) {
  const putFlavour = (/** @type {string} */ name) => onBuilt(name, put(name, join(root, "pkg", `${name}.wasm`)));
  // What takes longest to make smaller first.
  const all = Object.entries(flavours).reverse();
  const oneByOne = async (/** @type {typeof all} */ some) => {
    /** @type {Promise<void>[]} */
    const bound = [];
    for (const how of some) {
      const [name, features] = how;
      const from = builtFrom(how);
      if (!fresh && bringBuilt(from, glueOf(name))) {
        putFlavour(name);
        continue;
      }
      await compile(name, features);
      const kept = bind(name).then(() => fresh || keepBuilt(from, how, glueOf(name)));
      bound.push(kept.then(() => putFlavour(name)));
    }
    await Promise.all(bound);
  };
  const standalone = all.filter(([, features]) => isStandalone(features));
  await Promise.all([oneByOne(all.filter((one) => !standalone.includes(one))), oneByOne(standalone)]);
}

/** @param {string} name of the flavour */
function glueOf(name) {
  return join(root, "target", "wasm", name);
}

/**
 * Leaves the module as the compiler makes it in the flavour's folder: Cargo's own file is the next flavour's too.
 * @param {string} name
 * @param {string} features
 */
async function compile(name, features) {
  const cargo = ["build", "--release", "--locked", "--quiet", "--target", wasmTarget, "--config", remappedPaths()];
  const target = targetOf(features);
  const level = onServers.includes(name) ? ["--config", 'profile.release.opt-level="s"'] : [];
  await mustRun("cargo", [...cargo, ...level, "--target-dir", target, "--no-default-features", "--features", features]);
  rmSync(glueOf(name), { recursive: true, force: true });
  mkdirSync(glueOf(name), { recursive: true });
  copyFileSync(join(target, wasmTarget, "release", "kyc_assent.wasm"), compiledOf(name));
}

/** @param {string} name of the flavour */
function compiledOf(name) {
  return join(glueOf(name), "compiled.wasm");
}

/** @param {string} name of the flavour */
function smallOf(name) {
  return join(glueOf(name), "small.wasm");
}

/**
 * Makes the glue, and the module as small as it gets, in the flavour's folder.
 * @param {string} name
 */
async function bind(name) {
  const out = smallOf(name);
  let module = compiledOf(name);
  if (!withoutGlue.includes(name)) {
    const glue = glueOf(name);
    await mustRun("wasm-bindgen", [...bindgen, "--out-dir", glue, module]);
    exportAll(glue);
    module = join(glue, "assent_bg.wasm");
  }
  // A function that is called once is more bytes for itself, and fewer when compressed: it names fewer locals. Where there
  // are few functions there is nothing to gain.
  const apart = withoutGlue.includes(name) ? [] : ["--one-caller-inline-max-function-size=0"];
  const passes = ["-Oz", "-Oz", "--reorder-functions-by-name"];
  const strip = ["--strip-debug", "--strip-producers", "--strip-target-features"];
  const options = ["--low-memory-unused", ...apart, ...wasmFeatures];
  await mustRun("wasm-opt", [...options, ...passes, ...strip, module, "-o", out]);
  if (!WebAssembly.validate(readFileSync(out))) throw new Error(`${out} is not a module that this Node can compile`);
}

/**
 * Puts a flavour's module where it is asked for.
 * @param {string} name
 * @param {string} out
 * @returns its size in bytes
 */
function put(name, out) {
  mkdirSync(dirname(out), { recursive: true });
  copyFileSync(smallOf(name), out);
  return statSync(out).size;
}

/**
 * Adds the module's own exports to the glue: answers are read from its memory. After a trap they are those of the new instance.
 * @param {string} folder of the glue
 */
function exportAll(folder) {
  appendFileSync(join(folder, "assent.js"), "\nexport { wasm as exports };\n");
  appendFileSync(join(folder, "assent.d.ts"), "\nexport declare const exports: InitOutput;\n");
}

/** Features that JavaScript has no counterpart of, written as what it has. */
const lowered = ["--llvm-memory-copy-fill-lowering", "--signext-lowering", "--llvm-nontrapping-fptoint-lowering"];

/**
 * Writes a flavour's module as JavaScript, with its glue, into target/wasm/<flavour>-script/. The module as the compiler made
 * it has to be there: see {@link buildFlavours}.
 * @param {string} name of the flavour
 * @param {{ fresh: boolean }} options as there
 */
export async function writeAsScript(name, { fresh }) {
  const folder = glueOf(`${name}-script`);
  const how = [`${name}-script`, flavours[name] ?? ""];
  const from = builtFrom(how);
  if (!fresh && bringBuilt(from, folder)) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const plain = join(folder, "plain.wasm");
  const small = join(folder, "small.wasm");
  const script = join(folder, "module.js");
  // Without its list of features wasm-bindgen makes glue that needs no table of references.
  await mustRun("wasm-opt", [...wasmFeatures, ...lowered, "--strip-target-features", compiledOf(name), "-o", plain]);
  await mustRun("wasm-bindgen", [...bindgen, "--out-dir", folder, plain]);
  exportAll(folder);
  const features = ["--mvp-features", "--enable-mutable-globals", "--enable-bulk-memory"];
  const smaller = ["-Oz", "-Oz", "--low-memory-unused", "--strip-debug", "--strip-producers"];
  await mustRun("wasm-opt", [...features, ...smaller, join(folder, "assent_bg.wasm"), "-o", small]);
  await mustRun("wasm2js", ["-Oz", ...features, small, "-o", script]);
  // An instance whenever the glue asks for one, as after a trap, where wasm2js makes one for good.
  replaceIn(script, /\nvar retasmFunc = asmFunc\([\s\S]+$/, "\nexport { asmFunc as instantiate };\n");
  writeFileSync(join(folder, "module.d.ts"), "export function instantiate(imports: object): object;\n");
  // A memory that grows leaves views on its old bytes empty in WebAssembly, and as they were here.
  replaceIn(
    join(folder, "assent.js"),
    /(cached\w+Memory0)\.(byteLength === 0|buffer\.detached === true)/g,
    "$1.buffer !== wasm.memory.buffer",
  );
  if (!fresh) keepBuilt(from, how, folder);
}

/**
 * @param {string} file
 * @param {RegExp} what
 * @param {string} by
 */
function replaceIn(file, what, by) {
  const text = readFileSync(file, "utf8");
  const replaced = text.replace(what, by);
  if (replaced === text) throw new Error(`${file} has nothing like ${what}: it was made by a tool of another version`);
  writeFileSync(file, replaced);
}
