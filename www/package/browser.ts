/**
 * The browser flavour: consent, and replies read into decisions. `await init()` first.
 * @module
 */
import * as glue from "../../target/wasm/browser/assent.js";
import { asker } from "./ask.ts";
import { browserFunctions } from "./browser-functions.ts";
import { AssentError } from "./errors.ts";
import type { BrowserSurface } from "./surface.ts";

export { AssentError } from "./errors.ts";
export type * from "./surface.ts";
export type * from "./types.ts";

/** Where the module may come from, when not from beside this file. */
export type WasmSource = URL | string | Response | BufferSource | WebAssembly.Module;

let loading: Promise<void> | undefined;
let loaded = false;

/**
 * Loads the module, once however often it is called. A page's policy must allow `'wasm-unsafe-eval'` in `script-src`.
 *
 * @param source the module, or where to fetch it; by default `browser.wasm` beside this file
 * @throws {AssentError} `unavailable` when it cannot be loaded; another call tries again
 */
export function init(source?: WasmSource): Promise<void> {
  loading ??= load(source ?? new URL("./browser.wasm", import.meta.url)).catch((cause) => {
    loading = undefined;
    throw new AssentError(
      {
        code: "unavailable",
        message:
          "browser.wasm could not be loaded; it must be served beside browser.js, and the page's Content-Security-Policy must have 'wasm-unsafe-eval' in script-src",
      },
      { cause },
    );
  });
  return loading;
}

async function load(source: WasmSource): Promise<void> {
  await glue.default({ module_or_path: source });
  loaded = true;
}

function ready(): void {
  if (!loaded)
    throw new AssentError({ code: "unavailable", message: "the core is not loaded yet; await init() first" });
}

const core: BrowserSurface = browserFunctions(glue, asker(glue, ready));
export const read: BrowserSurface["read"] = core.read;
export const present: BrowserSurface["present"] = core.present;
export const check: BrowserSurface["check"] = core.check;
export const missing: BrowserSurface["missing"] = core.missing;
export const merge: BrowserSurface["merge"] = core.merge;
