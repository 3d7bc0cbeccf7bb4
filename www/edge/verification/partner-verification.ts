import { DurableObject } from "cloudflare:workers";
import { AssentError, flow, hintedLook, nextLook, rankWebhook } from "kyc-assent/edge";
import type { Decision, FlowNote, Watch } from "../../package/types.ts";
import { configuration, type Env, type Settings } from "../configuration.ts";
import { failure, type Outcome, success } from "../ledger/outcome.ts";
import { log, logUnforeseen } from "../log.ts";
import { callKriptomat } from "../partners/kriptomat-call.ts";
import type { CallContext } from "../partners/partner-call.ts";
import { newSpan } from "../trace.ts";
import { type HandedOver, handOver, type ImportRecord } from "./hand-over.ts";
import { type KeptStanding, timed } from "./kept-standing.ts";
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

/** Somebody waits for the end of this verification. Only as long does the storage hold an identifier. */
interface KeptWatch extends Watch {
  readonly subject: Subject;
}

interface Webhooks {
  /** The own time of the newest. */
  readonly last: number | null;
  readonly seen: readonly string[];
}

/** Ids of webhooks that are remembered; older ones are told by their time. */
const SEEN = 100;

/**
 * One person's verification at one partner, named by {@link verificationOf}. It knows the last answer of the partner,
 * so that pages that wait do not cost a request each, and hands over one at a time. Crossmint's is with the person's ledger,
 * see {@link LastStanding}: what it says counts only beside the consents, and so both are asked for at once.
 */
