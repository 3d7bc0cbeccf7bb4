/** Bundles TypeScript with esbuild: the package's modules, and Workers. */
import { chmodSync, cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { root } from "./toolchain.mjs";

/** What a module of the package leaves to be resolved where it runs, as it is named there. @type {Record<string, string>} */
const besidePackage = {
  "kyc-assent/edge": "./workerd.js",
  "kyc-assent/browser": "./browser.js",
  "kyc-assent/consent": "./consent.js",
  "kyc-assent/element": "./element.js",
  "kyc-assent/element-receipt": "./element-receipt.js",
  "kyc-assent/flow-words": "./flow-words.js",
  "kyc-assent/verify": "../verify-node.js",
  "kyc-assent/gateway-faults": "../gateway-faults.js",
};

/** The same names, as sources. */
export const sources = {
  "kyc-assent/edge": join(root, "www/package/workerd.ts"),
  "kyc-assent/browser": join(root, "www/package/browser.ts"),
  "kyc-assent/consent": join(root, "www/package/consent-only.ts"),
  "kyc-assent/element": join(root, "www/element/index.ts"),
  "kyc-assent/element-alone": join(root, "www/element/alone.ts"),
  "kyc-assent/element-receipt": join(root, "www/element/receipt.ts"),
  "kyc-assent/flow": join(root, "www/element/flow/index.ts"),
  "kyc-assent/server": join(root, "www/element/server/index.ts"),
  "kyc-assent/status": join(root, "www/element/status/index.ts"),
  // Made by the build.
  "kyc-assent/flow-words": join(root, "pkg/flow-words.js"),
  "kyc-assent/element-words": join(root, "pkg/element-words.js"),
  "kyc-assent/verify": join(root, "www/package/verify-browser.ts"),
};

/** What loads the texts of the policies, for who bundles them. Made by the build. */
export const presentationsList = join(root, "target", "presentations.js");

/**
 * The wasm stays a file beside the bundle.
 * @param {string} [query] how it is imported, where that is said behind its name
 * @returns {esbuild.Plugin}
 */
function wasmBesideAs(query = "") {
  return {
    name: "wasm-beside",
    setup(build) {
      build.onResolve({ filter: /\.wasm$/ }, ({ path }) => ({
        path: `./${path.split("/").at(-1)}${query}`,
        external: true,
      }));
    },
  };
}

const wasmBeside = wasmBesideAs();

/** The words of each language stay a module beside the bundle. @type {esbuild.Plugin} */
export const wordsBeside = {
  name: "words-beside",
  setup(build) {
    build.onResolve({ filter: /^\.\/element-words\// }, ({ path }) => ({ path, external: true }));
  },
};

/**
 * @param {Record<string, string>} files what is left to be resolved, by what is imported
 * @returns {esbuild.Plugin}
 */
function besideAs(files) {
  return {
    name: "package-beside",
    setup(build) {
      // What a module loads at the first call stays a module of its own.
      build.onResolve({ filter: /^\.\/audit\.ts$/ }, ({ importer }) =>
        importer.endsWith("browser.ts") ? { path: "./audit.js", external: true } : undefined,
      );
      // Part of the element, or its words would be a step further away.
      build.onResolve({ filter: /^kyc-assent\/element-words$/ }, () => ({ path: sources["kyc-assent/element-words"] }));
      build.onResolve({ filter: /^kyc-assent\// }, ({ path }) => {
        const file = files[path];
        return file === undefined ? undefined : { path: file, external: true };
      });
    },
  };
}

const packageBeside = besideAs(besidePackage);

/** The style sheets in the scripts of the elements, without blanks and comments. @type {esbuild.Plugin} */
const smallStyles = {
  name: "small-styles",
  setup(build) {
    build.onLoad({ filter: /[\\/]element[\\/](.*[\\/])?[^\\/]*(styles|-sheet)\.ts$/ }, async ({ path }) => {
      const source = readFileSync(path, "utf8");
      const [, sheet = ""] = /`([^`]*)`/.exec(source) ?? [];
      // In a template a backslash of the style is written twice.
      const css = sheet.replaceAll("\\\\", "\\");
      const { code } = await esbuild.transform(css, { loader: "css", minify: true, charset: "utf8" });
      return { contents: source.replace(`\`${sheet}\``, () => JSON.stringify(code.trim())), loader: "ts" };
    });
  },
};

