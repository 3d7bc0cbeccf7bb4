// The examples as a user has them: in a folder of their own, with the package as npm packs it.

import { execFile } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "vite";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));
export const folder: string = join(root, "target", "examples");

/** The examples that vite builds, and the one that needs no build. */
export const inBrowser = ["plain", "react", "vue", "svelte"] as const;

/** Packs the package, puts it beside copies of the examples, and builds them. */
export default async function install(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const modules = join(folder, "node_modules");
  mkdirSync(modules, { recursive: true });
  const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination", modules];
  const { stdout } = await run("npm", pack, { cwd: join(root, "pkg") });
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, { readonly filename: string }>);
  await run("tar", ["xzf", packed?.filename ?? "", "--transform", "s,^package,kyc-assent,"], { cwd: modules });
  cpSync(join(root, "www", "examples"), folder, { recursive: true });
  for (const example of [...inBrowser, "next"]) {
    const images = example === "plain" ? "" : "public";
    cpSync(join(root, "tests/audit/pages/crossmint.svg"), join(folder, example, images, "crossmint.svg"));
  }
  for (const example of ["react", "vue", "svelte"]) {
    await build({ root: join(folder, example), logLevel: "warn" });
  }
  await next("build");
}

/** Where the files of an example are that a server of files serves. */
export function served(example: (typeof inBrowser)[number]): string {
  return example === "plain" ? join(folder, "plain") : join(folder, example, "dist");
}

/** What runs Next's command with these arguments. */
export function nextCommand(...args: string[]): readonly [file: string, args: string[], options: object] {
  const command = join(root, "node_modules", "next", "dist", "bin", "next");
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
  return [process.execPath, [command, ...args], { cwd: join(folder, "next"), env }];
}

async function next(...args: string[]): Promise<void> {
  // Of its two builders the one that follows links out of the folder, as those of a shared node_modules do.
  const [file, all, options] = nextCommand(...args, "--webpack");
  await run(file, all, options);
}
