import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { build, type Plugin } from "esbuild";

const ROOT = resolve(import.meta.dirname, "../..");
const CORE = "www/package/workerd.ts";

/** A Worker's modules, as Miniflare takes them. */
export type Modules = ({ type: "ESModule"; path: string; contents: string } | WasmModule)[];
type WasmModule = { type: "CompiledWasm"; path: string; contents: Uint8Array<ArrayBuffer> };

/** What a bundle has in place of what the repo has. */
export interface Substitutes {
  /** Version of the policy, as if its partner had changed it. */
  readonly policyVersion?: string | undefined;
  /** File in the core's place, a path from the root of the repo. */
  readonly core?: string | undefined;
  /** Another flavour of the core's wasm below target/wasm/, with its glue. */
  readonly flavour?: string | undefined;
}

/** Bundles the Worker at `entry`, a path from the root of the repo. */
export async function bundle(entry: string, { policyVersion, core, flavour }: Substitutes = {}): Promise<Modules> {
  const wasm = new Map<string, string>();
  const { outputFiles } = await build({
    entryPoints: [resolve(ROOT, entry)],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker"],
    external: ["cloudflare:*", "node:*"],
    plugins: [packageSources(core ?? CORE), wasmOf(flavour, wasm), wasmModules(wasm), policy(policyVersion)],
  });
  const contents = outputFiles[0]?.text ?? "";
  const modules: Modules = [{ type: "ESModule", path: "worker.js", contents }];
  for (const [path, file] of wasm) {
    modules.push({ type: "CompiledWasm", path, contents: new Uint8Array(await readFile(file)) });
  }
  return modules;
}

function packageSources(core: string): Plugin {
  return {
    name: "package-sources",
    setup({ onResolve }) {
      // A file in the core's place may itself want the real one.
      onResolve({ filter: /^kyc-assent\/edge$/ }, ({ importer }) => {
        return { path: resolve(ROOT, importer === resolve(ROOT, core) ? CORE : core) };
      });
      onResolve({ filter: /^kyc-assent\/gateway$/ }, () => ({ path: resolve(ROOT, "www/edge/index.ts") }));
    },
  };
}

function policy(version: string | undefined): Plugin {
  return {
    name: "policy",
    setup({ onLoad }) {
      if (version === undefined) return;
      onLoad({ filter: /policies\/.*\.json$/ }, async ({ path }) => {
        return { contents: JSON.stringify({ ...JSON.parse(await readFile(path, "utf8")), version }), loader: "json" };
      });
    },
  };
}

function wasmOf(flavour: string | undefined, found: Map<string, string>): Plugin {
  const folder = resolve(ROOT, `target/wasm/${flavour}`);
  return {
    name: "wasm-of",
    setup({ onResolve }) {
      if (flavour === undefined) return;
      onResolve({ filter: /target\/wasm\/edge\/assent\.js$/ }, () => ({ path: resolve(folder, "assent.js") }));
      onResolve({ filter: /pkg\/edge\.wasm$/ }, () => {
        found.set("edge.wasm", resolve(folder, `${flavour}.wasm`));
        return { path: "./edge.wasm", external: true };
      });
    },
  };
}

function wasmModules(found: Map<string, string>): Plugin {
  return {
    name: "wasm-modules",
    setup({ onResolve }) {
      onResolve({ filter: /\.wasm$/ }, ({ path, importer }) => {
        const name = basename(path);
        found.set(name, resolve(dirname(importer), path));
        return { path: `./${name}`, external: true };
      });
    },
  };
}
