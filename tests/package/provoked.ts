// A flavour that can be made to trap: the edge flavour with the Cargo feature `provoke-traps`, which is in no
// published build, and the package's own loader around it. `build-provoked.ts` builds it before the tests.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { asker } from "../../www/package/ask.ts";
import { type EdgeGlue, edgeFunctions } from "../../www/package/edge-functions.ts";
import type { EdgeSurface } from "../../www/package/surface.ts";
import { root } from "./built.ts";

export const provokedWasm: string = join(root, "target", "wasm", "provoked", "provoked.wasm");
export const provokedGlue: string = join(root, "target", "wasm", "provoked", "assent.js");

export interface Provoked extends EdgeSurface {
  panic(): never;
  overflowStack(): never;
  exhaustMemory(): never;
  /** Any value as an answer, from a text of JSON. */
  echo(text: string): unknown;
  /** What `read` answers, as text of JSON. */
  readAsText(operation: string, status: number, body: string): string;
  /** Bytes that the module holds; instances before a trap do not count. */
  memory(): number;
}

/** The flavour as wasm-bindgen exports it. */
export interface ProvokedGlue extends EdgeGlue {
  initSync(source: { module: BufferSource | WebAssembly.Module }): { readonly memory: WebAssembly.Memory };
  provokePanic(): number;
  provokeStackOverflow(depth: number): number;
  provokeOutOfMemory(): number;
  echo(text: string): number;
  readAsText(operation: string, status: number, body: string): string;
}

export async function loadProvoked(): Promise<Provoked> {
  const glue: ProvokedGlue = await import(/* @vite-ignore */ provokedGlue);
  let memory: WebAssembly.Memory | undefined;
  const ready = () => {
    memory ??= glue.initSync({ module: readFileSync(provokedWasm) }).memory;
  };
  const ask = asker(glue, ready);
  return {
    ...edgeFunctions(glue, ready),
    panic: () => ask(() => glue.provokePanic()) as never,
    overflowStack: () => ask(() => glue.provokeStackOverflow(1_000_000)) as never,
    exhaustMemory: () => ask(() => glue.provokeOutOfMemory()) as never,
    echo: (text) => ask(() => glue.echo(text)),
    readAsText: (operation, status, body) => {
      ready();
      return glue.readAsText(operation, status, body);
    },
    memory: () => memory?.buffer.byteLength ?? 0,
  };
}
