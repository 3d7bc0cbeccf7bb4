import { AssentError, signInTry } from "kyc-assent/edge";
import type { SignInTries } from "../../package/types.ts";

/** Counts a try, before it is made. Throws `rate-limited` when the core says that there have been too many. */
export function countTry(kv: SyncKvStorage): void {
  const { tries, wait } = signInTry(kv.get<SignInTries>("tries") ?? null, new Date().toISOString());
  if (tries === undefined) {
    throw new AssentError({
      code: "rate-limited",
      message: "too many tries to sign in; wait before the next, so that B2CORE does not block this client",
      retryAfter: wait,
    });
  }
  kv.put("tries", tries);
}

/** Notes that the partner blocks this client for so many seconds. */
export function noteBlock(kv: SyncKvStorage, seconds: number): void {
  const { at } = kv.get<SignInTries>("tries") ?? { at: [] };
  kv.put("tries", { at, blockedUntil: Date.now() + seconds * 1000 } satisfies SignInTries);
}
