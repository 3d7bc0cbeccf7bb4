/**
 * The edge flavour for Node, Deno and Bun: everything, ready at the first call.
 * @module
 */
import * as glue from "../../target/wasm/edge/assent.js";
import { file } from "./edge-file.ts";
import { edgeFunctions } from "./edge-functions.ts";
import type { EdgeSurface } from "./surface.ts";

export { AssentError } from "./errors.ts";
export type * from "./surface.ts";
export type * from "./types.ts";

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

export const {
  prepare,
  read,
  present,
  check,
  missing,
  merge,
  policyFaults,
  policyRegion,
  claimDoubts,
  untilAccepted,
  sentenceHash,
  policyHash,
  acceptedEvent,
  pseudonym,
  ledgerEntry,
  brokenLink,
  acceptances,
  acceptanceAfter,
  isInForce,
  leafHash,
  growTree,
  subtreeHash,
  inclusionNodes,
  inclusionPath,
  consistencyNodes,
  consistencyPath,
  rootOfInclusion,
  isConsistent,
  logHead,
  nextHead,
  keyId,
  signingInput,
  receipt,
  kantaraView,
  sealLines,
  sealRows,
  withinRange,
  redelivery,
  plan,
  levelDecision,
  nextLook,
  hintedLook,
  headSigner,
  mayTell,
  postedEvidence,
  ticketLifetime,
  keysKnownFrom,
  signInTry,
  tokenOutcome,
  rankWebhook,
  sinceTold,
  flow,
  receive,
  session,
  codeWindow,
  country,
}: EdgeSurface = edgeFunctions(glue, ready);
