/**
 * The core as it is, built so that it can be made to trap (feature `provoke-traps`): for a person whose id begins with
 * `panic` or `overflow` it does so, in WebAssembly, in the middle of an operation.
 */
import { init, prepare as realPrepare } from "kyc-assent/edge";
import * as glue from "../../target/wasm/provoked/assent.js";
import { asker } from "../../www/package/ask.ts";

export * from "kyc-assent/edge";

const ask = asker(glue, () => void init());
const TRAPS = {
  panic: () => glue.provokePanic(),
  overflow: () => glue.provokeStackOverflow(1_000_000),
};
/** Not what is asked for every request, to check the locator. */
const OPERATIONS = new Set(["crossmint.putUser", "crossmint.getVerification"]);

export const prepare: typeof realPrepare = (operation, call) => {
  const [, trap] = /"userId:(panic|overflow)-/.exec(JSON.stringify(call.input)) ?? [];
  if (OPERATIONS.has(operation) && trap !== undefined) ask(TRAPS[trap as keyof typeof TRAPS]);
  return realPrepare(operation, call);
};
