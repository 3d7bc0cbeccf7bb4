/** The packages of others as a page takes them: each bundled by esbuild, small, the way its README has it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";

/** @typedef {{ packages: string[], entry: string, later?: string }} PeerPackage what a page imports; what that fetches later */

/** @type {Record<string, PeerPackage>} */
export const peerPackages = {
  crossmint: {
    packages: ["@crossmint/client-sdk-vanilla-ui"],
    entry: 'import "@crossmint/client-sdk-vanilla-ui";',
    later: "its logo, and a frame of Crossmint's servers",
  },
  sumsub: {
    packages: ["@sumsub/websdk"],
    entry: 'export { default } from "@sumsub/websdk";',
    later: "a frame of Sumsub's servers, which is the product itself",
  },
  persona: {
    packages: ["persona"],
    entry: 'export { Client } from "persona";',
    later: "a frame of Persona's servers, which is the product itself",
  },
  veriff: {
    packages: ["@veriff/js-sdk", "@veriff/incontext-sdk"],
    entry: 'export { Veriff } from "@veriff/js-sdk"; export { createVeriffFrame } from "@veriff/incontext-sdk";',
    later: "a font, and a frame of Veriff's servers, which is the product itself",
  },
  ballerine: {
    packages: ["@ballerine/workflow-core"],
    entry: 'export { createWorkflow } from "@ballerine/workflow-core";',
  },
  cookieconsent: {
    packages: ["vanilla-cookieconsent"],
    entry:
      'import "vanilla-cookieconsent/dist/cookieconsent.css"; export { run, show, showPreferences } from "vanilla-cookieconsent";',
  },
};

/**
 * Name and version of what is bundled, from the lock.
 * @param {PeerPackage} peer
 */
export function versionsOf({ packages }) {
  const { packages: locked } = JSON.parse(readFileSync(join(import.meta.dirname, "package-lock.json"), "utf8"));
  return packages.map((name) => `${name} ${locked[`node_modules/${name}`].version}`).join(" + ");
}

/** Crossmint's package says that it has no side effects, and has nothing else. @type {esbuild.Plugin} */
const takenWhole = {
  name: "taken-whole",
  setup(build) {
    build.onResolve(
      { filter: /^@crossmint\/client-sdk-vanilla-ui$/ },
      async ({ path, kind, resolveDir, pluginData }) => {
        if (pluginData === takenWhole) return undefined;
        const found = await build.resolve(path, { kind, resolveDir, pluginData: takenWhole });
        return { path: found.path, sideEffects: true };
      },
    );
  },
};

/**
 * @param {string} contents of the page's module
 * @returns {Promise<{ script: Uint8Array, style: Uint8Array | undefined }>}
 */
export async function bundlePage(contents) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: import.meta.dirname },
    plugins: [takenWhole],
    define: { "process.env.NODE_ENV": '"production"' },
    outdir: "out",
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
    logLevel: "error",
  });
  const [script] = outputFiles.filter(({ path }) => path.endsWith(".js"));
  const [style] = outputFiles.filter(({ path }) => path.endsWith(".css"));
  if (!script) throw new Error("esbuild made no script");
  return { script: script.contents, style: style?.contents };
}
