/**
 * The client flavour for servers that want no code of their own: one call asks, sends with the host's fetch, and reads.
 * @module
 */
import { readFileSync } from "node:fs";
import * as glue from "../../target/wasm/client/assent.js";
import { AssentError } from "./errors.ts";
import type { Call, OperationName, Reading } from "./types.ts";

export { AssentError } from "./errors.ts";
export type * from "./types.ts";

let loaded = false;

/**
 * Prepares the operation, sends it, reads the reply. A reply may take 10 seconds; a redirect is not followed.
 *
 * @throws {AssentError} what `prepare` and `read` throw, and `unavailable` when no reply came in time
 */
export async function call<N extends OperationName>(operation: N, data: Call<N>): Promise<Reading<N>> {
  if (!loaded) {
    glue.initSync({ module: readFileSync(new URL("./client.wasm", import.meta.url)) });
    loaded = true;
  }
  try {
    return await glue.call(operation, data);
  } catch (thrown) {
    if (isDetail(thrown)) throw new AssentError(thrown);
    throw new AssentError(
      { code: "trapped", message: "the core stopped in the middle of the call" },
      { cause: thrown },
    );
  }
}

function isDetail(thrown: unknown): thrown is ConstructorParameters<typeof AssentError>[0] {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown;
}
