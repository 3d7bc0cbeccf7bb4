import { DurableObject } from "cloudflare:workers";
import { AssentError, plan, redelivery } from "kyc-assent/edge";
import type { Decision } from "../../package/types.ts";
import { configuration, type Env, type Settings } from "../configuration.ts";
import { failure, type Outcome, success } from "../ledger/outcome.ts";
import { LIMITS } from "../limits.ts";
import { log, logUnforeseen } from "../log.ts";
import { callKriptomat } from "../partners/kriptomat-call.ts";
import type { CallContext } from "../partners/partner-call.ts";
import { type HandedOver, handOver, type ImportRecord } from "./hand-over.ts";
import { LOOKS, type Standing, type Subject } from "./looks.ts";

/** A verified webhook about a review. */
export interface Review {
  /** SHA-256 of its bytes. */
  readonly id: string;
  readonly createdAtMs: number;
  readonly reviewStatus?: string | undefined;
  readonly decisions: readonly Decision[];
}

/** What became of a webhook: taken, or nothing new in it. */
export type Receipt = "taken" | "known" | "older";

/** Where a person stands, and when that was asked. */
interface KeptStanding {
  readonly standing: Standing;
  /** Milliseconds since 1970, as all times here. */
  readonly readAt: number;
  readonly freshUntil: number;
}

/** Somebody waits for the end of this verification. Only as long does the storage hold an identifier. */
interface Watch {
  readonly subject: Subject;
  readonly since: number;
  readonly looks: number;
}

interface Webhooks {
  readonly last: number;
  readonly seen: readonly string[];
}

/** A result comes within a day (Kriptomat, compliance); after two it is looked for only when somebody asks. */
const LONGEST_WATCH = 48 * 60 * 60 * 1000;
/** The least between two looks that unsigned hints lead to, in milliseconds. */
const HINT_PAUSE = 30_000;
/** Ids of webhooks that are remembered; older ones are told by their time. */
const SEEN = 100;

/**
 * One person's verification at one partner, named by {@link verificationOf}. It knows the last answer of the partner,
 * so that pages that wait do not cost a request each, and hands over one at a time.
 */
