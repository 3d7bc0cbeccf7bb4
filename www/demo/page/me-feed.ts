/** Keeps what `GET /me` says up to date: by its stream, and where no stream comes through, by asking again. */
import type { Gateway } from "./gateway.ts";
import type { Me } from "./me.ts";
import { readEvents } from "./me-stream.ts";
import { Problem } from "./problem.ts";

/** How the page learns of changes just now. */
export type Line = "looking" | "stream" | "polling" | "lost";

/** Milliseconds between looks while they fail: the last one stays. */
const PAUSES = [2_000, 4_000, 8_000, 15_000] as const;
/** Milliseconds between looks where no stream comes through. They cost the partners nothing: the gateway knows when to ask. */
const POLL = 5_000;
/** Milliseconds until a stream that has ended is opened again. */
const REOPEN = 1_000;
/** Milliseconds of silence after which a stream is given up. The gateway gives a sign of life every 15 s. */
const SILENCE = 45_000;
/** Streams in a row that bring nothing, after which it is asked instead; every so many looks a stream is tried again. */
const MUTE = 2;
const TRY_AGAIN = 12;

export class MeFeed {
  readonly #gateway: Gateway;
  #life: AbortController | null = null;
  #wanted = false;
  #etag: string | null = null;
  #told = 0;
  onMe: (me: Me) => void = () => {};
  onLine: (line: Line) => void = () => {};

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
    // A page that nobody looks at keeps no connection: a browser has few of them for all tabs together.
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#end();
      else if (this.#wanted && this.#life === null) this.#begin();
    });
  }

  /** Begins, or begins anew: as somebody else, or under another fault. */
  start(): void {
    this.#wanted = true;
    this.#etag = null;
    this.#end();
    if (!document.hidden) this.#begin();
  }

  /** Begins anew where it has begun. */
  restart(): void {
    if (this.#wanted) this.start();
  }

  stop(): void {
    this.#wanted = false;
    this.#end();
  }

  /** Asks at once, because something has just been done. Whether an answer came. */
  async look(): Promise<boolean> {
    const life = this.#life;
    if (life === null) return false;
    const told = this.#told;
    try {
      const answer = await this.#gateway.me(this.#etag);
      // What the stream has told meanwhile is newer than this answer.
      if (answer !== null && !life.signal.aborted && this.#told === told) this.#tell(answer.me, answer.etag);
      return true;
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      return false;
    }
  }

  #begin(): void {
    this.#life = new AbortController();
    void this.#keep(this.#life.signal);
  }

  #end(): void {
    this.#life?.abort();
    this.#life = null;
  }

  #tell(me: Me, etag: string | null): void {
    this.#told += 1;
    this.#etag = etag;
    this.onMe(me);
  }

  async #keep(life: AbortSignal): Promise<void> {
    let failed = 0;
    let mute = 0;
    for (let turn = 0; !life.aborted; turn += 1) {
      if (failed === 0 && mute === 0) this.onLine("looking");
      const looked = await this.look();
      if (life.aborted) return;
      if (!looked) {
        this.onLine("lost");
        await pause(PAUSES[Math.min(failed, PAUSES.length - 1)] ?? POLL, life);
        failed += 1;
        continue;
      }
      failed = 0;
      if (mute < MUTE || turn % TRY_AGAIN === 0) {
        const heard = await this.#listen(life);
        mute = heard ? 0 : mute + 1;
      } else this.onLine("polling");
      await pause(mute === 0 ? REOPEN : POLL, life);
    }
  }

  /** Follows the stream until it is over. Whether it brought anything. */
  async #listen(life: AbortSignal): Promise<boolean> {
    let heard = false;
    const silence = new AbortController();
    const giveUp = () => silence.abort();
    let timer = setTimeout(giveUp, SILENCE);
    try {
      const body = await this.#gateway.meStream(AbortSignal.any([life, silence.signal]));
      await readEvents(
        body,
        ({ event, data, id }) => {
          if (event !== "me" || life.aborted) return;
          if (!heard) this.onLine("stream");
          heard = true;
          const etag = `"${id}"`;
          if (etag !== this.#etag) this.#tell(JSON.parse(data) as Me, etag);
        },
        () => {
          clearTimeout(timer);
          timer = setTimeout(giveUp, SILENCE);
        },
      );
    } catch {
      // Refused or broken off: the next look finds out what is wrong.
    } finally {
      clearTimeout(timer);
    }
    return heard;
  }
}

function pause(milliseconds: number, life: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      life.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, milliseconds);
    life.addEventListener("abort", over);
  });
}
