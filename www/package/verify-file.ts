import { readFileSync } from "node:fs";

/** The bytes of the module, from beside this one. What bundlers get has them within. */
export function file(): Uint8Array<ArrayBuffer> {
  return readFileSync(new URL("./verify.wasm", import.meta.url));
}
