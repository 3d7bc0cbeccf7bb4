import type { SignedIn } from "./sign-in.ts";

/** Milliseconds for which a token that was checked is not checked again: a key that the host takes back counts so long. */
const KEPT = 30_000;
/** Characters of all tokens that are kept at once: of some ten thousand people. */
const MOST = 4 * 1024 * 1024;

interface Checked {
  readonly signedIn: SignedIn;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** The tokens that have just been checked, in the memory of this isolate alone: a page sends the same with each request. */
export class CheckedTokens {
  readonly #byToken = new Map<string, Checked>();
  #characters = 0;

  /** Who it was checked to be, while that is not long ago. */
  find(token: string): SignedIn | undefined {
    const known = this.#byToken.get(token);
    if (known === undefined) return undefined;
    if (Date.now() < known.until) return known.signedIn;
    this.#drop(token);
    return undefined;
  }

  /** Keeps it for a while, and never longer than the token says. Drops the oldest where there are too many. */
  keep(token: string, signedIn: SignedIn): void {
    this.#drop(token);
    this.#byToken.set(token, { signedIn, until: Math.min(Date.now() + KEPT, (signedIn.claims.exp ?? 0) * 1000) });
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
