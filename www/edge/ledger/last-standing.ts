import { LIMITS } from "../limits.ts";
import type { CallContext } from "../partners/partner-call.ts";
import { type KeptStanding, timed } from "../verification/kept-standing.ts";
import type { Standing } from "../verification/looks.ts";
import type { Outcome } from "./outcome.ts";

/** Where the person stands at Crossmint, and when that was asked. */
export interface DatedStanding {
  readonly standing: Standing;
  /** ISO 8601. */
  readonly askedAt: string;
}

/** The task to ask Crossmint, for which others wait. `id` goes with the answer. */
export interface Errand {
  readonly id: string;
  /** ISO 8601. */
  readonly askedAt: string;
}

/** A task that somebody has taken, and is not back from. */
interface Taken extends Errand {
  /** Milliseconds of the clock; nobody waits for it any longer. */
  readonly until: number;
  readonly back: Promise<Outcome<DatedStanding>>;
  readonly tell: (outcome: Outcome<DatedStanding>) => void;
}

/** Tries that a look may take: two questions, each asked again when the connection was lost. */
const MOST_TRIES = 4;

/**
 * The last answer of Crossmint about a person, so that pages that wait do not cost a request each. Whoever finds it too old
 * is sent to ask; who comes meanwhile waits for that answer. The asking itself is done where the request came in, so that
 * this object does not sit and wait for a partner.
 */
export class LastStanding {
  readonly #kv: SyncKvStorage;
  /** Read from the storage when it is first asked for. */
  #kept: KeptStanding | undefined | null = null;
  #isStored = false;
  /** Whoever comes now waits for this one. */
  #current: Taken | undefined;
  readonly #taken = new Map<string, Taken>();

  constructor(kv: SyncKvStorage) {
    this.#kv = kv;
  }

  /** What is known, while it is fresh and no older than `mostAge` milliseconds; else what another one brings; else the errand. */
  async find(mostAge: number, { limits = LIMITS }: CallContext): Promise<Outcome<DatedStanding> | Errand> {
    const kept = this.#read();
    if (kept !== undefined && Date.now() < Math.min(kept.freshUntil, kept.readAt + mostAge)) {
      return { ok: true, value: { standing: kept.standing, askedAt: new Date(kept.readAt).toISOString() } };
    }
    for (let waited = this.#current; waited !== undefined; waited = this.#current) {
      const brought = await withTime(waited.back, waited.until - Date.now());
      if (brought !== undefined) return brought;
      // Who was sent and does not come back was stopped on the way: the first who notices is sent.
      this.#taken.delete(waited.id);
      if (this.#current === waited) this.#current = undefined;
    }
    return this.#send(limits.partnerTime * MOST_TRIES);
  }

  #send(time: number): Errand {
    const { promise: back, resolve: tell } = Promise.withResolvers<Outcome<DatedStanding>>();
    const errand = { id: crypto.randomUUID(), askedAt: new Date().toISOString() };
    this.#current = { ...errand, until: Date.now() + time, back, tell };
    this.#taken.set(errand.id, this.#current);
    return errand;
  }

  #read(): KeptStanding | undefined {
    if (this.#kept === null) {
      this.#kept = this.#kv.get<KeptStanding>("standing");
      this.#isStored = this.#kept !== undefined;
    }
    return this.#kept;
  }

  /** The end of an errand. What was asked before a change says nothing about the time after, and is not kept. */
  bring(id: string, answer: Outcome<Standing>, context: CallContext): void {
    const taken = this.#taken.get(id);
    if (taken === undefined) return;
    this.#taken.delete(id);
    const { askedAt } = taken;
    taken.tell(answer.ok ? { ok: true, value: { standing: answer.value, askedAt } } : answer);
    if (this.#current !== taken) return;
    this.#current = undefined;
    if (answer.ok) this.#keep(timed(answer.value, context, Date.parse(askedAt)));
  }

  /** Something has just been done at Crossmint: who asks from now on is told of the time after. */
  forget(): void {
    this.#read();
    this.#current = undefined;
    this.#kept = undefined;
    if (this.#isStored) this.#kv.delete("standing");
    this.#isStored = false;
  }

  /** In memory alone where no time to look again rests on it: then it may go with this object. */
  #keep(kept: KeptStanding): void {
    this.#kept = kept;
    if (!kept.isFleeting) this.#kv.put("standing", kept);
    else if (this.#isStored) this.#kv.delete("standing");
    this.#isStored = !kept.isFleeting;
  }
}

/** What is promised; undefined when it takes longer than `ms`. */
async function withTime<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let late = (): void => undefined;
  const timer = setTimeout(() => late(), ms);
  const timeOut = new Promise<undefined>((resolve) => {
    late = () => resolve(undefined);
  });
  try {
    return await Promise.race([promise, timeOut]);
  } finally {
    clearTimeout(timer);
  }
}
