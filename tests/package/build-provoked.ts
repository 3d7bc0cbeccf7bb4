import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { buildWasm, flavours } from "../../www/tooling/wasm.mjs";
import { provokedWasm } from "./provoked.ts";

/** Builds the flavour that can be made to trap, with what the published edge flavour is built with. */
export async function setup(): Promise<void> {
  const { edge } = flavours;
  mkdirSync(dirname(provokedWasm), { recursive: true });
  await buildWasm("provoked", `${edge},provoke-traps`, provokedWasm);
}
