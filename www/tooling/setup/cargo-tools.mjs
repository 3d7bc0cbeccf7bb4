/** The programs that `cargo install` builds, once for every clone of this user. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cargoTools, findCommand, toolCache, toolEnvironment, versionOf } from "../toolchain.mjs";
import { runCommand } from "./command.mjs";
import { SetupProblem } from "./steps.mjs";

/**
 * @param {import("./steps.mjs").Report} report
 * @param {string[]} crates names in {@link cargoTools}
 * @returns {Promise<string>}
 */
export async function getCargoTools(report, crates) {
  const missing = crates.filter((crate) => !isThere(crate));
  if (missing.length === 0) return "there";
  const cache = toolCache();
  const target = join(cache, `target-${process.pid}`);
  const wanted = missing.map((crate) => `${crate}@${cargoTools[crate]?.version}`);
  report(`cargo install ${wanted.join(" ")} into ${cache}, once; this takes minutes`);
  mkdirSync(cache, { recursive: true });
  // One target folder for all, so that what they share is compiled once. Run from the cache: the repository's own
  // cargo settings are not for these.
  const { ok, output } = await runCommand("cargo", ["install", "--locked", "--root", cache, ...wanted], {
    cwd: cache,
    env: { ...toolEnvironment(), CARGO_TARGET_DIR: target, CARGO_PROFILE_RELEASE_DEBUG: "0" },
    onLine: report,
  });
  rmSync(target, { recursive: true, force: true });
  const failed = missing.filter((crate) => !isThere(crate));
  if (!ok || failed.length > 0) {
    throw new SetupProblem(
      `cargo could not install ${wanted.join(", ")}. Needed are crates.io and a C compiler (Debian: build-essential).`,
      output,
    );
  }
  return `installed in ${cache}`;
}

/** @param {string} crate */
function isThere(crate) {
  const tool = cargoTools[crate];
  const path = tool && findCommand(tool.command);
  const version = path && versionOf(path);
  return version !== undefined && version !== "" && tool !== undefined && versionFits(version, tool);
}

/**
 * @param {string} version what is installed
 * @param {{ version: string, atLeast?: string }} wanted
 */
export function versionFits(version, wanted) {
  if (version === wanted.version) return true;
  return wanted.atLeast !== undefined && compareVersions(version, wanted.atLeast) >= 0;
}

/**
 * @param {string} a dotted numbers
 * @param {string} b
 * @returns {number} below, at or above zero, as a is older than, equal to or newer than b
 */
function compareVersions(a, b) {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
