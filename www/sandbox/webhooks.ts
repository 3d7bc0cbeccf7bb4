// Webhooks on their way: kept until they are answered, sent one after the other, sent again by the sandbox's clock.

import type { Hook, HookRules, Partner } from "./partner.ts";
import { partnerNamed } from "./partners.ts";
import type { Settings } from "./settings.ts";
import type { Store } from "./store.ts";

/** One attempt; `status` is null when no answer came in time. */
export interface Attempt {
  at: string;
  status: number | null;
}

export interface StoredHook {
  id: string;
  partner: string;
  type: string;
  about: string;
  body: string;
  createdAt: string;
  /** When it is sent next, in milliseconds; null when it will not be. */
  dueAt: number | null;
  attempts: Attempt[];
  state: "waiting" | "delivered" | "given-up" | "no-url" | "withdrawn";
}

/** Settled webhooks that are kept to be looked at and replayed. */
const KEPT = 200;

export type Order = "oldest-first" | "newest-first";

export class Webhooks {
  readonly #frame: Store;
  readonly #now: () => number;
  readonly #settings: (partner: Partner) => Settings;
  #sending: Promise<void> = Promise.resolve();
  #changed = false;

  constructor(frame: Store, now: () => number, settings: (partner: Partner) => Settings) {
    this.#frame = frame;
    this.#now = now;
    this.#settings = settings;
  }

  /** Oldest first. */
  all(): StoredHook[] {
    return this.#frame.list<StoredHook>("webhook");
  }

  get held(): boolean {
    return this.#frame.read<boolean>("webhooks", "held") ?? false;
  }

  /** While they are held, none is sent. */
  hold(held: boolean): void {
    this.#frame.write("webhooks", "held", held);
  }

  /** True once after webhooks were added or withdrawn. */
  haveChanged(): boolean {
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }

  /** When the next one is to be sent; null when none waits. */
  nextAt(): number | null {
    if (this.held) return null;
    const times = this.all().flatMap(({ dueAt }) => dueAt ?? []);
    return times.length === 0 ? null : Math.min(...times);
  }

  add(partner: string, { dueAt, ...hook }: Hook): void {
    this.#changed = true;
    const number = (this.#frame.read<number>("webhooks", "count") ?? 0) + 1;
    this.#frame.write("webhooks", "count", number);
    const createdAt = new Date(this.#now()).toISOString();
    const id = `hook-${String(number).padStart(9, "0")}`;
    this.#keep({ id, partner, ...hook, createdAt, dueAt, attempts: [], state: "waiting" });
    const settled = this.all().filter(({ state }) => state !== "waiting");
    for (const old of settled.slice(0, -KEPT)) this.#frame.remove("webhook", old.id);
  }

  withdraw(partner: string, about: string): void {
    this.#changed = true;
    for (const hook of this.all()) {
      if (hook.partner === partner && hook.about === about && hook.state === "waiting") {
        this.#keep({ ...hook, dueAt: null, state: "withdrawn" });
      }
    }
  }

  /** Sends what is due; resolves when all of it was tried once. */
  sendDue(order: Order = "oldest-first"): Promise<void> {
    const run = this.#sending.then(() => this.#sendAllDue(order));
    this.#sending = run.catch(() => {});
    return run;
  }

  /** Sends the same bytes again, or a forgery made of them; undefined when there is no such webhook or forgery. */
  async sendCopy(id: string, forgery: string | null): Promise<Attempt | "no-url" | undefined> {
    const hook = this.#frame.read<StoredHook>("webhook", id);
    const partner = hook === null ? null : partnerNamed(hook.partner);
    if (hook === null || !partner?.hooks) return undefined;
    const settings = this.#settings(partner);
    if (forgery !== null && !Object.hasOwn(partner.hooks.forgeries, forgery)) return undefined;
    if (partner.hooks.url(settings) === "") return "no-url";
    const { body, headers } =
      forgery === null
        ? { body: hook.body, headers: await partner.hooks.headers(hook.body, settings) }
        : await partner.hooks.forge(forgery, hook.body, settings);
    return this.#post(partner.hooks, settings, body, headers);
  }

  async #sendAllDue(order: Order): Promise<void> {
    if (this.held) return;
    const due = this.all().filter(({ dueAt }) => dueAt !== null && dueAt <= this.#now());
    due.sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
    if (order === "newest-first") due.reverse();
    for (const { id } of due) await this.#send(id);
  }

  async #send(id: string): Promise<void> {
    const hook = this.#waiting(id);
    const partner = hook === null ? null : partnerNamed(hook.partner);
    if (hook === null || !partner?.hooks) return;
    const settings = this.#settings(partner);
    if (partner.hooks.url(settings) === "") return this.#keep({ ...hook, dueAt: null, state: "no-url" });
    const headers = await partner.hooks.headers(hook.body, settings);
    const attempt = await this.#post(partner.hooks, settings, hook.body, headers);

    // A reset may have forgotten it meanwhile.
    const still = this.#frame.read<StoredHook>("webhook", id);
    if (still === null) return;
    const attempts = [...still.attempts, attempt];
    if (attempt.status !== null && attempt.status >= 200 && attempt.status < 300) {
      return this.#keep({ ...still, attempts, dueAt: null, state: "delivered" });
    }
    const wait = partner.hooks.resendAfter(settings)[still.attempts.length];
    if (wait === undefined || still.state !== "waiting") {
      return this.#keep({ ...still, attempts, dueAt: null, state: "given-up" });
    }
    this.#keep({ ...still, attempts, dueAt: this.#now() + wait * 1000 });
  }

  async #post(rules: HookRules, settings: Settings, body: string, headers: Record<string, string>): Promise<Attempt> {
    const at = new Date(this.#now()).toISOString();
    try {
      const response = await fetch(rules.url(settings), {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body,
        redirect: "manual",
        signal: AbortSignal.timeout(rules.patience(settings)),
      });
      await response.body?.cancel();
      return { at, status: response.status };
    } catch {
      // Nobody listens there, or nobody answered in time: both are an attempt without an answer.
      return { at, status: null };
    }
  }

  #waiting(id: string): StoredHook | null {
    const hook = this.#frame.read<StoredHook>("webhook", id);
    return hook?.state === "waiting" ? hook : null;
  }

  #keep(hook: StoredHook): void {
    this.#frame.write("webhook", hook.id, hook);
  }
}
