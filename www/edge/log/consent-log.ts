import { DurableObject } from "cloudflare:workers";
import { AssentError, consistencyNodes, consistencyPath, headSigner, logHead, nextHead } from "kyc-assent/edge";
import type { Acceptance } from "../../package/types.ts";
import { configuration, type Env, type Settings } from "../configuration.ts";
import { failure, type Outcome, success } from "../ledger/outcome.ts";
import { log, logUnforeseen } from "../log.ts";
import { IndexQueue } from "./index-queue.ts";
import { IndexRebuild, type RebuildState } from "./index-rebuild.ts";
import { LogBook, type LogKey, type NamedEntry, type PlaceProof, type SignedHead } from "./log-book.ts";
import type { LogSettings } from "./log-settings.ts";
import { signed } from "./signing-keys.ts";

/** What a ledger hands in: entries that the log may not have yet. */
export interface Submission {
  readonly person: string;
  /** Id of the ledger's object. */
  readonly ledger: string;
  /** Whether nothing there says whose they are. */
  readonly erased: boolean;
  /** In their order, without a gap. */
  readonly entries: readonly { readonly sequence: number; readonly hash: string }[];
  /** The acceptances that these entries are about, as they stand now. */
  readonly acceptances: readonly Acceptance[];
}

/** Proof that an entry is in the log. */
export interface EntryProof {
  readonly sequence: number;
  /** Number of its leaf, from 0 on. */
  readonly index: number;
  /** Size of the tree, that of the head that the proof leads to. */
  readonly size: number;
  readonly path: readonly string[];
  /** That head, a compact JWS. */
  readonly head: string;
}

/** Where a person's ledger lies. */
export interface LocatedPerson {
  readonly person: string;
  readonly ledger: string;
  readonly erased: boolean;
  /** How many entries the log has. */
  readonly entries: number;
}

/** An index that has everything up to now. */
export interface CompleteIndex {
  /** At least so many it must have. */
  readonly people: number;
  /** How often it was made anew. Another number later on: not all that was read meanwhile was complete. */
  readonly rebuilds: number;
}

const MOST_HEADS = 1_000;
/** Milliseconds until the index is written, so that one batch takes many; and until it is tried again. */
const INDEX_WAIT = 1_000;
const RETRY = 30_000;

/**
 * The log over all people: one tree whose leaves are the entries of all ledgers, the policies published and the keys
 * announced, in the order in which they came. There is one, named `log`. Its heads are signed on a schedule, and all
 * of them are kept.
 */
export class ConsentLog extends DurableObject<Env> {
  readonly #book: LogBook;
  readonly #queue: IndexQueue;
  readonly #rebuild: IndexRebuild;
  readonly #storage: DurableObjectStorage;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#storage = state.storage;
    this.#book = new LogBook(state.storage);
    this.#queue = new IndexQueue(state.storage.sql, env.CONSENT_INDEX);
    this.#rebuild = new IndexRebuild(state.storage.sql, this.#book, this.#queue);
    // Whatever happened to the alarm, it is set again before anything else is done.
    state.blockConcurrencyWhile(() => this.#schedule());
  }

