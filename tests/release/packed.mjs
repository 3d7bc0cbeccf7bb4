/** The package as npm packs it: what is tested here is what a user gets, not the source tree. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../www/tooling/toolchain.mjs";

/** @type {{ tarball: string, folder: string } | undefined} */
let made;

/** The tarball, and a folder with what it holds; made once per process. */
export function packed() {
  if (made) return made;
  const folder = join(root, "target", `packed-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const report = JSON.parse(execFileSync("npm", pack, { cwd: join(root, "pkg"), encoding: "utf8" }));
  const [{ filename }] = /** @type {[{ filename: string }]} */ (Object.values(report));
  const tarball = join(folder, filename);
  execFileSync("tar", ["xzf", tarball, "-C", folder]);
  made = { tarball, folder: join(folder, "package") };
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return made;
}

/** The manifest as it was packed. */
export function manifest() {
  return JSON.parse(readFileSync(join(packed().folder, "package.json"), "utf8"));
}