/** @type {esbuild.BuildOptions} */
const common = {
  bundle: true,
  // Names of pieces are hashes in which the paths of their sources are: from here, so that any folder gives the same.
  absWorkingDir: root,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  // Escapes would be three times the bytes of most scripts; modules are UTF-8 everywhere.
  charset: "utf8",
  logLevel: "warning",
};

/**
 * Bundles for the package. What others wrote must not slip in unseen: its licence would have to be in THIRD-PARTY.md.
 * @param {esbuild.BuildOptions} options
 */
async function publish(options) {
  const { metafile } = await esbuild.build({ ...common, ...options, metafile: true });
  const foreign = Object.keys(metafile.inputs).filter((input) => input.includes("node_modules/"));
  if (foreign.length > 0) throw new Error(`the package would carry ${foreign.join(", ")}: see compiled-in.mjs`);
}

/**
 * A module of the published package: its dependencies and the other modules of the package stay imports.
 * @param {string} entry
 * @param {string} outfile
 * @param {esbuild.Plugin} wasm
 */
export async function bundleModule(entry, outfile, wasm = wasmBeside) {
  await publish({
    entryPoints: [join(root, entry)],
    outfile,
    platform: "neutral",
    external: ["node:*", "cloudflare:*", "hono", "hono/*", "jose"],
    plugins: [wasm, wordsBeside, smallStyles, packageBeside],
  });
}

/**
 * A module for edge runtimes like Vercel's: they give a compiled module to who asks for it by `?module`.
 * @param {string} entry
 * @param {string} outfile
 */
export function bundleEdgeLight(entry, outfile) {
  return bundleModule(entry, outfile, wasmBesideAs("?module"));
}

/**
 * The gateway's own checks of its configuration, for Node: the command line calls them.
 * @param {string} outfile
 */
export async function bundleGatewayFaults(outfile) {
  /** Outside Workers there is no binding that data points could go to. @type {esbuild.Plugin} */
  const noBindings = {
    name: "no-bindings",
    setup(build) {
      build.onResolve({ filter: /^cloudflare:workers$/ }, ({ path }) => ({ path, namespace: "no-bindings" }));
      build.onLoad({ filter: /.*/, namespace: "no-bindings" }, () => ({ contents: "export const env = {};" }));
    },
  };
  await publish({
    entryPoints: [join(root, "www/edge/configuration-faults.ts")],
    outfile,
    platform: "neutral",
    external: ["hono", "hono/*", "jose"],
    plugins: [noBindings, besideAs({ ...besidePackage, "kyc-assent/edge": "./node.js" })],
  });
}

/**
 * A module of the published package that has its core inside.
 * @param {string} entry
 * @param {string} outfile
 * @param {esbuild.BuildOptions} options
 */
async function bundleWhole(entry, outfile, options) {
  await publish({ entryPoints: [join(root, entry)], outfile, platform: "neutral", ...options });
}

/**
 * A module for Node as bundlers get it: one that takes no file along carries it all the same.
 * @param {"node" | "verify-node"} name
 * @param {string} outfile
 */
export async function bundleNodeWhole(name, outfile) {
  const filter = /\/(edge|verify)-file\.ts$/;
  /** @type {esbuild.Plugin} */
  const within = {
    name: "within",
    setup(build) {
      build.onLoad({ filter }, ({ path }) => {
        const wasm = join(root, "pkg", `${filter.exec(path)?.[1]}.wasm`);
        return { contents: `import bytes from ${JSON.stringify(wasm)};\nexport const file = () => bytes;` };
      });
    },
  };
  await bundleWhole(`www/package/${name}.ts`, outfile, { loader: { ".wasm": "binary" }, plugins: [within] });
}

/**
 * @param {string} outfile
 */
export async function bundleInline(outfile) {
  /** @type {esbuild.Plugin} */
  const inside = {
    name: "inside",
    setup(build) {
      build.onResolve({ filter: /^\.\/inside\.wasm$/ }, () => ({ path: join(root, "pkg", "browser.wasm") }));
    },
  };
  await bundleWhole("www/package/inline.ts", outfile, { loader: { ".wasm": "binary" }, plugins: [inside] });
}

