/**
 * The edge flavour for Node, Deno and Bun: everything, ready at the first call.
 * @module
 */
import { readFileSync } from "node:fs";
import * as glue from "../../target/wasm/edge/assent.js";
import { edgeFunctions } from "./edge-functions.ts";
import type { EdgeSurface } from "./surface.ts";

export { AssentError } from "./errors.ts";
export type * from "./surface.ts";
export type * from "./types.ts";

let loaded = false;
function ready(): void {
  if (loaded) return;
  glue.initSync({ module: readFileSync(new URL("./edge.wasm", import.meta.url)) });
  loaded = true;
}

/** Nothing to wait for here; it stands for code that runs in browsers too. */
export async function init(): Promise<void> {
  ready();
}

const core: EdgeSurface = edgeFunctions(glue, ready);
export const prepare: EdgeSurface["prepare"] = core.prepare;
export const read: EdgeSurface["read"] = core.read;
export const present: EdgeSurface["present"] = core.present;
export const check: EdgeSurface["check"] = core.check;
export const missing: EdgeSurface["missing"] = core.missing;
export const merge: EdgeSurface["merge"] = core.merge;
export const sentenceHash: EdgeSurface["sentenceHash"] = core.sentenceHash;
export const ledgerEntry: EdgeSurface["ledgerEntry"] = core.ledgerEntry;
export const brokenLink: EdgeSurface["brokenLink"] = core.brokenLink;
export const redelivery: EdgeSurface["redelivery"] = core.redelivery;
export const plan: EdgeSurface["plan"] = core.plan;
export const levelDecision: EdgeSurface["levelDecision"] = core.levelDecision;
export const receive: EdgeSurface["receive"] = core.receive;
export const session: EdgeSurface["session"] = core.session;
export const codeWindow: EdgeSurface["codeWindow"] = core.codeWindow;
export const country: EdgeSurface["country"] = core.country;
