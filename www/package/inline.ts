/**
 * The browser flavour with its wasm inside, for hosts and bundlers that carry no file beside a script. `await init()` first.
 * @module
 */
import * as glue from "../../target/wasm/browser/assent.js";
import { asker } from "./ask.ts";
import { browserFunctions } from "./browser-functions.ts";
import inside from "./inside.wasm";
import { type PageLoader, pageLoader } from "./page-loader.ts";
import type { BrowserSurface } from "./surface.ts";

export { AssentError } from "./errors.ts";
export type { WasmSource } from "./page-loader.ts";
export type * from "./surface.ts";
export type * from "./types.ts";

const loader: PageLoader = pageLoader(glue.default, "the core", () => inside);
export const init: PageLoader["init"] = loader.init;

export const { present, check, read, missing, merge, plan, levelDecision }: BrowserSurface = browserFunctions(
  glue,
  asker(glue, loader.ready),
);