export class PartnerVerification extends DurableObject<Env> {
  readonly #storage: DurableObjectStorage;
  #last: Promise<unknown> = Promise.resolve();
  #looking: Promise<KeptStanding> | undefined;
  /** What the storage holds of it. */
  #standing: KeptStanding | undefined;
  /** How often something was done at the partner since this object is there. */
  #changes = 0;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#storage = state.storage;
    this.#standing = state.storage.kv.get<KeptStanding>("standing");
  }

  /** Where the person stands: what is known, while the partner's own time for another look has not come; else its answer. */
  async standing(subject: Subject, context: CallContext): Promise<Outcome<Standing>> {
    return this.#answer(context, async () => {
      if (this.#standing !== undefined && Date.now() < this.#standing.freshUntil) return this.#standing.standing;
      return (await this.#look(subject, context)).standing;
    });
  }

  /** Where the person stands, asked now. */
  async look(subject: Subject, context: CallContext): Promise<Outcome<Standing>> {
    return this.#answer(context, async () => (await this.#look(subject, context)).standing);
  }

  /** What is remembered of a hand-in until the partner has seen it, and when its last trigger was answered. */
  async flowNote(): Promise<{ readonly note: FlowNote | null; readonly triggeredAt: string | null }> {
    const { kv } = this.#storage;
    return { note: kv.get<FlowNote>("flow") ?? null, triggeredAt: kv.get<string>("triggeredAt") ?? null };
  }

  /** A file has arrived, or a trigger was answered: one after the other, since files arrive at once. Gives what has arrived. */
  async flowDone(part: string | null): Promise<readonly string[]> {
    const before = this.#storage.kv.get<FlowNote>("flow") ?? null;
    const note = flow("flowNote", { note: before, ...(part !== null && { part }) });
    this.#storage.kv.put("flow", note);
    return note?.received ?? [];
  }

  async keepFlowNote(note: FlowNote): Promise<void> {
    this.#storage.kv.put("flow", note);
  }

  /** A trigger that went out at `at` was answered. */
  async triggered(at: string): Promise<void> {
    this.#storage.kv.put("triggeredAt", at);
  }

  /** Hands the person from Sumsub to Kriptomat, see {@link handOver}, and waits for the result. */
  async importKyc(person: HandedOver, context: CallContext): Promise<Outcome<Standing>> {
    return this.#answer(context, () =>
      this.#inTurn(async () => {
        const standing = await handOver(this.#importRecord(), await this.#settings(), person, context);
        this.#keep(timed(standing, context));
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
        this.#forget();
        const subject: Subject = { partner: "kriptomat", id: userId };
        this.#follow(this.#begin(subject), null);
        return { link: value.link };
      }),
    );
  }

  /**
   * Somebody says that there is news. It may be anybody: so this only brings the next look forward, for those who wait,
   * and not more often than now and then.
   */
  async hint(): Promise<void> {
    if (this.#storage.kv.get<KeptWatch>("watch") === undefined) return;
    const at = hintedLook(this.#storage.kv.get<number>("hintedAt") ?? null, new Date().toISOString());
    const alarm = await this.#storage.getAlarm();
    if (alarm !== null && alarm <= at) return;
    this.#storage.kv.put("hintedAt", at);
    await this.#storage.setAlarm(at);
  }

  /** Takes a verified webhook. Their own times put them in order: they arrive in any, and more than once. */
  async reviewed(review: Review): Promise<Receipt> {
    const hooks = this.#storage.kv.get<Webhooks>("webhooks") ?? { last: null, seen: [] };
    if (hooks.seen.includes(review.id)) return "known";
    const { reviewStatus, decisions, createdAtMs } = review;
    const rank = rankWebhook(createdAtMs, hooks.last, this.#standing?.readAt ?? null);
    const last = rank === "older" ? hooks.last : createdAtMs;
    this.#storage.kv.put("webhooks", { last, seen: [...hooks.seen, review.id].slice(-SEEN) } satisfies Webhooks);
    if (rank === "older") return "older";
    if (decisions.length === 0) return "taken";
    const value = reviewStatus === undefined ? {} : { reviewStatus };
    if (rank === "newest") {
      // Who asks from now on does not wait for a look that began before.
      this.#looking = undefined;
      this.#keep(timed({ value, decisions }, undefined, createdAtMs));
    } else this.#forget();
    return "taken";
  }

  /** Deletes all of it, once what is under way has ended. */
  async erase(): Promise<void> {
    await Promise.allSettled([this.#last, this.#looking]);
    this.#forget();
    await Promise.all([this.#storage.deleteAlarm(), this.#storage.deleteAll()]);
  }

  override async alarm(): Promise<void> {
    const { requestId } = newSpan();
    const watch = this.#storage.kv.get<KeptWatch>("watch");
    if (watch === undefined) return;
    const looked = { ...watch, looks: watch.looks + 1 };
    this.#storage.kv.put("watch", looked);
    // Should this object stop from here on, the next look is set already.
    this.#setLook(nextLook(looked, null, new Date().toISOString()).after);
    try {
      await this.#look(watch.subject, { requestId });
    } catch (error) {
      this.#follow(this.#storage.kv.get<KeptWatch>("watch"), null);
      if (!(error instanceof AssentError)) logUnforeseen(error, { event: "look-failed", requestId });
    }
  }

  /** Asks the partner; those who ask meanwhile get the same answer. */
  #look(subject: Subject, context: CallContext): Promise<KeptStanding> {
    if (this.#looking !== undefined) return this.#looking;
    const looking = this.#lookOnce(subject, context).finally(() => {
      if (this.#looking === looking) this.#looking = undefined;
    });
    this.#looking = looking;
    return looking;
  }

  async #lookOnce(subject: Subject, context: CallContext): Promise<KeptStanding> {
    const [askedAt, changes, before] = [Date.now(), this.#changes, this.#standing];
    const standing = await LOOKS[subject.partner](await this.#settings(), subject.id, context);
    const kept = timed(standing, context, askedAt);
    // What was asked before a change, or before a webhook that has come meanwhile, says nothing about the time after.
    const isOvertaken = this.#standing !== before && (this.#standing?.readAt ?? 0) > askedAt;
    if (changes === this.#changes && !isOvertaken) this.#keep(kept);
    this.#follow(this.#storage.kv.get<KeptWatch>("watch"), standing.decisions);
    return kept;
  }

  #keep(kept: KeptStanding): void {
    this.#standing = kept;
    this.#storage.kv.put("standing", kept);
  }

  /** Who asks from now on is told of the time after, also where a look is on its way. */
  #forget(): void {
    this.#changes += 1;
    this.#looking = undefined;
    this.#standing = undefined;
    this.#storage.kv.delete("standing");
  }

  /** From now on the end is looked for. */
  #watch(subject: Subject, { decisions }: Standing): void {
    this.#follow(this.#storage.kv.get<KeptWatch>("watch") ?? this.#begin(subject), decisions);
  }

  #begin(subject: Subject): KeptWatch {
    const watch: KeptWatch = { subject, since: Date.now(), looks: 0 };
    this.#storage.kv.put("watch", watch);
    return watch;
  }

  /** After a look, or one that brought nothing: when the next one is due, or that there is none any more. */
  #follow(watch: KeptWatch | undefined, decisions: readonly Decision[] | null): void {
    if (watch === undefined) return;
    const { state, after } = nextLook(watch, decisions, new Date().toISOString());
    if (state === "waiting") {
      this.#setLook(after);
      return;
    }
    if (state === "overdue") log("warn", { event: "verification-overdue", partner: watch.subject.partner });
    this.#storage.kv.delete("watch");
    void this.#storage.deleteAlarm();
  }

  #setLook(seconds: number): void {
    void this.#storage.setAlarm(Date.now() + seconds * 1000);
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
