import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** An entry as it lies in the storage. */
export interface StoredEntry {
  readonly person: string;
  readonly sequence: number;
  readonly at: string;
  readonly previous: string;
  readonly hash: string;
  readonly event: {
    readonly kind: string;
    readonly sentenceHash?: string;
    readonly origin?: string;
    readonly acceptance?: number;
    readonly [member: string]: unknown;
  };
}

/** Milliseconds for which a database is waited for that workerd is writing to. */
const PATIENCE = 10_000;

/** Opens the databases of all ledgers that are kept under `folder`. */
export function openLedgers(folder: string): DatabaseSync[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const ledgers = files.filter((file) => /ConsentLedger.*\.sqlite$/.test(file) && !/metadata/.test(file));
  return ledgers.map((file) => new DatabaseSync(join(folder, file), { timeout: PATIENCE }));
}

/** Loses every alarm, as a fault of the platform might. Only while workerd is not running. */
export function forgetAlarms(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => /ConsentLedger.*\.sqlite$/.test(name))) {
    const database = new DatabaseSync(join(folder, file), { timeout: PATIENCE });
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE name IN ('_cf_ALARM', '_cf_METADATA')").all();
    for (const { name } of tables) database.exec(`DELETE FROM ${String(name)}`);
    database.close();
  }
}

/** The entries of the one ledger that holds the acceptance of this id; none when there is no such ledger. */
export function entriesWith(folder: string, id: string): readonly StoredEntry[] {
  return withLedger(folder, id, (_, entries) => entries) ?? [];
}

/** What is still to be told of the ledger that holds the acceptance of this id. */
export function outboxOf(folder: string, id: string): readonly Record<string, unknown>[] {
  return withLedger(folder, id, (ledger) => ledger.prepare("SELECT * FROM outbox").all()) ?? [];
}

/** Does something with the ledger that holds the acceptance of this id. */
export function withLedger<T>(
  folder: string,
  id: string,
  look: (ledger: DatabaseSync, entries: readonly StoredEntry[]) => T,
): T | undefined {
  const ledgers = openLedgers(folder);
  try {
    for (const ledger of ledgers) {
      const tables = ledger.prepare("SELECT name FROM sqlite_master WHERE name = 'entries'").all();
      if (tables.length === 0) continue;
      const rows = ledger.prepare("SELECT entry FROM entries ORDER BY sequence").all();
      const entries = rows.map(({ entry }) => JSON.parse(String(entry)) as StoredEntry);
      if (entries.some(({ hash }) => hash === id)) return look(ledger, entries);
    }
    return undefined;
  } finally {
    for (const ledger of ledgers) ledger.close();
  }
}

/** SHA-256 over the canonical JSON (RFC 8785) of an entry without its hash. Written anew: the core is not asked. */
export function hashOf(entry: Omit<StoredEntry, "hash"> & { readonly hash?: string }): string {
  const { hash: _, ...members } = entry;
  return createHash("sha256").update(canonical(members)).digest("hex");
}

function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}
