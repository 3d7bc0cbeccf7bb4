import { AssentError, acceptanceAfter, acceptances, brokenLink, isInForce, ledgerEntry } from "kyc-assent/edge";
import type { Acceptance, LedgerEntry, LedgerEvent } from "../../package/types.ts";
import { log } from "../log.ts";

const TABLES = `
  CREATE TABLE IF NOT EXISTS entries (sequence INTEGER PRIMARY KEY, entry TEXT NOT NULL);
  CREATE TRIGGER IF NOT EXISTS entries_stay BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  CREATE TRIGGER IF NOT EXISTS entries_stay_as_they_are BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
`;

/** An entry as it lies in the storage. */
export interface FoundEntry {
  readonly sequence: number;
  readonly entry: string;
}

/** What is known of a chain once it has been read and verified. */
interface Known {
  last: LedgerEntry | null;
  /** Every acceptance as it stands now, by the number of its entry, oldest first. */
  readonly acceptances: Map<number, Acceptance>;
  /** The numbers of a policy's acceptances that are not withdrawn. */
  readonly open: Map<string, Set<number>>;
  /** When each acceptance of a policy was given, oldest first. */
  readonly given: Map<string, string[]>;
  /** What was found to be in force since the last change, by policy and version: each look asks for the same. */
  readonly inForce: Map<string, Acceptance | undefined>;
}

/**
 * The entries of one person, oldest first. They are read and verified once; this object is the only one that adds to
 * them, so what it knows stays true, and an entry costs the same however many there are.
 */
export class Chain {
  readonly #sql: SqlStorage;
  #known: Known | undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.begin();
  }

  /** Makes what an empty storage lacks. */
  begin(): void {
    this.#sql.exec(TABLES);
    this.forget();
  }

  /** Every entry as it lies in the storage; throws when the chain does not hold. */
  entries(): readonly LedgerEntry[] {
    const rows = this.#sql.exec<{ entry: string }>("SELECT entry FROM entries ORDER BY sequence").toArray();
    const entries = rows.map(({ entry }) => JSON.parse(entry) as LedgerEntry);
    if (brokenLink(entries) !== null) {
      log("error", { event: "ledger-broken" });
      throw new AssentError({
        code: "unavailable",
        message: "this person's ledger has to be looked at by an operator",
      });
    }
    return entries;
  }

  /** Entries after the one of this number, as they lie in the storage. */
  after(sequence: number, most: number): readonly LedgerEntry[] {
    const query = "SELECT entry FROM entries WHERE sequence > ? ORDER BY sequence LIMIT ?";
    const rows = this.#sql.exec<{ entry: string }>(query, sequence, most).toArray();
    return rows.map(({ entry }) => JSON.parse(entry) as LedgerEntry);
  }

  /** The same as text, whatever it is: for who must not leave out what does not hold. */
  asFound(sequence: number, most: number): readonly FoundEntry[] {
    const query = "SELECT sequence, entry FROM entries WHERE sequence > ? ORDER BY sequence LIMIT ?";
    return this.#sql.exec<{ sequence: number; entry: string }>(query, sequence, most).toArray();
  }

  /** The newest entry; null when there is none. */
  get last(): LedgerEntry | null {
    return this.#read().last;
  }

  /** Every acceptance, oldest first. */
  acceptances(): readonly Acceptance[] {
    return [...this.#read().acceptances.values()];
  }

  acceptance(sequence: number): Acceptance | undefined {
    return this.#read().acceptances.get(sequence);
  }

  /** The acceptance of a policy that a consent can rest on. */
  inForce(policy: string, version: string): Acceptance | undefined {
    const known = this.#read();
    const key = JSON.stringify([policy, version]);
    if (known.inForce.has(key)) return known.inForce.get(key);
    const found = newestInForce(known, policy, version);
    known.inForce.set(key, found);
    return found;
  }

  /** When the acceptance of this policy was given that is the `count`th, from the newest; undefined where there are fewer. */
  givenAt(policy: string, count: number): string | undefined {
    return this.#read().given.get(policy)?.at(-count);
  }

  /** Adds an entry. The core stamps it: never earlier than the entry before, where the clock has jumped back. */
  append(event: LedgerEvent, person: string): LedgerEntry {
    const known = this.#read();
    const entry = ledgerEntry(known.last, event, new Date().toISOString(), person);
    this.#insert(entry);
    learn(known, entry);
    return entry;
  }

  /** Takes over entries as they are. Throws when they are no whole chain. */
  adopt(entries: readonly LedgerEntry[]): void {
    if (brokenLink(entries) !== null) {
      throw new AssentError({
        code: "invalid-input",
        message: "the entries are no chain that holds",
        field: "entries",
      });
    }
    for (const entry of entries) this.#insert(entry);
    this.forget();
  }

  #insert(entry: LedgerEntry): void {
    this.#sql.exec("INSERT INTO entries (sequence, entry) VALUES (?, ?)", entry.sequence, JSON.stringify(entry));
  }

  /** Forgets what is known. To be called when what was appended was not written after all. */
  forget(): void {
    this.#known = undefined;
  }

  #read(): Known {
    if (this.#known !== undefined) return this.#known;
    const entries = this.entries();
    const last = entries.at(-1) ?? null;
    const known: Known = { last, acceptances: new Map(), open: new Map(), given: new Map(), inForce: new Map() };
    for (const acceptance of acceptances(entries)) keep(known, acceptance);
    this.#known = known;
    return known;
  }
}

/** Takes an entry into account. Only the acceptances that it can mean are looked at. */
function learn(known: Known, entry: LedgerEntry): void {
  const { event } = entry;
  known.last = entry;
  if (event.kind === "accepted") for (const acceptance of acceptances([entry])) keep(known, acceptance);
  const meant =
    event.kind === "told" || event.kind === "lapsed"
      ? [event.acceptance]
      : event.kind === "withdrawn"
        ? [...(known.open.get(event.policy) ?? [])]
        : [];
  for (const sequence of meant) {
    const acceptance = known.acceptances.get(sequence);
    if (acceptance !== undefined) keep(known, acceptanceAfter(acceptance, entry));
  }
}

function newestInForce({ acceptances: known, open }: Known, policy: string, version: string): Acceptance | undefined {
  for (const sequence of [...(open.get(policy) ?? [])].reverse()) {
    const acceptance = known.get(sequence);
    if (acceptance !== undefined && isInForce(acceptance, policy, version)) return acceptance;
    // One is only ever added where none is in force, or for another region; the newest of a version decides.
    if (acceptance?.event.version === version) return undefined;
  }
  return undefined;
}

function keep(known: Known, acceptance: Acceptance): void {
  known.inForce.clear();
  const { sequence, at, event, withdrawnAt } = acceptance;
  if (!known.acceptances.has(sequence)) {
    const given = known.given.get(event.policy) ?? [];
    known.given.set(event.policy, given);
    given.push(at);
  }
  known.acceptances.set(sequence, acceptance);
  const open = known.open.get(event.policy) ?? new Set();
  known.open.set(event.policy, open);
  if (withdrawnAt === undefined) open.add(sequence);
  else open.delete(sequence);
}
