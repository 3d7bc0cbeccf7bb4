/** A project of a user's own, with the package installed from its tarball by npm. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../www/tooling/toolchain.mjs";
import { packed } from "../release/packed.mjs";

/** The tests' own files, by their names. @param {string} name */
export function own(name) {
  return join(root, "tests", "runtimes", name);
}

/**
 * @param {string} name of the project's folder below target/
 * @param {string[]} files of project/ that are copied into it
 */
export function projectWith(name, files) {
  const folder = join(root, "target", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "project", private: true, type: "module" }));
  for (const file of files) copyFileSync(own(join("project", file)), join(folder, file));
  // What the set-up has just installed is in npm's cache.
  const install = ["install", packed().tarball, "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", install, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  return folder;
}
