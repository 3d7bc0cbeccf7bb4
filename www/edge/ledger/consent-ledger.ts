import { DurableObject } from "cloudflare:workers";
import { AssentError, acceptances } from "kyc-assent/edge";
import type {
  Acceptance,
  AcceptedEvent,
  Consent,
  Decision,
  LedgerEntry,
  Partner,
  UserLocator,
} from "../../package/types.ts";
import { configuration, type Env } from "../configuration.ts";
import { log, logUnforeseen } from "../log.ts";
import type { CallContext } from "../partners/partner-call.ts";
import { tellerOf } from "../partners/tellers.ts";
import { newSpan } from "../trace.ts";
import type { Standing } from "../verification/looks.ts";
import { Book, type Untold } from "./book.ts";
import type { FoundEntry } from "./chain.ts";
import { Delivery } from "./delivery.ts";
import { Erasure, type ErasureState } from "./erasure.ts";
import type { KeptElsewhere } from "./kept-elsewhere.ts";
import { type DatedStanding, type Errand, LastStanding } from "./last-standing.ts";
import { LogSubmission } from "./log-submission.ts";
import { failure, type Outcome, success } from "./outcome.ts";
import { Turns } from "./turns.ts";

/** Milliseconds until another look when something failed that nobody foresaw. */
const FALL_BACK = 60_000;
const DAY = 86_400_000;

/** A policy in the version that must be accepted now. */
export interface PolicyVersion {
  readonly policy: string;
  readonly version: string;
}

/** What a person has just agreed to, checked by the Worker. */
export interface NewAcceptance {
  readonly locator: UserLocator;
  readonly partner: string;
  readonly event: AcceptedEvent;
  /** The caller's idempotency key, hashed. */
  readonly key?: string | undefined;
}

/** An acceptance as the person is told of it. */
export interface ConsentRecord {
  readonly id: string;
  readonly policy: string;
  readonly version: string;
  readonly language: string;
  /** The gateway's time. */
  readonly acceptedAt: string;
  readonly withdrawnAt?: string;
  /** When the partner said that the acceptance no longer counts. */
  readonly lapsedAt?: string;
  /** When the partner confirmed that it knows. */
  readonly toldAt?: string;
  /**
   * `cancelled`: it was withdrawn before the partner was told, and is not told any more. `kept`: the partner wants to be
   * told of none.
   */
  readonly delivery: "delivered" | "queued" | "cancelled" | "kept";
  /** Why the partner could not be told so far. */
  readonly problem?: string;
}

/** Everything that a ledger proves. */
export interface WholeLedger {
  readonly entries: readonly LedgerEntry[];
  readonly acceptances: readonly Acceptance[];
  /** By which the person can prove that the entries are theirs. For nobody else. */
  readonly linkKey?: string;
}

/** Where the person stands at Crossmint, or that it has to be asked; and what is in force of the policies that were named. */
export interface Status {
  readonly consents: readonly ConsentRecord[];
  readonly found: DatedStanding | Errand;
}

export interface Accepted {
  /** Whether this was put on record just now. */
  readonly created: boolean;
  readonly record: ConsentRecord;
  /** What the partner decided when it was told in the course of this; none when it was told before, or is still to be. */
  readonly decisions: readonly Decision[];
}

/**
 * What one person agreed to. There is one for each person, named by a keyed hash of the locator, so that whoever reads
 * the storage learns no name. An acceptance and the order to tell the partner are written in one transaction, before
 * anything is sent; the runtime holds back whatever leaves this object until its writes are on disk. A withdrawal of
 * what the partner has not been told takes the order back; the ledger keeps both entries.
 */
