import { ConsentError } from "./calling.ts";
import { preferredLanguages } from "./language.ts";
import { Loader } from "./loader.ts";
import { isPresentation, type Presentation, presentationSource } from "./presentation.ts";
import type { Caller } from "./recording.ts";

/** What the feed asks of its element. */
export interface Fed {
  readonly element: HTMLElement & { readonly policy: string; readonly region: string; readonly gateway: string };
  caller(): Caller;
  /** Shows this from now on. */
  present(presentation: Presentation): void;
  /** Shows nothing any more. */
  clear(): void;
  /** There is nothing to show yet, and that takes long; or a try failed, and there will be another. */
  notLoaded(failure?: ConsentError): void;
}

/** Keeps an element in the text of its gateway, policy and language, unless the host feeds it. */
export class PresentationFeed {
  /** The host feeds the element. */
  isPaused = false;
  readonly #fed: Fed;
  /** What was loaded last, or is on its way: gateway, policy, region and languages. */
  #loaded = "";
  #isStale = false;
  readonly #loader = new Loader({
    load: (signal) => this.#load(signal),
    slow: () => this.#fed.notLoaded(),
    failed: (error) => this.#fed.notLoaded(error),
  });

  constructor(fed: Fed) {
    this.#fed = fed;
  }

  /** Tries again now. */
  readonly retry = (): Promise<void> => this.#loader.start();

  /** Loads what is to be shown, unless it is there already. */
  reload(): void {
    const { element, clear } = this.#fed;
    if (!element.isConnected || this.isPaused || this.#wanted === this.#loaded) return;
    clear();
    // The attributes of a new element arrive one by one.
    queueMicrotask(() => {
      if (this.#loaded || this.isPaused || !element.isConnected) return;
      if (!element.policy || !presentationSource(element.gateway)) return;
      this.#loaded = this.#wanted;
      this.#loader.start();
    });
  }

  /** What is wanted is there already. */
  take(): void {
    this.#loaded = this.#wanted;
  }

  /** Gives up what is on its way, and forgets what was loaded. */
  stop(): void {
    this.#loader.stop();
    this.#loaded = "";
  }

  /** Loads again, past the cache: what is known is out of date. */
  replaceStale(): void {
    this.#isStale = true;
    this.#fed.clear();
    this.reload();
  }

  get #wanted(): string {
    const { element } = this.#fed;
    return [element.gateway, element.policy, element.region, ...preferredLanguages(element)].join();
  }

  async #load(signal: AbortSignal): Promise<void> {
    const { element, caller, present } = this.#fed;
    const { policy, region } = element;
    const options = { ...caller(), signal, region, fresh: this.#isStale };
    const found = await presentationSource(element.gateway)?.present(policy, preferredLanguages(element), options);
    if (signal.aborted) return;
    if (!isPresentation(found) || found.policy !== policy) {
      throw new ConsentError("unreadable", "This is no presentation of the policy");
    }
    this.#isStale = false;
    present(found);
  }
}
