/** The packages of a package-lock.json, as `npm ci` installs them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { forgetToolEnvironment, root } from "../toolchain.mjs";
import { runCommand } from "./command.mjs";
import { SetupProblem } from "./steps.mjs";

/** @typedef {{ version?: string, integrity?: string, dev?: boolean, optional?: boolean, devOptional?: boolean }} LockedPackage */
/** @typedef {{ packages: Record<string, LockedPackage> }} Lock */

/**
 * @param {import("./steps.mjs").Report} report
 * @param {{ development: boolean, folder?: string }} options whether the test tools are needed too; where, from the root
 * @returns {Promise<string>}
 */
export async function getNpmPackages(report, { development, folder = "." }) {
  const wanted = readLock(join(folder, "package-lock.json"));
  if (!wanted) throw new SetupProblem("package-lock.json is missing: this is not a whole checkout of the repository.");
  const installed = readLock(join(folder, "node_modules", ".package-lock.json"));
  if (installed && missingPackages(wanted, installed, development).length === 0) return "there";

  // An install with the test tools is never taken back to one without.
  const all = development || (installed !== undefined && hasDevelopment(installed));
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...(all ? [] : ["--omit=dev"])];
  report(`npm ${args.join(" ")}`);
  const { ok, output } = await runCommand("npm", args, { env: process.env, cwd: join(root, folder) });
  forgetToolEnvironment();
  if (!ok) {
    throw new SetupProblem(
      "npm could not install the packages. Needed are npm (it comes with Node, https://nodejs.org) and its registry.",
      output.split("npm error Clean install a project")[0], // what comes then is npm's manual
    );
  }
  return "installed";
}

/**
 * Names of the locked packages that are not installed in the locked version.
 * @param {Lock} wanted package-lock.json
 * @param {Lock} installed npm's own list of what it put into node_modules
 * @param {boolean} development
 */
export function missingPackages(wanted, installed, development) {
  return Object.entries(wanted.packages)
    .filter(([path, { dev, optional, devOptional }]) => path && !optional && !devOptional && (development || !dev))
    .filter(([path, { version, integrity }]) => {
      const found = installed.packages[path];
      return found?.version !== version || found?.integrity !== integrity;
    })
    .map(([path]) => path);
}

/** @param {Lock} installed */
function hasDevelopment(installed) {
  return Object.values(installed.packages).some(({ dev }) => dev);
}

/**
 * @param {string} path
 * @returns {Lock | undefined}
 */
function readLock(path) {
  const file = join(root, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
