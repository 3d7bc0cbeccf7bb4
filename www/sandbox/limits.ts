// Rate limits, counted in windows that start with the first call. Counts are held in memory: a restart forgives them.

import type { Limit } from "./partner.ts";

interface Window {
  endsAt: number;
  calls: number;
}

export class Limiter {
  readonly #windows = new Map<string, Window>();

  /** Counts a call; gives the whole seconds to wait when it is one too many, else null. */
  count(project: string, limit: Limit, now: number): number | null {
    const key = `${project} ${limit.bucket}`;
    let window = this.#windows.get(key);
    if (window === undefined || now >= window.endsAt) {
      window = { endsAt: now + limit.seconds * 1000, calls: 0 };
      this.#windows.set(key, window);
    }
    if (window.calls >= limit.calls) return Math.ceil((window.endsAt - now) / 1000);
    window.calls += 1;
    return null;
  }

  clear(): void {
    this.#windows.clear();
  }
}
