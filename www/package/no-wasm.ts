/**
 * The browser flavour as JavaScript, for pages whose Content-Security-Policy forbids WebAssembly: the same module, translated
 * by wasm2js, and the same results. It is larger and slower: see the README.
 * @module
 */
import * as glue from "../../target/wasm/browser-script/assent.js";
import { asker } from "./ask.ts";
import { browserFunctions } from "./browser-functions.ts";
import { Module } from "./script-assembly.ts";
import type { BrowserSurface } from "./surface.ts";

export { AssentError } from "./errors.ts";
export type * from "./surface.ts";
export type * from "./types.ts";

let isReady = false;

function ready(): void {
  if (isReady) return;
  glue.initSync({ module: new Module() });
  isReady = true;
}

/** Makes the core ready. Nothing is loaded, so that a call without it works too. */
export async function init(): Promise<void> {
  ready();
}

export const { present, check, read, missing, merge, plan, levelDecision }: BrowserSurface = browserFunctions(
  glue,
  asker(glue, ready),
);
