/**
 * The consent flavour: what to show, and whether what was shown keeps the rules; smallest. `await init()` first.
 * @module
 */
import * as glue from "../../target/wasm/consent/assent.js";
import { asker } from "./ask.ts";
import { consentFunctions } from "./consent-functions.ts";
import { type PageLoader, pageLoader } from "./page-loader.ts";
import type { ConsentSurface } from "./surface.ts";

export { AssentError } from "./errors.ts";
export type { WasmSource } from "./page-loader.ts";
export type * from "./surface.ts";
export type * from "./types.ts";

const loader: PageLoader = pageLoader(glue.default, "consent.wasm", () => new URL("./consent.wasm", import.meta.url));
export const init: PageLoader["init"] = loader.init;

export const { present, check }: ConsentSurface = consentFunctions(glue, asker(glue, loader.ready));
