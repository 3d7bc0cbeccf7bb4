// The partners that the sandbox plays. A new one is one line here.

import { b2core } from "./b2core.ts";
import { crossmint } from "./crossmint.ts";
import { kriptomat } from "./kriptomat.ts";
import type { Partner } from "./partner.ts";
import { sumsub } from "./sumsub.ts";

export const partners: readonly Partner[] = [crossmint, kriptomat, sumsub, b2core];

/** The partner and world behind a host name, or null when the host is no partner's. */
export function partnerAt(host: string): { partner: Partner; world: string } | null {
  for (const partner of partners) {
    const world = Object.hasOwn(partner.hosts, host) ? partner.hosts[host] : undefined;
    if (world !== undefined) return { partner, world };
  }
  return null;
}

/** The partner of that name, or null. */
export function partnerNamed(name: string): Partner | null {
  return partners.find((partner) => partner.name === name) ?? null;
}

/** Names of all operations, `<partner>.<operation>`. */
export function operationNames(): string[] {
  return partners.flatMap((partner) => partner.operations.map((operation) => `${partner.name}.${operation.name}`));
}