  /** Takes entries in. The same ones again change nothing; other ones in their place are refused. */
  take({ person, ledger, erased, entries, acceptances }: Submission): Promise<Outcome<null>> {
    return this.#answer("take", async () => {
      this.#book.together(() => {
        const known = this.#book.take(person, ledger, erased, entries);
        this.#queue.add(person, known.erased, acceptances);
      });
      return null;
    });
  }

  /** Notes that the entries of a person lie elsewhere now, and that nothing says any more whose they are. */
  moved(person: string, ledger: string): Promise<Outcome<null>> {
    return this.#answer("moved", async () => {
      this.#book.together(() => {
        this.#book.moved(person, ledger);
        this.#queue.add(person, true, []);
      });
      return null;
    });
  }

  /** Puts a policy's version on the log. */
  publish(policy: string, version: string, hash: string): Promise<Outcome<null>> {
    return this.#answer("publish", async () => {
      this.#book.together(() => this.#book.addNamed({ kind: "policy", policy, version, hash }));
      return null;
    });
  }

  /** The newest head, a compact JWS. */
  head(): Promise<Outcome<string>> {
    return this.#answer("head", async (settings) => (await this.#newestHead(settings)).jws);
  }

  /** Heads from number `from` on. */
  heads(from: number): Promise<Outcome<readonly SignedHead[]>> {
    return this.#answer("heads", async () => this.#book.heads(from, MOST_HEADS));
  }

  /** Proof that the tree of `first` leaves is the beginning of that of `second`. */
  consistency(first: number, second: number): Promise<Outcome<readonly string[]>> {
    return this.#answer("consistency", async () => {
      if (second > this.#book.size) {
        throw new AssentError({
          code: "invalid-input",
          message: "to must not be above the size of the log",
          field: "to",
        });
      }
      return consistencyPath(first, second, this.#book.hashes(consistencyNodes(first, second)));
    });
  }

  /** Every key that ever signed or was announced. */
  keys(): Promise<Outcome<readonly LogKey[]>> {
    return this.#answer("keys", async () => this.#book.keys());
  }

  /** Proofs of a person's entries in the newest head. An entry that it does not cover yet has none. */
  proofs(person: string, sequences: readonly number[]): Promise<Outcome<readonly EntryProof[]>> {
    return this.#answer("proofs", async (settings) => {
      const { size, jws: head } = await this.#newestHead(settings);
      const proofs = this.#book.proofs(
        size,
        sequences.map((sequence) => ({ person, sequence })),
      );
      return sequences.flatMap((sequence, at) => {
        const proof = proofs[at] ?? null;
        return proof === null ? [] : [{ sequence, ...proof, size, head }];
      });
    });
  }

  /** Where the ledgers of these people lie, and how many entries the log has of each. Who is not in the log is left out. */
  located(people: readonly string[]): Promise<Outcome<readonly LocatedPerson[]>> {
    return this.#answer("located", async () =>
      people.flatMap((person) => {
        const found = this.#book.person(person);
        return found === undefined
          ? []
          : [{ person, ledger: found.ledger, erased: found.erased, entries: found.entries }];
      }),
    );
  }

  /** Proofs of these entries in the tree of `size` leaves, in their order; null for one that it does not have. */
  proofsIn(size: number, entries: readonly NamedEntry[]): Promise<Outcome<readonly (PlaceProof | null)[]>> {
    return this.#answer("proofs-in", async () => this.#book.proofs(size, entries));
  }

  /** The newest head, with its size. */
  signedHead(): Promise<Outcome<SignedHead>> {
    return this.#answer("signed-head", async (settings) => {
      const { number, size, at, kid, jws } = await this.#newestHead(settings);
      return { number, size, at, kid, jws };
    });
  }

  /**
   * Brings to the index what it lacks, and says how many people it must have then. Refuses where it cannot be complete:
   * it is being made anew, or is out of reach.
   */
  completeIndex(): Promise<Outcome<CompleteIndex>> {
    return this.#answer("complete-index", async () => {
      if (this.#rebuild.isRunning) {
        const message = "the index is being made anew; try again when GET /operator/index/rebuild says done";
        throw new AssentError({ code: "unavailable", message, retryAfter: 5 });
      }
      if (this.#queue.isUpgrading) {
        const message = "the index is being moved to other tables; try again";
        throw new AssentError({ code: "unavailable", message, retryAfter: RETRY / 1000 });
      }
      const people = this.#book.peopleCount();
      try {
        await this.#queue.ready();
        await this.#queue.drain();
      } catch (error) {
        logUnforeseen(error, { event: "index-not-written" });
        const message = "the index is not complete yet; try again";
        throw new AssentError({ code: "unavailable", message, retryAfter: RETRY / 1000 });
      }
      return { people, rebuilds: this.#rebuild.state.rebuilds };
    });
  }

  /** People after one of them, in the order of their pseudonyms, and the ids of the objects with their ledgers. */
  people(after: string, most: number): Promise<Outcome<ReturnType<LogBook["people"]>>> {
    return this.#answer("people", async () => this.#book.people(after, most));
  }

  /** Begins to make the index anew from the ledgers; the alarm does it. */
  rebuildIndex(): Promise<Outcome<RebuildState>> {
    return this.#answer("rebuild", async () => {
      this.#rebuild.begin();
      return this.#rebuild.state;
    });
  }

  rebuildState(): Promise<Outcome<RebuildState>> {
    return this.#answer("rebuild-state", async () => this.#rebuild.state);
  }

  override async alarm(): Promise<void> {
    let retry: number | undefined;
    try {
      const settings = await this.#settings();
      this.#announce(settings.log);
      if (this.#nextHead(settings.log) <= Date.now()) await this.#sign(settings.log);
      if (this.#book.isUpgrading) {
        // The index can wait, and may be out of reach.
        this.#book.upgrade();
      } else if (this.#queue.isUpgrading) {
        await this.#queue.upgrade();
      } else {
        await this.#queue.write();
        await this.#rebuild.step(settings);
      }
    } catch (error) {
      if (!(error instanceof AssentError)) logUnforeseen(error, { event: "log-failed", operation: "alarm" });
      retry = Date.now() + RETRY;
    }
    await this.#schedule(retry);
  }

  async #schedule(retry?: number): Promise<void> {
    const checked = await configuration(this.env);
    const settings = "settings" in checked ? checked.settings.log : undefined;
    if (settings === undefined) return;
    const index = this.#queue.isWaiting ? Date.now() + INDEX_WAIT : Number.POSITIVE_INFINITY;
    const isAtWork = this.#rebuild.isRunning || this.#book.isUpgrading || this.#queue.isUpgrading;
    const work = isAtWork ? Date.now() : Number.POSITIVE_INFINITY;
    const due = retry ?? Math.max(Date.now(), Math.min(this.#nextHead(settings), index, work));
    // Never later than it is set already: what comes in without a pause would put it off for good.
    const set = await this.#storage.getAlarm();
    if (set === null || due < set) await this.#storage.setAlarm(due);
  }

  #nextHead({ headEvery }: LogSettings): number {
    const last = this.#book.lastHead();
    return nextHead(last?.head ?? null, this.#book.size, new Date().toISOString(), headEvery);
  }

  async #newestHead({ log: settings }: { log: LogSettings }): Promise<SignedHead> {
    return this.#book.lastHead() ?? (await this.#sign(settings));
  }

  #announce({ keys }: LogSettings): void {
    this.#book.together(() => this.#book.announce(keys.all.values(), Date.now()));
  }

  /** Signs a head of the tree as it is now. */
  async #sign(settings: LogSettings): Promise<SignedHead> {
    const last = this.#book.lastHead();
    const { size, root } = this.#book;
    const head = logHead(last?.head ?? null, settings.name, size, root, new Date().toISOString());
    const key = this.#signer(settings, last);
    const jws = await signed("kyc-assent-head", head, key);
    return this.#book.together(() => {
      const newest = this.#book.lastHead();
      // Two may have been signed at once: the first to be kept is the head.
      if (newest !== undefined && newest.number !== last?.number) return newest;
      const number = (last?.number ?? -1) + 1;
      this.#book.keepHead(number, head, key.kid, jws);
      const age = last === undefined ? 0 : Math.round((Date.parse(head.at) - Date.parse(last.at)) / 1000);
      log("info", { event: "log-head", size, age, waiting: this.#queue.waiting });
      return { number, size, at: head.at, kid: key.kid, jws };
    });
  }

  #signer({ keys }: LogSettings, last: SignedHead | undefined): { readonly kid: string; readonly private: CryptoKey } {
    const { active } = keys;
    const before = keys.all.get(last?.kid ?? "");
    const signer = headSigner({
      last: last === undefined ? null : { kid: last.kid, size: last.size },
      active: active.kid,
      announced: this.#book.keyLeaf(active.kid) ?? null,
      hasBefore: before?.private !== undefined,
    });
    if (signer === "before" && before?.private !== undefined) return { kid: before.kid, private: before.private };
    if (signer === "unvouched") {
      const problems = ["keep the private half of the key before for one head"];
      log("error", { event: "key-not-vouched-for", problems });
    }
    return active;
  }

  async #settings(): Promise<Settings & { readonly log: LogSettings }> {
    const checked = await configuration(this.env);
    const settings = "settings" in checked ? checked.settings : undefined;
    if (settings?.log === undefined) {
      throw new AssentError({ code: "not-enabled", message: "this gateway keeps no log" });
    }
    return { ...settings, log: settings.log };
  }

  async #answer<T>(
    operation: string,
    work: (settings: Settings & { readonly log: LogSettings }) => Promise<T>,
  ): Promise<Outcome<T>> {
    try {
      const settings = await this.#settings();
      this.#announce(settings.log);
      const value = await work(settings);
      await this.#schedule();
      return success(value);
    } catch (error) {
      if (!(error instanceof AssentError)) logUnforeseen(error, { event: "log-failed", operation });
      return failure(error);
    }
  }
}