/**
 * The element by itself for bundlers. Its core is within, and so is the list of its texts.
 * @param {string} outfile
 */
export async function bundleAlone(outfile) {
  /** @type {esbuild.Plugin} */
  const within = {
    name: "within",
    setup(build) {
      build.onResolve({ filter: /^\.\/element-alone\.wasm$/ }, () => ({
        path: join(root, "pkg", "element-alone.wasm"),
      }));
      build.onLoad({ filter: /\.wasm$/ }, ({ path }) => ({
        contents: readFileSync(path).toString("hex"),
        loader: "text",
      }));
      build.onResolve({ filter: /^kyc-assent\/presentations$/ }, () => ({ path: presentationsList }));
      build.onResolve({ filter: /^\.\/presentations\// }, ({ path }) => ({ path, external: true }));
    },
  };
  await bundleWhole("www/element/alone-bundled.ts", outfile, { plugins: [within, packageBeside] });
}

/**
 * @param {string} outfile
 */
export async function bundleWithoutWasm(outfile) {
  await bundleWhole("www/package/no-wasm.ts", outfile, {
    define: { WebAssembly: "scriptAssembly" },
    inject: [join(root, "www/package/script-assembly.ts")],
  });
}

/**
 * Modules of the package with their pieces beside them, loaded when they are needed.
 * @param {Record<string, string>} entries sources by name
 * @param {string} outdir
 * @param {string} chunkNames
 */
export async function bundleSplit(entries, outdir, chunkNames) {
  await publish({
    entryPoints: Object.entries(entries).map(([out, source]) => ({ in: join(root, source), out })),
    outdir,
    splitting: true,
    chunkNames,
    platform: "neutral",
    plugins: [packageBeside, smallStyles],
  });
}

/**
 * The command line: a module for each command, loaded when it is called, and the scripts that commands run within a page.
 * @param {Record<string, string>} entries sources by name
 * @param {Record<string, string>} scripts sources by name
 * @param {string} outdir
 */
export async function bundleCommands(entries, scripts, outdir) {
  await publish({
    entryPoints: Object.entries(entries).map(([out, source]) => ({ in: join(root, source), out })),
    outdir,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    // Shared pieces lie where their command lies: they find the package's files from there.
    chunkNames: "[name]-[hash]",
    platform: "node",
    target: "node20",
    external: ["playwright-core"],
    plugins: [besideAs({ ...besidePackage, "kyc-assent/edge": "../node.js" })],
    banner: { js: "#!/usr/bin/env node" },
  });
  for (const [name, source] of Object.entries(scripts)) {
    await publish({
      entryPoints: [join(root, source)],
      outfile: join(outdir, `${name}.js`),
      format: "iife",
      platform: "browser",
      // Nothing is loaded from beside a script that was handed to a page.
      define: { "import.meta.url": '"about:blank"' },
    });
  }
  chmodSync(join(outdir, "kyc-assent.mjs"), 0o755);
}

/**
 * The page that verifies, with all that it loads, into one folder that any server of files can serve.
 * @param {string} outdir
 */
export async function bundleVerifier(outdir) {
  const from = join(root, "www/verify");
  await publish({
    entryPoints: ["page.ts", "worker.ts", "page.css"].map((file) => join(from, file)),
    outdir,
    platform: "browser",
    alias: sources,
  });
  cpSync(join(from, "index.html"), join(outdir, "index.html"));
  cpSync(join(root, "pkg", "verify.wasm"), join(outdir, "verify.wasm"));
}

/**
 * A Worker with all it needs but the wasm, which lies beside it.
 * @param {string} entry
 * @param {string} outfile
 * @param {{ define?: Record<string, string> }} [options]
 */
export async function bundleWorker(entry, outfile, { define = {} } = {}) {
  await esbuild.build({
    ...common,
    entryPoints: [join(root, entry)],
    outfile,
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["workerd", "worker", "browser"],
    external: ["node:*", "cloudflare:*"],
    alias: sources,
    plugins: [wasmBeside],
    define,
  });
}
