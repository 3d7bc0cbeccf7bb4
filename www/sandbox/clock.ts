// The sandbox's own clock: it can be moved forward and stopped, so that no test has to sleep.

import type { Store } from "./store.ts";

interface Setting {
  /** Milliseconds ahead of the machine's clock. */
  ahead: number;
  /** Set while the clock stands still. */
  stoppedAt: number | null;
}

export class Clock {
  readonly #store: Store;
  #setting: Setting;

  constructor(store: Store) {
    this.#store = store;
    this.#setting = store.read<Setting>("clock", "setting") ?? { ahead: 0, stoppedAt: null };
  }

  now(): number {
    return this.#setting.stoppedAt ?? Date.now() + this.#setting.ahead;
  }

  get running(): boolean {
    return this.#setting.stoppedAt === null;
  }

  advance(milliseconds: number): void {
    const { ahead, stoppedAt } = this.#setting;
    this.#keep(
      stoppedAt === null ? { ahead: ahead + milliseconds, stoppedAt } : { ahead, stoppedAt: stoppedAt + milliseconds },
    );
  }

  stop(): void {
    this.#keep({ ...this.#setting, stoppedAt: this.now() });
  }

  /** Goes on from where the clock stood. */
  start(): void {
    this.#keep({ ahead: this.now() - Date.now(), stoppedAt: null });
  }

  reset(): void {
    this.#keep({ ahead: 0, stoppedAt: null });
  }

  #keep(setting: Setting): void {
    this.#setting = setting;
    this.#store.write("clock", "setting", setting);
  }
}
