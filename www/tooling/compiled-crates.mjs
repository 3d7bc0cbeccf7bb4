/**
 * The crates from crates.io as Cargo has compiled them: kept for every clone of this user, so that a new clone compiles
 * nothing but what is its own. Cargo judges each by its fingerprint, as what it has compiled itself, and compiles anew what
 * does not fit. Nothing of this repository is kept: of that, Cargo judges by the times of files, which mean nothing in
 * another clone.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { askFor, copy, digest, namesIn, putWhole, sharedCache } from "./shared-cache.mjs";
import { root, toolEnvironment, wasmTarget } from "./toolchain.mjs";

/** Where Cargo notes what each unit was compiled from. */
const fingerprints = ".fingerprint";

/** The folders that Cargo compiles into; `with-std` as in wasm.mjs. */
const folders = ["", "with-std"].flatMap((first) =>
  ["", wasmTarget].flatMap((second) => ["debug", "release"].map((profile) => join(first, second, profile))),
);

/** @typedef {{ target: string, cache: string }} Places the target folder of a clone, and what is kept of all clones */

/** @returns {Places} those of this clone. Another compiler, list of crates or place of their sources is another cache. */
function places() {
  const compiler = spawnSync("rustc", ["-vV"], { cwd: root, env: toolEnvironment(), encoding: "utf8" }).stdout;
  const sources = process.env.CARGO_HOME || join(homedir(), ".cargo");
  const key = digest(compiler, sources, readFileSync(join(root, "Cargo.lock"), "utf8"));
  return { target: join(root, "target"), cache: join(sharedCache("crates"), key) };
}

/**
 * Copies what is kept into the target folder, where that lacks it.
 * @param {Places} [at]
 * @returns {number} how many units that were: a crate, compiled in one way
 */
export function bringCompiledCrates({ target, cache } = places()) {
  askFor(cache);
  let brought = 0;
  for (const folder of folders) {
    const kept = join(cache, folder);
    for (const unit of newestOfEach(kept)) {
      if (existsSync(join(target, folder, fingerprints, unit.name))) continue;
      bring(join(kept, unit.path), join(target, folder), unit.name);
      brought += 1;
    }
  }
  return brought;
}

/**
 * Keeps what Cargo has compiled, where it is not kept yet.
 * @param {Places} [at]
 * @returns {number} how many units that were
 */
export function keepCompiledCrates({ target, cache } = places()) {
  const own = ownCrate();
  let kept = 0;
  for (const folder of folders) {
    const from = join(target, folder);
    const files = namesIn(join(from, "deps"));
    for (const name of namesIn(join(from, fingerprints))) {
      const fingerprint = fingerprintOf(join(from, fingerprints, name));
      if (splitName(name).crate === own || fingerprint === undefined) continue;
      const to = join(cache, folder, `${name}.${fingerprint}`);
      if (existsSync(to)) continue;
      keep(from, name, files, to);
      kept += 1;
    }
  }
  return kept;
}

/**
 * @param {string} from a folder that Cargo compiles into
 * @param {string} name
 * @param {readonly string[]} files all that it has compiled
 * @param {string} to
 */
function keep(from, name, files, to) {
  const { hash } = splitName(name);
  putWhole(to, (draft) => {
    copy(join(from, fingerprints, name), join(draft, "fingerprint"));
    copy(join(from, "build", name), join(draft, "build"));
    for (const file of files) if (file.includes(`-${hash}.`)) copy(join(from, "deps", file), join(draft, "deps", file));
  });
}

/**
 * @param {string} kept
 * @param {string} to a folder that Cargo compiles into
 * @param {string} name
 */
function bring(kept, to, name) {
  copy(join(kept, "build"), join(to, "build", name));
  copy(join(kept, "deps"), join(to, "deps"));
  // Last and at once: by this Cargo knows that it has the others.
  const fingerprint = join(to, fingerprints, name);
  const draft = `${fingerprint}.${process.pid}`;
  copy(join(kept, "fingerprint"), draft);
  renameSync(draft, fingerprint);
}

/**
 * The units kept for one folder. A unit that was compiled in several ways, with the same name, is there as it was the last time.
 * @param {string} folder
 */
function newestOfEach(folder) {
  /** @type {Map<string, { name: string, path: string, at: number }>} */
  const newest = new Map();
  for (const path of namesIn(folder)) {
    // Anything else is a draft of one.
    const name = /^(.+)\.[0-9a-f]{16}$/.exec(path)?.[1];
    if (name === undefined) continue;
    const at = statSync(join(folder, path)).mtimeMs;
    if (at >= (newest.get(name)?.at ?? 0)) newest.set(name, { name, path, at });
  }
  return [...newest.values()];
}

/**
 * @param {string} folder of one unit
 * @returns {string | undefined} nothing while Cargo is still at it
 */
function fingerprintOf(folder) {
  const files = namesIn(folder).filter((file) => !file.startsWith("dep-") && !file.includes("."));
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8"));
  return texts.length > 0 && texts.every((text) => /^[0-9a-f]{16}$/.test(text)) ? digest(...texts) : undefined;
}

function ownCrate() {
  return /^name = "(.+)"/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))?.[1];
}

/** @param {string} name of a unit, as Cargo writes it */
function splitName(name) {
  const [, crate = name, hash = ""] = /^(.+)-([0-9a-f]+)$/.exec(name) ?? [];
  return { crate, hash };
}
