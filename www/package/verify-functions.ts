import { bytes, json } from "./arguments.ts";
import type { Ask, Glue } from "./ask.ts";
import type { VerifyOptions, VerifySurface } from "./verify-types.ts";

/** The functions of the verify flavour, as wasm-bindgen exports them: bytes and text in, the address of the answer out. */
export interface VerifyGlue extends Glue {
  verify(file: Uint8Array, known: string, progress: (done: number) => void): number;
}

/** Gives the functions of the verify flavour their types. */
export function verifyFunctions(glue: VerifyGlue, ask: Ask): VerifySurface {
  const typed = {
    verify: (file: unknown, { keys, locator, onProgress }: VerifyOptions = {}) => {
      const content = typeof file === "string" ? new TextEncoder().encode(file) : bytes("file", file);
      const known = json("known", { keys, locator });
      return ask(() => glue.verify(content, known, onProgress ?? (() => {})));
    },
  };
  // The core's answers have the shape of verify-types.ts; tests/package holds it to them.
  return typed as unknown as VerifySurface;
}
