/**
 * The verify flavour for Cloudflare Workers. The module is a static import, since Workers cannot compile bytes.
 * @module
 */
import module from "../../pkg/verify.wasm";
import * as glue from "../../target/wasm/verify/assent.js";
import { asker } from "./ask.ts";
import { verifyFunctions } from "./verify-functions.ts";
import type { VerifySurface } from "./verify-types.ts";

export { AssentError } from "./errors.ts";
export type * from "./verify-types.ts";

let loaded = false;
function ready(): void {
  if (loaded) return;
  glue.initSync({ module });
  loaded = true;
}

/** Nothing to wait for here; it stands for code that runs in browsers too. */
export async function init(): Promise<void> {
  ready();
}

export const { verify }: VerifySurface = verifyFunctions(glue, asker(glue, ready));
