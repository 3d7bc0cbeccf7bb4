import { type FlowError, flowError } from "./error.ts";
import type { Look } from "./gateway.ts";
import type { Flow } from "./task.ts";

/** Milliseconds between looks while they fail: the last one stays. */
const PAUSES = [2_000, 4_000, 8_000, 15_000, 30_000] as const;
/** Milliseconds until a stream that has ended is opened again, and until one that brings nothing is. */
const REOPEN = 1_000;
const REOPEN_MUTE = 60_000;
/** Milliseconds between looks while a stream is there to tell of changes. */
const CALM = 60_000;

/** What a feed asks of its element. */
export interface Fed {
  ask(etag: string | null, signal: AbortSignal): Promise<Look | null>;
  stream(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  told(flow: Flow): void;
  /** Nothing new, but known to be so. */
  looked(): void;
  failed(error: FlowError): void;
}

/** Keeps what `GET /flow` says up to date: by the stream as a signal, and without one by asking again. */
export class FlowFeed {
  readonly #fed: Fed;
  #life: AbortController | null = null;
  #listening: AbortController | null = null;
  #wake: () => void = () => {};
  #isWanted = false;
  #follows = false;
  #hears = false;
  #etag: string | null = null;
  #told = 0;
  /** A look is wanted, also one that nobody waits for yet: whoever asks while a look is on its way may know of something newer. */
  #isDue = false;
  /** Milliseconds until the next look as the flow says it; null: nothing is to come. */
  #pause: number | null = null;
  #failures = 0;
  /** The same after a failure; undefined while looks succeed. */
  #setback: number | null | undefined;

  constructor(fed: Fed) {
    this.#fed = fed;
  }

  /** Begins, or begins anew. */
  start(): void {
    this.stop();
    this.#isWanted = true;
    this.#etag = null;
    document.addEventListener("visibilitychange", this.#onVisibility);
    addEventListener("online", this.look);
    this.#begin();
  }

  stop(): void {
    this.#isWanted = false;
    document.removeEventListener("visibilitychange", this.#onVisibility);
    removeEventListener("online", this.look);
    this.#end();
  }

  /** Looks now. */
  readonly look = (): void => {
    this.#isDue = true;
    this.#wake();
  };

  /** What a call has answered is newer than any look on its way. */
  take(flow: Flow): void {
    this.#told += 1;
    this.#etag = null;
    this.#heed(flow);
    // It may be the first that says when to look again.
    this.#wake();
  }

  /** Whether changes are to be expected while nobody does anything here. */
  follow(follows: boolean): void {
    this.#follows = follows;
    if (follows && this.#life && !this.#listening) void this.#listen();
    if (!follows) this.#deafen();
  }

  // A page that nobody looks at keeps no connection. Whoever comes back may have gone on in another tab.
  readonly #onVisibility = (): void => {
    if (document.hidden) this.#end();
    else if (this.#isWanted && !this.#life) this.#begin();
  };

  #begin(): void {
    this.#life = new AbortController();
    void this.#run(this.#life.signal);
    if (this.#follows) void this.#listen();
  }

  #end(): void {
    this.#life?.abort();
    this.#life = null;
    this.#deafen();
    this.#wake();
  }

  #deafen(): void {
    this.#listening?.abort();
    this.#listening = null;
    this.#hears = false;
  }

  #heed(flow: Flow): void {
    this.#succeeded();
    this.#pause = flow.lookAgainAfter === null ? null : flow.lookAgainAfter * 1000;
    this.#fed.told(flow);
  }

  #succeeded(): void {
    this.#failures = 0;
    this.#setback = undefined;
  }

  async #run(life: AbortSignal): Promise<void> {
    while (!life.aborted) {
      this.#isDue = false;
      await this.#ask(life);
      while (!this.#isDue && !life.aborted) await this.#rest();
    }
  }

  async #ask(life: AbortSignal): Promise<void> {
    const told = this.#told;
    try {
      const look = await this.#fed.ask(this.#etag, life);
      if (life.aborted) return;
      this.#succeeded();
      if (!look) this.#fed.looked();
      else if (told === this.#told) {
        this.#etag = look.etag;
        this.#heed(look.flow);
      }
    } catch (cause) {
      if (life.aborted) return;
      const error = flowError(cause);
      this.#fed.failed(error);
      const pause = PAUSES[Math.min(this.#failures++, PAUSES.length - 1)] ?? CALM;
      this.#setback = error.code === "unauthorized" ? null : Math.max(pause, (error.retryAfter ?? 0) * 1000);
    }
  }

  /** Until the next look is due, or something has changed when that is. */
  #rest(): Promise<void> {
    const onward = this.#follows ? (this.#hears ? CALM : this.#pause) : null;
    const wait = this.#setback === undefined ? onward : this.#setback;
    return new Promise((resolve) => {
      const timer = wait === null ? undefined : setTimeout(this.look, wait);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #listen(): Promise<void> {
    const listening = new AbortController();
    this.#listening = listening;
    const { signal } = listening;
    while (!signal.aborted) {
      const heard = await this.#hear(signal).catch(() => false);
      this.#hears = false;
      if (!signal.aborted) await this.#sleep(heard ? REOPEN : REOPEN_MUTE, signal);
    }
  }

  #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(over, milliseconds);
      signal.addEventListener("abort", over, { once: true });
    });
  }

  /** Follows one stream to its end. Each event after the first is a change. Whether it brought anything. */
  async #hear(signal: AbortSignal): Promise<boolean> {
    const reader = (await this.#fed.stream(signal)).getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return this.#hears;
      const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        if (!/^event: me$/m.test(block) || signal.aborted) continue;
        if (this.#hears) this.look();
        this.#hears = true;
      }
    }
  }
}
