import { AssentError, brokenLink } from "kyc-assent/edge";
import type { LedgerEntry, LedgerFault } from "../../package/types.ts";
import type { Settings } from "../configuration.ts";
import { unwrapped } from "../ledger/outcome.ts";
import type { LocatedPerson } from "../log/consent-log.ts";
import { type LogSettings, logOf } from "../log/log-settings.ts";

/** A person's ledger as it was found, and what is wrong with it. */
export interface FoundLedger {
  readonly person: string;
  readonly entries: readonly LedgerEntry[];
  readonly faults: readonly LedgerFault[];
}

/** Entries that are fetched at once. */
const PAGE = 500;

/** Reads the ledgers of these people, in their order, whatever state they are in. Throws where one cannot be reached. */
export async function foundLedgers(
  people: readonly string[],
  settings: Settings & { readonly log: LogSettings },
): Promise<readonly FoundLedger[]> {
  const located = new Map((await locations(people, settings.log)).map((one) => [one.person, one]));
  return Promise.all(people.map((person) => found(person, located.get(person), settings)));
}

async function locations(people: readonly string[], log: LogSettings): Promise<readonly LocatedPerson[]> {
  return unwrapped(await logOf(log).located(people));
}

async function found(
  person: string,
  place: LocatedPerson | undefined,
  settings: Settings & { readonly log: LogSettings },
): Promise<FoundLedger> {
  if (place === undefined) return { person, entries: [], faults: ["not-in-log"] };
  const ledger = await readLedger(place, settings);
  if (ledger.entries.length >= place.entries) return ledger;
  // The entries may just have moved: the person was erased.
  const [now = place] = await locations([person], settings.log);
  const again = now.ledger === place.ledger ? ledger : await readLedger(now, settings);
  if (again.entries.length >= now.entries) return again;
  return { ...again, faults: [...again.faults, "entries-missing"] };
}

/** Reads one ledger as it is. Throws where it cannot be reached. */
export async function readLedger({ person, ledger }: LocatedPerson, { ledgers }: Settings): Promise<FoundLedger> {
  const object = ledgers.get(ledgers.idFromString(ledger));
  const entries: LedgerEntry[] = [];
  let [after, isReadable] = [0, true];
  for (;;) {
    const page = unwrapped(await object.asFound(after, PAGE));
    for (const { entry } of page) {
      const parsed = parse(entry);
      if (parsed === undefined) isReadable = false;
      else entries.push(parsed);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    after = last.sequence;
  }
  const understood = isUnderstood(entries) ? entries : entries.filter((entry) => isUnderstood([entry]));
  if (!isReadable || understood.length < entries.length) return { person, entries: understood, faults: ["unreadable"] };
  const isWhole = brokenLink(entries) === null && entries.every((entry) => entry.person === person);
  return { person, entries, faults: isWhole ? [] : ["chain-broken"] };
}

/** The core reads JSON more strictly than others do; what it refuses, it cannot put into a file. */
function isUnderstood(entries: readonly LedgerEntry[]): boolean {
  try {
    brokenLink(entries);
    return true;
  } catch (error) {
    if (error instanceof AssentError) return false;
    throw error;
  }
}

/** Undefined for what is no object at all: the core could not even be asked about it. */
function parse(text: string): LedgerEntry | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as LedgerEntry) : undefined;
  } catch {
    return undefined;
  }
}
