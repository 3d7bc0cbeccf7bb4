import { AssentError, leafHash, present, rootOfInclusion, sentenceHash, withinRange } from "kyc-assent/edge";
import type { Acceptance, LedgerEntry, LedgerFault, LogHead, Policy, Presentation } from "../../package/types.ts";
import type { Settings } from "../configuration.ts";
import { unwrapped } from "../ledger/outcome.ts";
import type { PlaceProof } from "../log/log-book.ts";
import { type LogSettings, logOf } from "../log/log-settings.ts";
import type { PolicyRegistry } from "../policies/policy-registry.ts";
import type { ExportRange } from "./export-range.ts";
import { type FoundLedger, foundLedgers } from "./found-ledger.ts";

/** What does not hold about an acceptance: of its ledger, of the sentence, or of its place in the log. */
export type Doubt = LedgerFault | "sentence-unknown" | "log-differs";

/** An acceptance with everything that a reader wants to see of it. */
export interface ReportedAcceptance {
  readonly person: string;
  readonly acceptance: Acceptance;
  /** The sentence as it was shown; undefined where no policy file here has it. */
  readonly shown: Presentation | undefined;
  /** Number of its leaf in the log; null as long as no head covers it. */
  readonly logIndex: number | null;
  /** Empty: it verifies. */
  readonly doubts: readonly Doubt[];
}

export interface ReportedPerson {
  readonly person: string;
  readonly faults: readonly LedgerFault[];
  readonly acceptances: readonly ReportedAcceptance[];
}

/** Reads the ledgers of these people, and verifies each acceptance that the range is about. */
export async function reported(
  people: readonly string[],
  range: ExportRange,
  settings: Settings & { readonly log: LogSettings },
  registry: PolicyRegistry,
): Promise<readonly ReportedPerson[]> {
  const log = logOf(settings.log);
  const head = unwrapped(await log.signedHead());
  const { root } = payloadOf(head.jws);
  const files = new Map<string, Promise<Policy | undefined>>();
  const fileOf = (hash: string): Promise<Policy | undefined> => {
    const known = files.get(hash) ?? registry.accepted(hash, settings);
    files.set(hash, known);
    return known;
  };
  const ledgers = await foundLedgers(people, settings);
  return Promise.all(
    ledgers.map(async (ledger) => {
      const { person, entries, faults } = ledger;
      const { acceptances } = withinRange(entries, range);
      const places = acceptances.map(({ sequence }) => ({ person, sequence }));
      const proofs = unwrapped(await log.proofsIn(head.size, places));
      const all = acceptances.map(async (acceptance, index): Promise<ReportedAcceptance> => {
        const shown = shownSentence(acceptance, await fileOf(acceptance.event.policyHash));
        const proof = proofs[index] ?? null;
        const isElsewhere = proof !== null && !isLogged(entryOf(ledger, acceptance), proof, head.size, root);
        const doubts: Doubt[] = [...faults];
        if (shown === undefined) doubts.push("sentence-unknown");
        if (isElsewhere) doubts.push("log-differs");
        return { person, acceptance, shown, logIndex: proof?.index ?? null, doubts };
      });
      return { person, faults, acceptances: await Promise.all(all) };
    }),
  );
}

/** The sentence that was agreed to, if the file has it: its hash is on the ledger. */
function shownSentence({ event }: Acceptance, file: Policy | undefined): Presentation | undefined {
  if (file === undefined) return undefined;
  try {
    const shown = present(file, [event.language], event.region === "" ? undefined : event.region);
    return sentenceHash(shown) === event.sentenceHash ? shown : undefined;
  } catch (error) {
    if (error instanceof AssentError) return undefined;
    throw error;
  }
}

function entryOf({ entries }: FoundLedger, { sequence }: Acceptance): LedgerEntry | undefined {
  return entries.find((entry) => entry.sequence === sequence);
}

function isLogged(entry: LedgerEntry | undefined, { index, path }: PlaceProof, size: number, root: string): boolean {
  if (entry === undefined) return false;
  const { person, sequence, hash } = entry;
  return rootOfInclusion(leafHash({ kind: "entry", person, sequence, hash }), index, size, path) === root;
}

/** Our own head, signed by our own log: only its payload is wanted. */
function payloadOf(jws: string): LogHead {
  const [, payload = ""] = jws.split(".");
  return JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))) as LogHead;
}
