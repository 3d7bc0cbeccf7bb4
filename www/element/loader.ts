import { asConsentError, type ConsentError, withinTimeLimit } from "./calling.ts";

/** After this long, in milliseconds, whoever waits is told so. */
export const SLOW = 1000;

/** The longest pause between two tries, in seconds. */
const LONGEST_PAUSE = 60;

/** What is loaded, and who wants to know how it goes. */
export interface Loading {
  load(signal: AbortSignal): Promise<void>;
  /** It takes long. */
  slow(): void;
  /** A try failed; there will be another. */
  failed(error: ConsentError): void;
}

/** Tries to load until it succeeds: after 2, 4, 8 … seconds, and at once when the browser is online again. */
export class Loader {
  #abort: AbortController | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  readonly #loading: Loading;

  constructor(loading: Loading) {
    this.#loading = loading;
  }

  /** Starts over; a try under way is given up. */
  readonly start = async (): Promise<void> => {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    const slow = setTimeout(() => this.#abort === abort && this.#loading.slow(), SLOW);
    try {
      await withinTimeLimit(this.#loading.load, abort);
      this.#failures = 0;
    } catch (error) {
      if (this.#abort !== abort) return;
      this.#loading.failed(asConsentError(error));
      // Many pages lose the same gateway at the same moment: they must not all come back at the same moment.
      const pause = Math.min(2 ** ++this.#failures, LONGEST_PAUSE) * (0.5 + Math.random() / 2);
      this.#pause = setTimeout(this.start, pause * 1000);
      addEventListener("online", this.start);
    } finally {
      clearTimeout(slow);
    }
  };

  /** Gives up, until the next start. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    clearTimeout(this.#pause);
    removeEventListener("online", this.start);
  }
}
