import { AssentError } from "kyc-assent/edge";

/** How many may wait. A person has a few tabs; more is a loop somewhere. */
const LONGEST_QUEUE = 16;
/** Milliseconds after which a turn is over, whatever its holder does: more than all partner calls of one request. */
const LONGEST_TURN = 60_000;

/** Lets pieces of work run one after another. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Waits for all work that has come so far. */
  settled(): Promise<unknown> {
    return this.#last;
  }

  /** Runs `work` after all work that came before it. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= LONGEST_QUEUE) {
      throw new AssentError({
        code: "rate-limited",
        message: "too many requests of this person at once",
        retryAfter: 1,
      });
    }
    this.#waiting++;
    const turn = this.#last.then(() => withinTurn(work));
    this.#last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#waiting--;
    }
  }
}

async function withinTurn<T>(work: () => Promise<T>): Promise<T> {
  let late = (): void => undefined;
  const timer = setTimeout(() => late(), LONGEST_TURN);
  const timeOut = new Promise<never>((_, reject) => {
    late = () => reject(new AssentError({ code: "unavailable", message: "this took too long; try again" }));
  });
  try {
    return await Promise.race([work(), timeOut]);
  } finally {
    clearTimeout(timer);
  }
}
