/**
 * The verify flavour for Node, Deno and Bun, ready at the first call.
 * @module
 */
import * as glue from "../../target/wasm/verify/assent.js";
import { asker } from "./ask.ts";
import { file } from "./verify-file.ts";
import { verifyFunctions } from "./verify-functions.ts";
import type { VerifySurface } from "./verify-types.ts";

export { AssentError } from "./errors.ts";
export type * from "./verify-types.ts";

let loaded = false;
function ready(): void {
  if (loaded) return;
  glue.initSync({ module: file() });
  loaded = true;
}

/** Nothing to wait for here; it stands for code that runs in browsers too. */
export async function init(): Promise<void> {
  ready();
}

export const { verify }: VerifySurface = verifyFunctions(glue, asker(glue, ready));
