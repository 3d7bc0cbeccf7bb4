/** The same work as the core's, by hand: what a team writes for itself in TypeScript with zod. */
import { b2core } from "./b2core.ts";
import { crossmint } from "./crossmint.ts";
import { kriptomat } from "./kriptomat.ts";
import type { Reading, Reply } from "./reply.ts";
import type { Call, Request } from "./request.ts";
import { sumsub } from "./sumsub.ts";

export interface Peer {
  prepare(call: Call): Request;
  read(reply: Reply): Reading;
}

export const peers = new Map<string, Peer>(
  Object.entries({ crossmint, kriptomat, b2core, sumsub }).flatMap(([partner, operations]) =>
    Object.entries(operations).map(([name, peer]): [string, Peer] => [`${partner}.${name}`, peer]),
  ),
);

export { kriptomatWebhook } from "./kriptomat.ts";
export { PeerError } from "./reply.ts";
export { sumsubWebhook } from "./sumsub.ts";