export class PartnerVerification extends DurableObject<Env> {
  readonly #storage: DurableObjectStorage;
  #last: Promise<unknown> = Promise.resolve();
  #looking: Promise<Standing> | undefined;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#storage = state.storage;
  }

  /** Where the person stands: what is known, while the partner's own time for another look has not come; else its answer. */
  async standing(subject: Subject, context: CallContext): Promise<Outcome<Standing>> {
    return this.#answer(context, async () => {
      const kept = this.#storage.kv.get<KeptStanding>("standing");
      return kept !== undefined && Date.now() < kept.freshUntil ? kept.standing : this.#look(subject, context);
    });
  }

  /** Where the person stands, asked now. */
  async look(subject: Subject, context: CallContext): Promise<Outcome<Standing>> {
    return this.#answer(context, () => this.#look(subject, context));
  }

  /** What is known is not true any more: something has just been done at the partner. */
  async forget(): Promise<void> {
    this.#storage.kv.delete("standing");
  }

  /** Hands the person from Sumsub to Kriptomat, see {@link handOver}, and waits for the result. */
  async importKyc(person: HandedOver, context: CallContext): Promise<Outcome<Standing>> {
    return this.#answer(context, () =>
      this.#inTurn(async () => {
        const standing = await handOver(this.#importRecord(), await this.#settings(), person, context);
        this.#keep(standing, context);
        this.#watch({ partner: "kriptomat", id: person.userId }, standing);
        return standing;
      }),
    );
  }

  /** Has Kriptomat verify the person itself: gives the link for the person, and waits for the result. */
  async requestKyc(userId: string, context: CallContext): Promise<Outcome<{ readonly link: string }>> {
    return this.#answer(context, () =>
      this.#inTurn(async () => {
        const input = { userId: Number(userId) };
        const { value } = await callKriptomat(await this.#settings(), "kriptomat.requestKyc", input, context);
        this.#storage.kv.delete("standing");
        const subject: Subject = { partner: "kriptomat", id: userId };
        this.#storage.kv.put("watch", { subject, since: Date.now(), looks: 0 } satisfies Watch);
        void this.#storage.setAlarm(Date.now() + redelivery(1, "unavailable").after * 1000);
        return { link: value.link };
      }),
    );
  }

  /**
   * Somebody says that there is news. It may be anybody: so this only brings the next look forward, for those who wait,
   * and not more often than now and then.
   */
  async hint(): Promise<void> {
    if (this.#storage.kv.get<Watch>("watch") === undefined) return;
    const earliest = (this.#storage.kv.get<number>("hintedAt") ?? 0) + HINT_PAUSE;
    const at = Math.max(Date.now(), earliest);
    const alarm = await this.#storage.getAlarm();
    if (alarm !== null && alarm <= at) return;
    this.#storage.kv.put("hintedAt", at);
    await this.#storage.setAlarm(at);
  }

  /** Takes a verified webhook. Their own times put them in order: they arrive in any, and more than once. */
  async reviewed(review: Review): Promise<Receipt> {
    const hooks = this.#storage.kv.get<Webhooks>("webhooks") ?? { last: 0, seen: [] };
    if (hooks.seen.includes(review.id)) return "known";
    const last = Math.max(hooks.last, review.createdAtMs);
    this.#storage.kv.put("webhooks", { last, seen: [...hooks.seen, review.id].slice(-SEEN) } satisfies Webhooks);
    if (review.createdAtMs < hooks.last) return "older";
    if (review.decisions.length === 0) return "taken";
    const kept = this.#storage.kv.get<KeptStanding>("standing");
    if (review.createdAtMs === hooks.last || (kept !== undefined && kept.readAt >= review.createdAtMs)) {
      // Which of the two is newer cannot be told: whoever wants to know asks the partner.
      this.#storage.kv.delete("standing");
      return "taken";
    }
    const { reviewStatus, decisions, createdAtMs } = review;
    const standing: Standing = { value: reviewStatus === undefined ? {} : { reviewStatus }, decisions };
    this.#keep(standing, undefined, createdAtMs);
    return "taken";
  }

  override async alarm(): Promise<void> {
    const context = { requestId: crypto.randomUUID() };
    const watch = this.#storage.kv.get<Watch>("watch");
    if (watch === undefined) return;
    const looked = { ...watch, looks: watch.looks + 1 };
    this.#storage.kv.put("watch", looked);
    // Should this object stop from here on, or the look fail, the next one is set already.
    this.#postpone(looked, 0);
    try {
      await this.#look(watch.subject, context);
    } catch (error) {
      if (!(error instanceof AssentError)) logUnforeseen(error, { event: "look-failed", ...context });
    }
  }

  /** Asks the partner; those who ask meanwhile get the same answer. */
  #look(subject: Subject, context: CallContext): Promise<Standing> {
    this.#looking ??= this.#lookOnce(subject, context).finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #lookOnce(subject: Subject, context: CallContext): Promise<Standing> {
    const askedAt = Date.now();
    const standing = await LOOKS[subject.partner](await this.#settings(), subject.id, context);
    this.#keep(standing, context, askedAt);
    this.#follow(standing);
    return standing;
  }

  #keep(standing: Standing, context?: CallContext, readAt = Date.now()): void {
    const { freshTime = LIMITS.freshTime } = context?.limits ?? {};
    const { lookAgainAfter } = plan(standing.decisions);
    const freshUntil = Date.now() + (lookAgainAfter === null ? freshTime : lookAgainAfter * 1000);
    this.#storage.kv.put("standing", { standing, readAt, freshUntil } satisfies KeptStanding);
  }

  /** From now on the end is looked for. */
  #watch(subject: Subject, standing: Standing): void {
    if (this.#storage.kv.get<Watch>("watch") === undefined) {
      this.#storage.kv.put("watch", { subject, since: Date.now(), looks: 0 } satisfies Watch);
    }
    this.#follow(standing);
  }

  /** After a look: when the next one is due, or that there is nothing to wait for any more. */
  #follow({ decisions }: Standing): void {
    const watch = this.#storage.kv.get<Watch>("watch");
    if (watch === undefined) return;
    const { lookAgainAfter } = plan(decisions);
    const isOver = lookAgainAfter === null && !decisions.some(({ next }) => next === "start-verification");
    const isOverdue = Date.now() >= watch.since + LONGEST_WATCH;
    if (isOver || isOverdue) {
      if (!isOver) log("warn", { event: "verification-overdue", operation: watch.subject.partner });
      this.#storage.kv.delete("watch");
      void this.#storage.deleteAlarm();
    } else this.#postpone(watch, lookAgainAfter ?? 0);
  }

  /** Sets the next look: not before the partner's own time, and later with each look that brought nothing. */
  #postpone({ looks }: Watch, seconds: number): void {
    const after = Math.max(seconds, redelivery(Math.max(1, looks), "unavailable").after);
    void this.#storage.setAlarm(Date.now() + after * 1000);
  }

  #importRecord(): ImportRecord {
    const { kv } = this.#storage;
    return {
      isOpen: () => kv.get<number>("import") !== undefined,
      open: () => kv.put("import", Date.now()),
      close: () => void kv.delete("import"),
    };
  }

  /** One after the other: two tabs do not hand over at once. Every call to a partner ends, and so does a turn. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #settings(): Promise<Settings> {
    const checked = await configuration(this.env);
    if ("settings" in checked) return checked.settings;
    throw new AssentError({ code: "unavailable", message: "the gateway is misconfigured" });
  }

  async #answer<T>(context: CallContext, work: () => Promise<T>): Promise<Outcome<T>> {
    try {
      return success(await work());
    } catch (error) {
      const { requestId } = context;
      if (!(error instanceof AssentError)) logUnforeseen(error, { event: "verification-failed", requestId });
      return failure(error);
    }
  }
}
