import { AssentError } from "kyc-assent/edge";

/**
 * An installation blocks a client for ten minutes after five tries in a minute (docs: front authentication), and counts
 * wrong codes too. The gateway stops one short of that, so that nobody gets a client blocked through it.
 */
const MOST_TRIES = 4;
const WINDOW = 60_000;

interface Tries {
  /** In milliseconds since 1970, oldest first. */
  readonly at: readonly number[];
  /** Until when the partner has said that it takes none. */
  readonly blockedUntil: number;
}

/** Counts a try, before it is made. Throws `rate-limited` when there have been too many. */
export function countTry(kv: SyncKvStorage): void {
  const now = Date.now();
  const { at, blockedUntil } = kv.get<Tries>("tries") ?? { at: [], blockedUntil: 0 };
  const recent = at.filter((time) => time > now - WINDOW);
  const oldest = recent[0];
  const freeAt = recent.length < MOST_TRIES || oldest === undefined ? blockedUntil : oldest + WINDOW;
  if (freeAt > now) {
    throw new AssentError({
      code: "rate-limited",
      message: "too many tries to sign in; wait before the next, so that B2CORE does not block this client",
      retryAfter: Math.ceil((freeAt - now) / 1000),
    });
  }
  kv.put("tries", { at: [...recent, now], blockedUntil } satisfies Tries);
}

/** Notes that the partner blocks this client for so many seconds. */
export function noteBlock(kv: SyncKvStorage, seconds: number): void {
  const { at } = kv.get<Tries>("tries") ?? { at: [] };
  kv.put("tries", { at, blockedUntil: Date.now() + seconds * 1000 } satisfies Tries);
}
