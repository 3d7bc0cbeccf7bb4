// The built package: where it lies, and its modules as Node loads them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root: string = fileURLToPath(new URL("../../", import.meta.url));
export const pkg: string = join(root, "pkg");

/** The modules by file, with the types of their sources. */
export interface Modules {
  "node.js": typeof import("../../www/package/node.ts");
  "browser.js": typeof import("../../www/package/browser.ts");
  "inline.js": typeof import("../../www/package/inline.ts");
  "no-wasm.js": typeof import("../../www/package/no-wasm.ts");
  "consent.js": typeof import("../../www/package/consent-only.ts");
  "verify-node.js": typeof import("../../www/package/verify-node.ts");
  "client.js": typeof import("../../www/package/client.ts");
}

export async function load<N extends keyof Modules>(name: N): Promise<Modules[N]> {
  return import(/* @vite-ignore */ new URL(`../../pkg/${name}`, import.meta.url).href);
}

export interface Manifest {
  readonly exports: Readonly<
    Record<string, string | Readonly<Record<string, string | Readonly<Record<string, string>>>>>
  >;
}

export const manifest: Manifest = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));

/** A file of the package as bytes that WebAssembly takes. */
export function bytes(file: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(pkg, file)));
}

/** What a call throws; undefined when it throws nothing. */
export function thrown(call: () => unknown): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    return error;
  }
}
