import { redelivery } from "kyc-assent/edge";
import type { Acceptance, LedgerEntry } from "../../package/types.ts";
import { configuration, type Env } from "../configuration.ts";
import { hasLog, logOf } from "../log/log-settings.ts";
import { log, logUnforeseen } from "../log.ts";
import { detailOf } from "../problem.ts";
import type { Book } from "./book.ts";
import { unwrapped } from "./outcome.ts";

/** Entries that go to the log in one call. */
const BATCH = 500;

/** Hands the entries of a ledger to the log over all people, again and again until it has taken them. */
export class LogSubmission {
  readonly #book: Book;
  readonly #env: Env;
  /** Id of the object that holds the ledger. */
  readonly #ledger: string;
  #running: Promise<void> | undefined;

  constructor(book: Book, env: Env, ledger: string) {
    this.#book = book;
    this.#env = env;
    this.#ledger = ledger;
  }

  /** When the next entries are to be handed in; undefined when there are none, or no log. */
  get due(): number | undefined {
    return hasLog(this.#env) ? this.#book.unlogged()?.due : undefined;
  }

  /** Hands in what is due. A failure is not thrown: it stands in the book, with the time of the next try. */
  async submitDue(): Promise<void> {
    if ((this.due ?? Number.POSITIVE_INFINITY) > Date.now()) return;
    try {
      await this.submit();
    } catch (error) {
      const code = causeOf(error, "log-submission");
      const attempts = (this.#book.unlogged()?.attempts ?? 0) + 1;
      const { after, report } = redelivery(attempts, code);
      this.#book.noteLogTry(attempts, Date.now() + after * 1000);
      log(report ? "error" : "warn", { event: "log-submission", code, attempts });
    }
  }

  /** Hands in all that the log has not taken. Throws when it does not take it. */
  submit(): Promise<void> {
    this.#running ??= this.#submit().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #submit(): Promise<void> {
    if (!hasLog(this.#env)) return;
    const checked = await configuration(this.#env);
    const settings = "settings" in checked ? checked.settings.log : undefined;
    if (settings === undefined) throw new Error("the log is misconfigured");
    for (;;) {
      const entries = this.#book.chain.after(this.#book.logged(), BATCH);
      const [first, last] = [entries[0], entries.at(-1)];
      if (first === undefined || last === undefined) return;
      const taken = await logOf(settings).take({
        person: first.person,
        ledger: this.#ledger,
        erased: this.#book.linkKey() === undefined,
        entries: entries.map(({ sequence, hash }) => ({ sequence, hash })),
        acceptances: concerned(this.#book.chain.acceptances(), entries),
      });
      unwrapped(taken);
      this.#book.noteLogged(last.sequence);
    }
  }
}

/** The code of what went wrong in another object. What nobody foresaw may pass: the object moves, or is started anew. */
export function causeOf(error: unknown, event: "log-submission" | "erasure"): string {
  const { code } = detailOf(error);
  if (code !== "trapped") return code;
  logUnforeseen(error, { event: `${event}-failed` });
  return "unavailable";
}

/** The acceptances that these entries are about. */
function concerned(acceptances: readonly Acceptance[], entries: readonly LedgerEntry[]): readonly Acceptance[] {
  const named = new Set<number>();
  const withdrawn = new Set<string>();
  for (const { sequence, at, event } of entries) {
    if (event.kind === "accepted") named.add(sequence);
    if (event.kind === "told" || event.kind === "lapsed") named.add(event.acceptance);
    if (event.kind === "withdrawn") withdrawn.add(`${event.policy} ${at}`);
  }
  return acceptances.filter(
    ({ sequence, event, withdrawnAt }) => named.has(sequence) || withdrawn.has(`${event.policy} ${withdrawnAt}`),
  );
}
