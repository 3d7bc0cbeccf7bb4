/**
 * The verify flavour for pages. `await init()` first.
 * @module
 */
import * as glue from "../../target/wasm/verify/assent.js";
import { asker } from "./ask.ts";
import { type PageLoader, pageLoader } from "./page-loader.ts";
import { verifyFunctions } from "./verify-functions.ts";
import type { VerifySurface } from "./verify-types.ts";

export { AssentError } from "./errors.ts";
export type { WasmSource } from "./page-loader.ts";
export type * from "./verify-types.ts";

const loader: PageLoader = pageLoader(glue.default, "verify.wasm", () => new URL("./verify.wasm", import.meta.url));
export const init: PageLoader["init"] = loader.init;

export const { verify }: VerifySurface = verifyFunctions(glue, asker(glue, loader.ready));
