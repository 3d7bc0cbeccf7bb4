// Bundles the demo's pages: scripts, styles, HTML and images, into one folder that its Worker serves.
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { sources, wordsBeside } from "./bundle.mjs";

const demo = fileURLToPath(new URL("../demo/", import.meta.url));
const pkg = fileURLToPath(new URL("../../pkg/", import.meta.url));

/**
 * Writes the demo's assets to `outdir`, which is emptied before. The package must have been built into pkg/.
 *
 * @param {string} outdir
 */
export async function buildDemo(outdir) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await build({
    entryPoints: [
      { in: join(demo, "page/checkout.ts"), out: "checkout" },
      { in: join(demo, "styles/checkout.css"), out: "checkout" },
      { in: join(demo, "page/alone.ts"), out: "alone" },
      { in: join(demo, "page/flow-page.ts"), out: "flow" },
      { in: join(demo, "page/gallery/gallery.ts"), out: "gallery" },
      { in: join(demo, "page/without-script.ts"), out: "without-script" },
      { in: join(demo, "styles/alone.css"), out: "alone" },
      { in: join(demo, "styles/gallery.css"), out: "gallery" },
    ],
    outdir,
    alias: sources,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    sourcemap: true,
    charset: "utf8",
    external: ["/images/*"],
    plugins: [wordsBeside],
  });
  await cp(join(demo, "page/index.html"), join(outdir, "index.html"));
  for (const page of ["alone.html", "flow.html", "gallery.html"])
    await writeFile(join(outdir, page), await framed(page));
  await cp(join(demo, "images"), join(outdir, "images"), { recursive: true });
  // The modules of the flow as they are published: each step and language is fetched when it is needed.
  for (const file of await readdir(pkg)) {
    if (/^(flow|status|element).*\.js$/.test(file) || /^(flow|element)-words$/.test(file)) {
      await cp(join(pkg, file), join(outdir, "kyc-assent", file), { recursive: true });
    }
  }
  // Loaded one language at a time.
  for (const folder of ["texts", "element-words"])
    await cp(join(pkg, folder), join(outdir, folder), { recursive: true });
  // The element by itself finds these beside its script.
  await cp(join(pkg, "presentations"), join(outdir, "presentations"), { recursive: true });
  await cp(join(pkg, "element-alone.wasm"), join(outdir, "element-alone.wasm"));
  // What its page shows beside it needs the policy's rules.
  await cp(join(pkg, "consent.wasm"), join(outdir, "consent.wasm"));
  await cp(join(pkg, "verify"), join(outdir, "verify"), { recursive: true });
}

/**
 * A page of the demo that has its title, its scripts and its `main` in a file of its own, in the frame of all of them.
 *
 * @param {string} page
 */
async function framed(page) {
  const frame = await readFile(join(demo, "page/frame.html"), "utf8");
  const own = await readFile(join(demo, "page", page), "utf8");
  const main = own.indexOf("<main>");
  return frame.replace("<!--head-->", () => own.slice(0, main)).replace("<!--main-->", () => own.slice(main));
}
