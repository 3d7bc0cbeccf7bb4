import type { Evidence } from "../package/types.ts";
import { asConsentError, ConsentError } from "./calling.ts";
import type { KycConsentEvents, PolicyVersion } from "./events.ts";
import { SLOW } from "./loader.ts";
import {
  type Caller,
  fetchReceipt,
  newIdempotencyKey,
  type ReceiptFile,
  type Recorded,
  recordConsent,
  type Withdrawn,
  withdrawConsent,
} from "./recording.ts";
import type { Word } from "./words.ts";

/** What the record asks of its element. */
export interface RecordHolder {
  /** The tick as it is now. */
  evidence(): Evidence | null;
  caller(): Caller;
  say(word?: Word, retry?: () => unknown): void;
  untick(): void;
  becomeStale(error: ConsentError): void;
  /** The person may save the receipt. */
  offerReceipt(): void;
  /** Draws the element again. */
  update(): void;
  emit<Name extends keyof KycConsentEvents>(name: Name, detail: KycConsentEvents[Name]): void;
}

type Operation = "record" | "withdraw";

/** What the person is told instead of the usual, by the error's code. */
export const WORD_OF_CODE: Partial<Record<string, Word>> = { offline: "offline", unauthorized: "signedOut" };

/** The consent on the gateway's record: puts one there and takes it away, each only once at a time. */
export class ConsentRecord {
  readonly #holder: RecordHolder;
  #key = "";
  #recorded: Recorded | null = null;
  #recording: Promise<Recorded> | null = null;
  #withdrawing: Promise<Withdrawn> | null = null;
  /** The consent that was last put on record, also when it is not any more. */
  #last = "";

  constructor(holder: RecordHolder) {
    this.#holder = holder;
  }

  get recorded(): Recorded | null {
    return this.#recorded;
  }

  get isBusy(): boolean {
    return Boolean(this.#recording || this.#withdrawing);
  }

  /** A new ticking begins, or the last one is over. */
  renew(): void {
    this.#recorded = null;
    this.#key = newIdempotencyKey();
  }

  record(): Promise<Recorded> {
    const evidence = this.#holder.evidence();
    const key = this.#key;
    if (this.#recording) return this.#recording;
    if (this.#recorded) return Promise.resolve(this.#recorded);
    if (!evidence) return Promise.reject(new ConsentError("not-ticked", "The person has not ticked the box"));
    this.#recording = this.#run(
      "record",
      "saving",
      () => this.record().catch(() => {}),
      async () => {
        const recorded = await recordConsent(this.#holder.caller(), evidence, key);
        // After a reset meanwhile the consent is on record all the same, but the box is another ticking's.
        if (this.#holder.evidence() === evidence) this.#recorded = recorded;
        this.#last = recorded.id;
        return recorded;
      },
    );
    this.#recording.then(
      (recorded) => {
        if (this.#recorded) this.#holder.say("saved");
        this.#holder.emit("kyc-consent-recorded", { recorded });
        if (recorded.receipt) this.#holder.offerReceipt();
      },
      () => {},
    );
    this.#holder.update();
    return this.#recording;
  }

  withdraw(which: PolicyVersion): Promise<Withdrawn> {
    if (this.#withdrawing) return this.#withdrawing;
    const { policy, version } = which;
    this.#withdrawing = this.#run(
      "withdraw",
      "withdrawing",
      () => this.withdraw(which).catch(() => {}),
      async () => {
        await this.#recording?.catch(() => {});
        this.#holder.untick();
        return withdrawConsent(this.#holder.caller(), policy);
      },
    );
    this.#withdrawing.then(
      ({ withdrawnAt }) => {
        this.#holder.say("withdrawn");
        this.#holder.emit("kyc-consent-withdrawn", { policy, version, withdrawnAt, reason: "person" });
      },
      () => {},
    );
    this.#holder.update();
    return this.#withdrawing;
  }

  /** The receipt of the consent that was last put on record, or of the one of that id. */
  async receipt(id = this.#last): Promise<ReceiptFile> {
    if (!id) throw new ConsentError("not-found", "No consent is on record yet");
    return fetchReceipt(this.#holder.caller(), id);
  }

  async #run<T>(operation: Operation, progress: Word, retry: () => unknown, work: () => Promise<T>): Promise<T> {
    const holder = this.#holder;
    const slow = setTimeout(() => holder.say(progress), SLOW);
    let failure: ConsentError | undefined;
    holder.say();
    try {
      return await work();
    } catch (cause) {
      failure = asConsentError(cause);
      throw failure;
    } finally {
      clearTimeout(slow);
      if (operation === "record") this.#recording = null;
      else this.#withdrawing = null;
      holder.update();
      if (failure?.rules.includes("stale-version")) {
        holder.becomeStale(failure);
      } else if (failure) {
        const usual = operation === "record" ? "failed" : "withdrawFailed";
        holder.say(WORD_OF_CODE[failure.code] ?? usual, retry);
        holder.emit("kyc-consent-failed", { operation, error: failure });
      }
    }
  }
}
