import { AssentError, redelivery } from "kyc-assent/edge";
import { configuration, type Env } from "../configuration.ts";
import { logOf } from "../log/log-settings.ts";
import { log } from "../log.ts";
import type { Book } from "./book.ts";
import { eraseElsewhere, type KeptElsewhere } from "./kept-elsewhere.ts";
import { causeOf, type LogSubmission } from "./log-submission.ts";
import { unwrapped } from "./outcome.ts";

/** How far an erasure is. */
export interface ErasureState {
  /** The pseudonym under which the entries stay. */
  readonly person: string;
  /** Whether nothing is left to be done. */
  readonly done: boolean;
}

/**
 * Takes the link between a person and their entries away. The entries go whole to an object named after the pseudonym;
 * locator, link key, documents and answers go with the storage of this one; what is kept of the person elsewhere is deleted
 * there. Each step may be repeated, and the order to
 * take them stands in the storage until the last is done.
 */
export class Erasure {
  readonly #book: Book;
  readonly #submission: LogSubmission;
  readonly #env: Env;
  #running: Promise<void> | undefined;

  constructor(book: Book, submission: LogSubmission, env: Env) {
    this.#book = book;
    this.#submission = submission;
    this.#env = env;
  }

  /** When the next step is to be tried; undefined when none is. */
  get due(): number | undefined {
    return this.#book.erasure()?.due;
  }

  /** Nothing is read from, or added to, a ledger that is on its way out. */
  refuseWhileRunning(): void {
    if (this.#book.erasure() === undefined) return;
    const message = "this person's ledger is being erased; try again";
    throw new AssentError({ code: "unavailable", message, retryAfter: 1 });
  }

  /** Closes the ledger with its last entry, and takes the order to do the rest, now. Part of a transaction. Throws when there is none. */
  begin(elsewhere: readonly KeptElsewhere[]): ErasureState {
    const begun = this.#book.erasure();
    if (begun !== undefined) {
      this.#book.extendErasure([...begun.elsewhere, ...elsewhere]);
      this.#book.noteErasureTry(begun.attempts, Date.now());
      return { person: begun.person, done: false };
    }
    const person = this.#book.chain.last?.person;
    if (person === undefined) {
      throw new AssentError({ code: "not-found", message: "there is no ledger of this person" });
    }
    this.#book.append({ kind: "erased" });
    this.#book.orderErasure(person, elsewhere, Date.now());
    return { person, done: false };
  }

  /** Does what is left to be done, if it is due. A failure is not thrown: it stands in the book. */
  async proceed(settled: () => Promise<unknown>): Promise<void> {
    if ((this.due ?? Number.POSITIVE_INFINITY) > Date.now()) return;
    this.#running ??= this.#steps(settled)
      .catch((error) => this.#noteFailure(error))
      .finally(() => {
        this.#running = undefined;
      });
    await this.#running;
  }

  async #steps(settled: () => Promise<unknown>): Promise<void> {
    const order = this.#book.erasure();
    const checked = await configuration(this.#env);
    if (order === undefined) return;
    if (!("settings" in checked)) {
      throw new AssentError({ code: "unavailable", message: "the gateway is misconfigured" });
    }
    const { ledgers, log: logSettings } = checked.settings;
    // What is on its way to a partner would otherwise leave something behind it here or elsewhere.
    await settled();
    await this.#submission.submit();
    const place = ledgers.getByName(`erased:${order.person}`);
    unwrapped(await place.adopt(this.#book.chain.entries(), this.#book.logged()));
    if (logSettings !== undefined) unwrapped(await logOf(logSettings).moved(order.person, place.id.toString()));
    await eraseElsewhere(this.#book.erasure()?.elsewhere ?? [], checked.settings);
    await this.#book.wipe();
    log("info", { event: "erased" });
  }

  #noteFailure(error: unknown): void {
    const code = causeOf(error, "erasure");
    const attempts = (this.#book.erasure()?.attempts ?? 0) + 1;
    const { after, report } = redelivery(attempts, code);
    this.#book.noteErasureTry(attempts, Date.now() + after * 1000);
    log(report ? "error" : "warn", { event: "erasure", code, attempts });
  }
}
