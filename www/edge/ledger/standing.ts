import type { LedgerEntry, LedgerEvent } from "../../package/types.ts";

/** One acceptance, and what has become of it since: the entries of a ledger, read together. */
export interface Acceptance {
  /** Number of its entry. */
  readonly sequence: number;
  /** Hash of its entry: names it outside the ledger. */
  readonly id: string;
  readonly at: string;
  readonly event: Extract<LedgerEvent, { kind: "accepted" }>;
  readonly toldAt?: string;
  readonly withdrawnAt?: string;
  /** When the partner said that it no longer counts. */
  readonly lapsedAt?: string;
}

/** Every acceptance of a ledger, oldest first. */
export function acceptances(entries: readonly LedgerEntry[]): readonly Acceptance[] {
  const found = new Map<number, Acceptance>();
  const amend = (sequence: number, change: Partial<Acceptance>) => {
    const acceptance = found.get(sequence);
    if (acceptance !== undefined) found.set(sequence, { ...acceptance, ...change });
  };
  for (const { sequence, hash, at, event } of entries) {
    if (event.kind === "accepted") found.set(sequence, { sequence, id: hash, at, event });
    if (event.kind === "told") amend(event.acceptance, { toldAt: at });
    if (event.kind === "lapsed") amend(event.acceptance, { lapsedAt: at });
    if (event.kind === "withdrawn") {
      for (const acceptance of found.values()) {
        const isMeant = acceptance.event.policy === event.policy && acceptance.withdrawnAt === undefined;
        if (isMeant) amend(acceptance.sequence, { withdrawnAt: at });
      }
    }
  }
  return [...found.values()];
}

/** Whether a consent can rest on it: it is of this version, nobody has withdrawn it, the partner has not dropped it. */
export function isInForce({ event, withdrawnAt, lapsedAt }: Acceptance, policy: string, version: string): boolean {
  return event.policy === policy && event.version === version && withdrawnAt === undefined && lapsedAt === undefined;
}
