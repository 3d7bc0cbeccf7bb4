/**
 * The browser flavour: consent, and replies read into decisions. `await init()` first.
 * @module
 */
import * as glue from "../../target/wasm/browser/assent.js";
import { asker } from "./ask.ts";
import { browserFunctions } from "./browser-functions.ts";
import { type PageLoader, pageLoader } from "./page-loader.ts";
import type { BrowserSurface } from "./surface.ts";

export { AssentError } from "./errors.ts";
export type { WasmSource } from "./page-loader.ts";
export type * from "./surface.ts";
export type * from "./types.ts";

const loader: PageLoader = pageLoader(glue.default, "browser.wasm", () => new URL("./browser.wasm", import.meta.url));
export const init: PageLoader["init"] = loader.init;

export const { present, check, read, missing, merge, plan, levelDecision }: BrowserSurface = browserFunctions(
  glue,
  asker(glue, loader.ready),
);
