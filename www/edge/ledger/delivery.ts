import { AssentError, mayTell, redelivery } from "kyc-assent/edge";
import type { Decision } from "../../package/types.ts";
import { configuration, type Env } from "../configuration.ts";
import { log, logUnforeseen } from "../log.ts";
import type { CallContext } from "../partners/partner-call.ts";
import { tellerOf } from "../partners/tellers.ts";
import { detailOf } from "../problem.ts";
import type { Book, Untold } from "./book.ts";

/** Milliseconds until another look when not even the core could say when. */
const FALL_BACK = 60_000;

/** Tells the partners what is in the outbox, again and again until they have confirmed it. */
export class Delivery {
  readonly #book: Book;
  readonly #schedule: () => void;
  readonly #tried: () => void;
  readonly #env: Env;
  /** What is being told right now, by acceptance: nothing is told twice at once. */
  readonly #running = new Map<number, Promise<readonly Decision[]>>();

  /**
   * `schedule` sets the alarm of the ledger anew; within a transaction it is part of that. `tried` is called when a partner
   * may have been told.
   */
  constructor(book: Book, { schedule, tried }: { schedule: () => void; tried: () => void }, env: Env) {
    this.#book = book;
    this.#schedule = schedule;
    this.#tried = tried;
    this.#env = env;
  }

  /** When the most urgent delivery is due; undefined when there is none. */
  get due(): number | undefined {
    return this.#book.untold()[0]?.due;
  }

  /** Waits for what is being told right now. */
  settled(): Promise<unknown> {
    return Promise.allSettled(this.#running.values());
  }

  /**
   * Tells the partner of one acceptance, if that is still to be done, and gives what it decided. A failure is not
   * thrown: it stands in the outbox.
   */
  deliver(acceptance: number, context: CallContext): Promise<readonly Decision[]> {
    const running = this.#running.get(acceptance);
    if (running !== undefined) return running;
    const delivery = this.#try(acceptance, context).finally(() => this.#running.delete(acceptance));
    this.#running.set(acceptance, delivery);
    return delivery;
  }

  /** Tells what is due. What fails stands in the outbox, with the time of the next try. */
  async deliverDue(context: CallContext): Promise<void> {
    const due = this.#book.untold().filter((untold) => untold.due <= Date.now());
    await Promise.all(due.map(({ acceptance }) => this.deliver(acceptance, context)));
  }

  async #try(acceptance: number, context: CallContext): Promise<readonly Decision[]> {
    const untold = this.#book.untold().find((waiting) => waiting.acceptance === acceptance);
    if (untold === undefined) return [];
    if (!mayTell(untold.problem, untold.due, new Date().toISOString())) return [];
    const started = Date.now();
    const attempts = untold.attempts + 1;
    try {
      // Should this object stop at any point from here, the alarm for the next try is set already.
      this.#book.together(() => this.#postpone(untold, attempts, "unavailable"));
      const decisions = await this.#tell(untold, context);
      log("info", { ...told(untold, attempts, started), requestId: context.requestId });
      return decisions;
    } catch (error) {
      this.#noteFailure(untold, attempts, error, context, started);
      return [];
    } finally {
      this.#tried();
    }
  }

  async #tell(untold: Untold, context: CallContext): Promise<readonly Decision[]> {
    const { acceptance, partner, policy } = untold;
    const checked = await configuration(this.#env);
    if (!("settings" in checked))
      throw new AssentError({ code: "unavailable", message: "the gateway is misconfigured" });
    const tell = tellerOf(policy);
    if (tell === undefined)
      throw new AssentError({ code: "not-enabled", message: "there is no way to tell this partner" });
    const region = this.#book.chain.acceptance(acceptance)?.event.region ?? "";
    const { decisions } = await tell(checked.settings, { ...untold, region }, context);
    // Also when the person has withdrawn it meanwhile: the partner knows, and the ledger says what happened.
    this.#book.together(() => {
      this.#book.append({ kind: "told", policy, partner, acceptance });
      this.#book.dequeue(acceptance);
      this.#schedule();
    });
    return decisions;
  }

  #noteFailure(untold: Untold, attempts: number, error: unknown, { requestId }: CallContext, started: number): void {
    const { code, retryAfter } = detailOf(error);
    if (!(error instanceof AssentError)) logUnforeseen(error, { event: "delivery-failed", requestId });
    const needsOperator = this.#book.together(() => this.#postpone(untold, attempts, code, retryAfter));
    log(needsOperator ? "error" : "warn", { ...told(untold, attempts, started), code, requestId });
  }

  /** Writes down how the try went and when the next is due; says whether an operator has to do something first. */
  #postpone({ acceptance }: Untold, attempts: number, problem: string, retryAfter?: number): boolean {
    let next = { after: FALL_BACK / 1000, report: true };
    try {
      next = redelivery(attempts, problem, retryAfter);
    } catch (error) {
      logUnforeseen(error, { event: "redelivery-failed" });
    }
    this.#book.noteTry(acceptance, attempts, Date.now() + next.after * 1000, problem);
    this.#schedule();
    return next.report;
  }
}

/** What is logged of a try. Its age is in seconds since the person agreed. */
function told({ partner, policy, acceptedAt }: Untold, attempts: number, started: number) {
  const age = Math.max(0, Math.round((Date.now() - Date.parse(acceptedAt)) / 1000));
  return { event: "delivery", partner, policy, attempts, age, ms: Date.now() - started } as const;
}
