/**
 * `npm run reproduce`: builds the last commit twice, in two folders of different names and depths, and compares the
 * packages byte by byte. Exits with 1 where a file differs.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mustRun } from "./setup/command.mjs";
import { root } from "./toolchain.mjs";

/**
 * Every file of a package, with the hash of its bytes.
 * @param {string} pkg
 */
function hashes(pkg) {
  const files = readdirSync(pkg, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(join(pkg, file)).isFile(),
  );
  return new Map(
    files.map((file) => {
      const bytes = readFileSync(join(pkg, file));
      return [file, createHash("sha256").update(bytes).digest("hex")];
    }),
  );
}

/**
 * Builds the last commit in a folder of its own.
 * @param {string} folder
 */
async function build(folder) {
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, "..", "commit.tar");
  await mustRun("git", ["-C", root, "archive", "--output", archive, "HEAD"]);
  await mustRun("tar", ["xf", archive, "-C", folder]);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
  await mustRun(process.execPath, [join(folder, "www/tooling/build.mjs"), "--fresh"]);
  return hashes(join(folder, "pkg"));
}

const temporary = mkdtempSync(join(tmpdir(), "kyc-assent-reproduce-"));
try {
  console.log("reproduce: first build …");
  const first = await build(join(temporary, "a", "checkout"));
  console.log("reproduce: second build …");
  const second = await build(join(temporary, "another", "folder", "deeper", "down"));
  const names = [...new Set([...first.keys(), ...second.keys()])];
  const different = names.filter((name) => first.get(name) !== second.get(name));
  for (const name of different) console.error(`reproduce: ${name} differs`);
  console.log(`reproduce: ${names.length - different.length} of ${names.length} files are the same`);
  if (different.length > 0 || names.length === 0) process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
