// Bundles the demo's pages: scripts, styles, HTML and images, into one folder that its Worker serves.
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const demo = fileURLToPath(new URL("../demo/", import.meta.url));
const www = fileURLToPath(new URL("../", import.meta.url));

/** Where the pages' imports of the package are found. */
const sources = {
  "kyc-assent/element": join(www, "element/index.ts"),
};

/**
 * Writes the demo's assets to `outdir`, which is emptied before.
 *
 * @param {string} outdir
 * @param {{ alias?: Record<string, string> }} options `alias` adds to, or replaces, where the package is found
 */
export async function buildDemo(outdir, { alias = {} } = {}) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await build({
    entryPoints: [
      { in: join(demo, "page/checkout.ts"), out: "checkout" },
      { in: join(demo, "styles/checkout.css"), out: "checkout" },
    ],
    outdir,
    alias: { ...sources, ...alias },
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    sourcemap: true,
    charset: "utf8",
    external: ["/images/*"],
  });
  await cp(join(demo, "page/index.html"), join(outdir, "index.html"));
  await cp(join(demo, "images"), join(outdir, "images"), { recursive: true });
}
