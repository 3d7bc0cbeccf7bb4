/** Debian's packages, where they can be installed without asking: as root, with apt-get. */
import { readFileSync } from "node:fs";
import { findCommand } from "../toolchain.mjs";
import { runCommand } from "./command.mjs";

/** Whether this is Debian, or a relative of it, and its packages may be installed. */
export function canInstallDebianPackages() {
  if (process.getuid?.() !== 0 || !findCommand("apt-get")) return false;
  try {
    return /^ID(_LIKE)?=.*\bdebian\b/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}

/**
 * One call at a time: apt-get locks.
 * @param {string[]} packages
 * @returns {Promise<string>} what apt-get printed
 */
export async function installDebianPackages(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const update = await runCommand("apt-get", ["-q", "update"], { env });
  const install = await runCommand("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], { env });
  return update.output + install.output;
}

/**
 * @param {string} name
 * @returns {Promise<boolean>} whether apt knows it: not every release has every package
 */
export async function isDebianPackage(name) {
  return findCommand("apt-cache") !== undefined && (await runCommand("apt-cache", ["show", name])).ok;
}
