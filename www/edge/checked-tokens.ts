/** Milliseconds for which a token that was checked is not checked again: a key that the host takes back counts so long. */
const KEPT = 30_000;
/** Characters of all tokens that are kept at once: of some ten thousand people. */
const MOST = 4 * 1024 * 1024;

interface Checked<T> {
  readonly found: T;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/**
 * The tokens that have just been checked, with what was found, in the memory of this isolate alone: a page sends the same
 * with each request.
 */
export class CheckedTokens<T> {
  readonly #byToken = new Map<string, Checked<T>>();
  #characters = 0;

  /** What was found, while that is not long ago. */
  find(token: string): T | undefined {
    const known = this.#byToken.get(token);
    if (known === undefined) return undefined;
    if (Date.now() < known.until) return known.found;
    this.#drop(token);
    return undefined;
  }

  /** Keeps it for a while, and never after `expires` (milliseconds since 1970). Drops the oldest where there are too many. */
  keep(token: string, found: T, expires: number): void {
    this.#drop(token);
    this.#byToken.set(token, { found, until: Math.min(Date.now() + KEPT, expires) });
    this.#characters += token.length;
    for (const oldest of this.#byToken.keys()) {
      if (this.#characters <= MOST) return;
      this.#drop(oldest);
    }
  }

  #drop(token: string): void {
    if (this.#byToken.delete(token)) this.#characters -= token.length;
  }
}
