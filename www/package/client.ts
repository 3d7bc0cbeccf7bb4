/**
 * The client flavour for servers that want no code of their own: one call asks, sends with the host's fetch, and reads.
 * @module
 */
import { readFileSync } from "node:fs";
import * as glue from "../../target/wasm/client/assent.js";
import { edgeFunctions } from "./edge-functions.ts";
import { AssentError } from "./errors.ts";
import type { Call, OperationName, Reading } from "./types.ts";

export { AssentError } from "./errors.ts";
export type * from "./types.ts";

let loaded = false;
function ready(): void {
  if (loaded) return;
  glue.initSync({ module: readFileSync(new URL("./client.wasm", import.meta.url)) });
  loaded = true;
}

const core = edgeFunctions(glue, ready);

/**
 * Prepares the operation, sends it, reads the reply. A reply may take 10 seconds; a redirect is not followed.
 *
 * @throws {AssentError} what `prepare` and `read` throw, and `unavailable` when no reply came in time
 */
export async function call<N extends OperationName>(operation: N, data: Call<N>): Promise<Reading<N>> {
  const request = core.prepare(operation, data);
  let reply: unknown;
  try {
    reply = await glue.send(request);
  } catch (cause) {
    throw new AssentError(
      { code: "unavailable", message: "the partner did not answer in time; try again later" },
      { cause },
    );
  }
  return core.read(operation, reply as Parameters<typeof core.read>[1]);
}
