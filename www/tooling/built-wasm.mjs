/**
 * What the compiler and the tools after it have made of the core: kept for every clone of this user, under the hash of all
 * that it is made of. A clone that would build the same bytes copies them. `npm run reproduce` builds without, and shows that
 * the same sources always give the same bytes.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { askFor, copy, digest, namesIn, putWhole, sharedCache } from "./shared-cache.mjs";
import { root, toolEnvironment } from "./toolchain.mjs";

/** What it is compiled from, and how the tools are called. */
const sources = ["Cargo.toml", "Cargo.lock", ".cargo", "src", "www/tooling/wasm.mjs"];

const tools = [
  ["rustc", "-vV"],
  ["wasm-bindgen", "--version"],
  ["wasm-opt", "--version"],
  ["wasm2js", "--version"],
];

/** What Cargo and rustc take from the environment. */
const variables = /^(RUSTFLAGS$|RUSTC|RUSTUP_TOOLCHAIN$|CARGO_(ENCODED_RUSTFLAGS$|BUILD_|PROFILE_|TARGET_|UNSTABLE_))/;

/** @typedef {{ repository: string, kept: string }} Places */

/** @type {Places} */
const places = { repository: root, kept: sharedCache("wasm") };

/**
 * The hash of all that a module is made of.
 * @param {readonly string[]} how what else it hangs on, as the flavour
 * @param {Places} [at]
 */
export function builtFrom(how, { repository } = places) {
  const environment = toolEnvironment();
  const set = Object.keys(environment)
    .filter((name) => variables.test(name))
    .sort();
  const files = [...sources.flatMap((path) => filesBelow(repository, path)), ...settingsAbove(repository)];
  return digest(
    ...how,
    ...set.flatMap((name) => [name, environment[name] ?? ""]),
    ...versions(environment),
    ...files.flatMap(({ path, name }) => [name, readFileSync(path)]),
  );
}

/**
 * Copies what was made of the same before.
 * @param {string} from as {@link builtFrom} has it
 * @param {string} folder what is in it is replaced
 * @param {Places} [at]
 * @returns {boolean} whether it was there
 */
export function bringBuilt(from, folder, { kept } = places) {
  const path = join(kept, from);
  askFor(path);
  if (!existsSync(path)) return false;
  rmSync(folder, { recursive: true, force: true });
  copy(path, folder);
  return true;
}

/**
 * Keeps what was made.
 * @param {string} from as {@link builtFrom} had it before it was made
 * @param {readonly string[]} how as it was given to that
 * @param {string} folder
 * @param {Places} [at]
 */
export function keepBuilt(from, how, folder, at = places) {
  const path = join(at.kept, from);
  // Where somebody has changed a source meanwhile, nobody knows which of the two it was made of.
  if (existsSync(path) || builtFrom(how, at) !== from) return;
  putWhole(path, (draft) => copy(folder, draft));
}

/**
 * @param {string} repository
 * @param {string} path from its root: a file, or a folder
 * @returns {{ path: string, name: string }[]}
 */
function filesBelow(repository, path) {
  const whole = join(repository, path);
  if (!existsSync(whole)) return [];
  if (!statSync(whole).isDirectory()) return [{ path: whole, name: path }];
  return namesIn(whole)
    .sort()
    .flatMap((name) => filesBelow(repository, join(path, name)));
}

/**
 * Cargo's settings outside of the repository: those of the user, and of the folders that it lies in.
 * @param {string} repository
 */
function settingsAbove(repository) {
  const folders = [process.env.CARGO_HOME || join(homedir(), ".cargo")];
  for (let folder = dirname(repository); folder !== dirname(folder); folder = dirname(folder))
    folders.push(join(folder, ".cargo"));
  return folders
    .flatMap((folder) => ["config", "config.toml"].map((name) => ({ path: join(folder, name), name: "settings" })))
    .filter(({ path }) => existsSync(path));
}

/** @type {string[] | undefined} */
let known;

/** @param {NodeJS.ProcessEnv} env */
function versions(env) {
  known ??= tools.map(([command = "", ...args]) => {
    const { stdout, error } = spawnSync(command, args, { cwd: root, env, encoding: "utf8" });
    if (error) throw error;
    return stdout;
  });
  return known;
}
