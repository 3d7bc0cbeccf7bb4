/** schemathesis, which asks the gateway everything that its description allows: from PyPI, each file by its digest. */
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  findCommand,
  schemathesisFolder,
  schemathesisPython,
  schemathesisRequirements,
  versionOf,
} from "../toolchain.mjs";
import { versionFits } from "./cargo-tools.mjs";
import { runCommand } from "./command.mjs";
import { canInstallDebianPackages, installDebianPackages } from "./debian.mjs";

const oldestPython = "3.11";
const debianPackages = ["python3", "python3-venv"];

/**
 * Never fails: without it its suite is not run, and says so.
 * @param {import("./steps.mjs").Report} report
 * @returns {Promise<string>}
 */
export async function getSchemathesis(report) {
  if (schemathesisPython()) return "there";
  const folder = schemathesisFolder();
  const draft = `${folder}-${process.pid}`;
  const problem = (await makeEnvironment(draft, report)) ?? (await install(draft, report));
  if (problem === undefined) {
    // Whole or not at all: an environment that was cut off is never taken for one that is there.
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  }
  rmSync(draft, { recursive: true, force: true });
  return schemathesisPython() ? `installed in ${folder}` : `not there, its suite is left out: ${problem}`;
}

/**
 * @param {string} folder
 * @param {import("./steps.mjs").Report} report
 * @returns {Promise<string | undefined>} what keeps it from being made
 */
async function makeEnvironment(folder, report) {
  mkdirSync(dirname(folder), { recursive: true });
  if (await hasEnvironment(folder)) return undefined;
  if (canInstallDebianPackages()) {
    report(`apt-get install ${debianPackages.join(" ")}`);
    await installDebianPackages(debianPackages);
    if (await hasEnvironment(folder)) return undefined;
  }
  return `needed is Python ${oldestPython} or newer with venv (on Debian, as root: apt-get install ${debianPackages.join(" ")})`;
}

/** @param {string} folder */
async function hasEnvironment(folder) {
  const python = findCommand("python3");
  const version = python && versionOf(python);
  if (!python || !version || !versionFits(version, { version: oldestPython, atLeast: oldestPython })) return false;
  return (await runCommand(python, ["-m", "venv", folder])).ok;
}

/**
 * @param {string} folder
 * @param {import("./steps.mjs").Report} report
 * @returns {Promise<string | undefined>} what keeps it from being installed
 */
async function install(folder, report) {
  report(`pip install -r ${schemathesisRequirements}, once`);
  const quiet = ["--disable-pip-version-check", "--no-input", "--quiet"];
  const exact = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", schemathesisRequirements];
  const { ok, output } = await runCommand(join(folder, "bin", "python"), ["-m", "pip", "install", ...quiet, ...exact]);
  return ok ? undefined : `pip could not install ${schemathesisRequirements}: ${output.trim().split("\n").at(-1)}`;
}
