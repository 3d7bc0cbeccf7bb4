import { sealLines, sealRows, withinRange } from "kyc-assent/edge";
import type { LedgerEntry, Policy, Seal, TableRow } from "../../package/types.ts";
import type { Settings } from "../configuration.ts";
import { unwrapped } from "../ledger/outcome.ts";
import { type LogSettings, logOf } from "../log/log-settings.ts";
import { signed } from "../log/signing-keys.ts";
import type { ConsentIndex } from "./consent-index.ts";
import type { ExportRange } from "./export-range.ts";
import { type FoundLedger, foundLedgers } from "./found-ledger.ts";

/** What an export is made from. */
export interface ExportSource {
  readonly settings: Settings & { readonly log: LogSettings };
  readonly index: ConsentIndex;
  readonly range: ExportRange;
  readonly policies: AsyncIterable<readonly Policy[]>;
}

/** People whose ledgers are in memory at once. */
const PEOPLE = 10;
/** Entries whose proofs are fetched, and that are sealed, at once. */
const ENTRIES = 500;

/** An export as JSON Lines, piece by piece. It ends with its seal, or throws and has none. */
export async function* exportedLines(source: ExportSource): AsyncGenerator<string> {
  const { settings, range } = source;
  const log = logOf(settings.log);
  const head = unwrapped(await log.signedHead());
  let seal: Seal | null = null;
  const sealed = (lines: readonly object[]): string => {
    const next = sealLines(seal, lines);
    seal = next.seal;
    return next.text;
  };
  const [format, at] = ["kyc-assent-export/1", new Date().toISOString()];
  yield sealed([{ kind: "export", format, log: settings.log.name, at, range }]);
  for await (const files of source.policies) yield sealed(files.map((file) => ({ kind: "policy", file })));
  for await (const { person, entries, faults } of ledgers(source)) {
    const marks = withinRange(entries, range).entries;
    for (let first = 0; first < entries.length; first += ENTRIES) {
      const some = entries.slice(first, first + ENTRIES);
      const proofs = unwrapped(await log.proofsIn(head.size, some.map(nameOf)));
      yield sealed(
        some.map((entry, place) => {
          const inRange = marks[first + place] ?? false;
          return { kind: "entry", entry, inRange, proof: proofs[place] ?? null };
        }),
      );
    }
    if (faults.length > 0) yield sealed(faults.map((fault) => ({ kind: "fault", person, fault })));
  }
  await source.index.mustBeUnchanged();
  const keys = unwrapped(await log.keys()).map(({ alg: _, use: __, ...key }) => key);
  yield sealed([
    { kind: "head", jws: head.jws },
    { kind: "keys", keys },
  ]);
  const whole = seal ?? { digest: "", lines: 0 };
  const jws = await signed("kyc-assent-export", whole, settings.log.keys.active);
  yield sealed([{ kind: "seal", lines: whole.lines, jws }]);
}

/** The acceptances of an export as a table (CSV), piece by piece. It ends with its seal, or throws and has none. */
export async function* exportedTable(source: ExportSource): AsyncGenerator<string> {
  const { text, seal: begun } = sealRows(null, []);
  let seal = begun;
  yield text;
  for await (const { person, entries, faults } of ledgers(source)) {
    const { acceptances } = withinRange(entries, source.range);
    const rows: readonly TableRow[] = [
      ...acceptances.map((acceptance) => ({ person, acceptance })),
      ...faults.map((fault) => ({ person, fault })),
    ];
    for (let first = 0; first < rows.length; first += ENTRIES) {
      const next = sealRows(seal, rows.slice(first, first + ENTRIES));
      seal = next.seal;
      yield next.text;
    }
  }
  await source.index.mustBeUnchanged();
  yield `seal,${await signed("kyc-assent-export", seal, source.settings.log.keys.active)}\r\n`;
}

/** The ledgers of all people that the range is about, by their pseudonyms. */
async function* ledgers({ settings, index, range }: ExportSource): AsyncGenerator<FoundLedger> {
  let after = "";
  for (;;) {
    const people = await index.people(range, after, PEOPLE);
    yield* await foundLedgers(people, settings);
    const last = people.at(-1);
    if (last === undefined || people.length < PEOPLE) return;
    after = last;
  }
}

/** What the log finds the entry by. In one that was changed these may be anything. */
function nameOf({ person, sequence }: LedgerEntry): { person: string; sequence: number } {
  return { person: String(person), sequence: Number(sequence) };
}