export class ConsentLedger extends DurableObject<Env> {
  readonly #book: Book;
  readonly #storage: DurableObjectStorage;
  readonly #delivery: Delivery;
  readonly #submission: LogSubmission;
  readonly #erasure: Erasure;
  readonly #turns = new Turns();
  readonly #lastStanding: LastStanding;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#storage = state.storage;
    this.#book = new Book(state.storage);
    this.#lastStanding = new LastStanding(state.storage.kv);
    const tried = () => this.#lastStanding.forget();
    this.#delivery = new Delivery(this.#book, { schedule: () => this.#schedule(), tried }, env);
    this.#submission = new LogSubmission(this.#book, env, state.id.toString());
    this.#erasure = new Erasure(this.#book, this.#submission, env);
    // Whatever happened to the alarm, it is set again before anything else is done.
    state.blockConcurrencyWhile(async () => {
      if ((await this.#storage.getAlarm()) === null) this.#schedule();
    });
  }

  /** Sets the alarm for what is due first. Within a transaction it is part of that. */
  #schedule(): void {
    const all = [this.#delivery.due, this.#submission.due, this.#erasure.due];
    const due = Math.min(...all.map((one) => one ?? Number.POSITIVE_INFINITY));
    // Not awaited: the runtime writes it together with what was written just before, and reports a failure itself.
    void (due === Number.POSITIVE_INFINITY
      ? this.#storage.deleteAlarm()
      : this.#storage.setAlarm(Math.max(due, Date.now())));
  }

  /** Puts an acceptance on record, unless one that still counts is there, and tells the partner. */
  async accept(acceptance: NewAcceptance, context: CallContext): Promise<Outcome<Accepted>> {
    try {
      const rate = await this.#rate();
      const { sequence, created } = this.#book.together(() => this.#record(acceptance, rate));
      const { partner, event } = acceptance;
      if (created) this.#note("recorded", { policy: event.policy, partner }, context);
      const decisions = await this.#delivery.deliver(sequence, context);
      const found = this.#book.chain.acceptance(sequence);
      if (found === undefined)
        throw new AssentError({ code: "unavailable", message: "the acceptance is not on record" });
      return success({ created, record: this.#describe(found), decisions });
    } catch (error) {
      return this.#failed(error, "accept", context);
    }
  }

  #record({ locator, partner, event, key }: NewAcceptance, rate: number): { sequence: number; created: boolean } {
    this.#erasure.refuseWhileRunning();
    const { policy, version, sentenceHash } = event;
    const answered = key === undefined ? undefined : this.#book.answered(key);
    if (answered !== undefined) {
      if (answered.sentenceHash !== sentenceHash) {
        const message = "this key was used for another acceptance; make a new one for each ticking";
        throw new AssentError({ code: "invalid-input", message, field: "Idempotency-Key" });
      }
      return { sequence: answered.acceptance, created: answered.created };
    }
    const inForce = this.#inForce({ policy, version });
    // Of another region it is another document.
    const existing = inForce?.event.region === event.region ? inForce : undefined;
    if (existing === undefined) this.#refuseMoreThan(rate, policy);
    const sequence = existing?.sequence ?? this.#append(event, partner, locator);
    const created = existing === undefined;
    if (key !== undefined) this.#book.keepAnswer(key, { acceptance: sequence, sentenceHash, created });
    return { sequence, created };
  }

  /** Nobody fills ledger and log, which keep everything, by agreeing and withdrawing without an end. */
  #refuseMoreThan(rate: number, policy: string): void {
    const wait = Date.parse(this.#book.chain.givenAt(policy, rate) ?? "") + DAY - Date.now();
    // Of one that a clock has put further ahead than that, it is the clock that is wrong.
    if (!(wait > 0 && wait <= DAY)) return;
    throw new AssentError({
      code: "rate-limited",
      message: "this was agreed to and withdrawn too often today; wait and try again",
      retryAfter: Math.ceil(wait / 1000),
    });
  }

  async #rate(): Promise<number> {
    const checked = await configuration(this.env);
    if ("settings" in checked) return checked.settings.policies.rate;
    throw new AssentError({ code: "unavailable", message: "the gateway is misconfigured" });
  }

  #append(event: NewAcceptance["event"], partner: string, locator: UserLocator): number {
    const { sequence: acceptance, at } = this.#book.appendFor(locator, event);
    const due = Date.now();
    const { policy } = event;
    if (tellerOf(policy) === undefined) return acceptance;
    this.#book.enqueue({ acceptance, partner, policy, acceptedAt: at, locator, attempts: 0, due, problem: null });
    this.#schedule();
    return acceptance;
  }

  /** Everything this person ever accepted, oldest first; of `needed` alone, what is in force. */
  async consents(context: CallContext, needed?: readonly PolicyVersion[]): Promise<Outcome<readonly ConsentRecord[]>> {
    try {
      return success(this.#consents(needed));
    } catch (error) {
      return this.#failed(error, "consents", context);
    }
  }

  #consents(needed?: readonly PolicyVersion[]): readonly ConsentRecord[] {
    this.#erasure.refuseWhileRunning();
    const { chain } = this.#book;
    const asked = needed?.flatMap((one) => this.#inForce(one) ?? []) ?? chain.acceptances();
    const untold = this.#book.untold();
    return asked.map((acceptance) => this.#describe(acceptance, untold));
  }

  /**
   * Where the person stands at Crossmint as far as it is known, and no longer ago than `mostAge` milliseconds; else the
   * errand to ask, which ends with {@link bring}. With what is in force of `needed`.
   */
  async status(needed: readonly PolicyVersion[], mostAge: number, context: CallContext): Promise<Outcome<Status>> {
    try {
      this.#erasure.refuseWhileRunning();
      const found = await this.#lastStanding.find(mostAge, context);
      if ("id" in found) return success({ found, consents: this.#consents(needed) });
      return found.ok ? success({ found: found.value, consents: this.#consents(needed) }) : found;
    } catch (error) {
      return this.#failed(error, "status", context);
    }
  }

  /** What came of an errand, for those who wait for it. */
  async bring(errand: string, answer: Outcome<Standing>, context: CallContext): Promise<void> {
    this.#lastStanding.bring(errand, answer, context);
  }

  /** Something has just been done at Crossmint: what is known of it is not true any more. */
  async changed(): Promise<void> {
    this.#lastStanding.forget();
  }

  /** Withdraws a consent, in whatever version. A second time changes nothing. */
  async withdraw(policy: string, context: CallContext): Promise<Outcome<string>> {
    try {
      const { at, isNew } = this.#book.together(() => this.#withdraw(policy));
      if (isNew) this.#note("withdrawn", { policy }, context);
      return success(at);
    } catch (error) {
      return this.#failed(error, "withdraw", context);
    }
  }

  #withdraw(policy: string): { readonly at: string; readonly isNew: boolean } {
    this.#erasure.refuseWhileRunning();
    const last = this.#book.chain.acceptances().findLast(({ event }) => event.policy === policy);
    if (last === undefined) {
      throw new AssentError({ code: "not-found", message: "no acceptance of this policy is on record" });
    }
    if (last.withdrawnAt !== undefined) return { at: last.withdrawnAt, isNew: false };
    const { at } = this.#book.append({ kind: "withdrawn", policy });
    this.#book.dequeuePolicy(policy);
    this.#schedule();
    return { at, isNew: true };
  }

  /**
   * The consents that data may be sent under, one for each policy: in force, and the partner knows of it. Else why there
   * is none.
   */
  async consentsTo(needed: readonly PolicyVersion[], context: CallContext): Promise<Outcome<readonly Consent[]>> {
    try {
      this.#erasure.refuseWhileRunning();
      const waiting = needed.flatMap((one) => this.#inForce(one) ?? []).filter(mustBeTold);
      await Promise.all(waiting.map(({ sequence }) => this.#delivery.deliver(sequence, context)));
      // Read anew: the person may have withdrawn one meanwhile.
      return success(needed.map((one) => this.#consent(one)));
    } catch (error) {
      return this.#failed(error, "consent", context);
    }
  }

  #consent(needed: PolicyVersion): Consent {
    const acceptance = this.#inForce(needed);
    if (acceptance === undefined) {
      const message = "show the policy in its current version and record the person's acceptance, then call again";
      throw new AssentError({ code: "consent-required", message });
    }
    if (mustBeTold(acceptance)) throw this.#notToldYet(acceptance.sequence);
    return { policy: needed.policy, acceptedAt: acceptance.at };
  }

  #notToldYet(acceptance: number): AssentError {
    const due = this.#untold(acceptance)?.due ?? Date.now();
    const retryAfter = Math.max(1, Math.ceil((due - Date.now()) / 1000));
    const message = "the partner has not confirmed the consent yet, so no data was sent; try again later";
    return new AssentError({ code: "unavailable", message, retryAfter });
  }

  /**
   * Notes that the partner no longer counts what it had been told of before `askedAt`, so that the person has to be
   * asked again. What it was told of later, its answer does not speak about.
   */
  async lapse(policy: string, partner: Partner, askedAt: string, context: CallContext): Promise<Outcome<null>> {
    try {
      const lapsed = this.#book.together(() => {
        this.#erasure.refuseWhileRunning();
        let count = 0;
        for (const { sequence, event, toldAt, withdrawnAt, lapsedAt } of this.#book.chain.acceptances()) {
          const isMeant = event.policy === policy && toldAt !== undefined && toldAt <= askedAt;
          if (!isMeant || withdrawnAt !== undefined || lapsedAt !== undefined) continue;
          this.#book.append({ kind: "lapsed", policy, partner, acceptance: sequence });
          count += 1;
        }
        this.#schedule();
        return count;
      });
      if (lapsed > 0) this.#note("lapsed", { policy, partner }, context);
      return success(null);
    } catch (error) {
      return this.#failed(error, "lapse", context);
    }
  }

  /** Notes that a document is this person's own; false where the ledger was erased while that was on its way to the partner. */
  async keepDocument(id: string): Promise<boolean> {
    const isThere = this.#book.chain.last !== null && this.#book.erasure() === undefined;
    if (isThere) this.#book.keepDocument(id);
    return isThere;
  }

  async hasDocument(id: string): Promise<boolean> {
    return this.#book.hasDocument(id);
  }

  /**
   * Runs `work` of the Worker when no other work of this person runs, so that two tabs do not interleave. What it brings stays
   * there: an object that came from there would have to be given back.
   */
  async inTurn(work: () => Promise<void>, context: CallContext): Promise<Outcome<null>> {
    try {
      await this.#turns.take(work);
      return success(null);
    } catch (error) {
      return this.#failed(error, "turn", context);
    }
  }

  /** The whole ledger, verified anew. Entries of a ledger that was erased have no link key. */
  async whole(): Promise<Outcome<WholeLedger>> {
    try {
      const entries = this.#book.chain.entries();
      const linkKey = this.#book.linkKey();
      return success({ entries, acceptances: acceptances(entries), ...(linkKey !== undefined && { linkKey }) });
    } catch (error) {
      return this.#failed(error, "whole", newSpan());
    }
  }

  /** Entries after one of them as they lie in the storage, verified or not: for exports. */
  async asFound(sequence: number, most: number): Promise<Outcome<readonly FoundEntry[]>> {
    try {
      return success(this.#book.chain.asFound(sequence, most));
    } catch (error) {
      return this.#failed(error, "as-found", newSpan());
    }
  }

  /** Takes the link between the person and the entries away. What is not done when this answers is done by alarm. */
  async erase(elsewhere: readonly KeptElsewhere[], context: CallContext): Promise<Outcome<ErasureState>> {
    try {
      // What a partner confirms at this moment is put on record first: nothing follows an erasure.
      await this.#delivery.settled();
      const { person } = this.#book.together(() => {
        const begun = this.#erasure.begin(elsewhere);
        this.#lastStanding.forget();
        this.#schedule();
        return begun;
      });
      await this.#erasure.proceed(() => this.#settled());
      this.#schedule();
      return success({ person, done: this.#erasure.due === undefined });
    } catch (error) {
      return this.#failed(error, "erase", context);
    }
  }

  /** Takes over the entries of a ledger that is erased, of which the log has `logged`. A second time changes nothing. */
  async adopt(entries: readonly LedgerEntry[], logged: number): Promise<Outcome<null>> {
    try {
      this.#book.together(() => this.#book.adopt(entries, logged));
      this.#schedule();
      return success(null);
    } catch (error) {
      return this.#failed(error, "adopt", newSpan());
    }
  }

  override async alarm(): Promise<void> {
    const { requestId } = newSpan();
    try {
      await Promise.all([this.#delivery.deliverDue({ requestId }), this.#submission.submitDue()]);
      await this.#erasure.proceed(() => this.#settled());
      this.#schedule();
    } catch (error) {
      logUnforeseen(error, { event: "alarm-failed", requestId });
      await this.#storage.setAlarm(Date.now() + FALL_BACK);
    }
  }

  /** Waits for what is on its way to a partner. */
  #settled(): Promise<unknown> {
    return Promise.all([this.#delivery.settled(), this.#turns.settled()]);
  }

  #inForce({ policy, version }: PolicyVersion): Acceptance | undefined {
    return this.#book.chain.inForce(policy, version);
  }

  #untold(sequence: number): Untold | undefined {
    return this.#book.untold().find(({ acceptance }) => acceptance === sequence);
  }

  #describe(acceptance: Acceptance, outbox = this.#book.untold()): ConsentRecord {
    const { sequence, id, at, event, toldAt, withdrawnAt, lapsedAt } = acceptance;
    const untold = outbox.find((one) => one.acceptance === sequence);
    return {
      id,
      policy: event.policy,
      version: event.version,
      language: event.language,
      acceptedAt: at,
      ...(withdrawnAt !== undefined && { withdrawnAt }),
      ...(lapsedAt !== undefined && { lapsedAt }),
      ...(toldAt !== undefined && { toldAt }),
      delivery: deliveryOf(event.policy, toldAt, withdrawnAt),
      ...(untold !== undefined && untold.problem !== null && { problem: untold.problem }),
    };
  }

  #note(operation: string, consent: { policy: string; partner?: string }, { requestId }: CallContext): void {
    log("info", { event: "consent", operation, ...consent, requestId });
  }

  #failed(error: unknown, operation: string, { requestId }: CallContext): Outcome<never> {
    if (!(error instanceof AssentError)) logUnforeseen(error, { event: "ledger-failed", operation, requestId });
    return failure(error);
  }
}

/** Whether the partner wants to be told of it, and has not confirmed. */
function mustBeTold({ event, toldAt }: Acceptance): boolean {
  return toldAt === undefined && tellerOf(event.policy) !== undefined;
}

function deliveryOf(policy: string, toldAt?: string, withdrawnAt?: string): ConsentRecord["delivery"] {
  if (tellerOf(policy) === undefined) return "kept";
  if (toldAt !== undefined) return "delivered";
  return withdrawnAt === undefined ? "queued" : "cancelled";
}
