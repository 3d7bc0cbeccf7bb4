/** The gateway's routes, as functions. Every answer is also told to whoever watches. */
import type {
  CrossmintDocument,
  CrossmintDocumentType,
  CrossmintEligibilities,
  CrossmintProduct,
  CrossmintRecordChange,
  CrossmintUserSummary,
  Decision,
} from "../../package/types.ts";
import { Problem, problemOf } from "./problem.ts";
import type { Session } from "./session.ts";
import { NoConnection, type Received, transmit } from "./transmit.ts";

/** A value of the partner, read, with what the person must do next. */
export interface Reading<V> {
  readonly value: V;
  readonly decisions: readonly Decision[];
}

/** A consent on record. */
export interface ConsentOnRecord {
  readonly id: string;
  readonly policy: string;
  readonly version: string;
  readonly language: string;
  readonly acceptedAt: string;
  readonly withdrawnAt?: string;
  readonly delivery: "delivered" | "queued";
}

/** One exchange with the gateway, for the panel: no token, no header, nothing the page sent. */
export interface Exchange {
  readonly method: string;
  readonly route: string;
  /** Null when no answer came. */
  readonly status: number | null;
  readonly milliseconds: number;
  readonly body: unknown;
}

interface CallOptions {
  readonly body?: unknown;
  readonly onProgress?: (part: number) => void;
}

/** Milliseconds after which an answer is not awaited any longer. The gateway gives up on a partner well before. */
const TIMEOUT = 45_000;

export class Gateway {
  readonly #origin: string;
  readonly #session: Session;
  /** The fault the sandbox shall play, or null. */
  fault: string | null = null;
  onExchange: (exchange: Exchange) => void = () => {};

  constructor(origin: string, session: Session) {
    this.#origin = origin;
    this.#session = session;
  }

  get origin(): string {
    return this.#origin;
  }

  consents(): Promise<{ consents: readonly ConsentOnRecord[] }> {
    return this.#call("GET", "/consents");
  }

  withdraw(policy: string): Promise<{ policy: string; withdrawnAt: string }> {
    return this.#call("DELETE", `/consents/${encodeURIComponent(policy)}`);
  }

  user(): Promise<Reading<CrossmintUserSummary>> {
    return this.#call("GET", "/crossmint/user");
  }

  putUser(
    record: CrossmintRecordChange,
    products: readonly CrossmintProduct[],
  ): Promise<Reading<CrossmintUserSummary>> {
    return this.#call("PUT", "/crossmint/user", { body: { products, ...record } });
  }

  uploadDocument(
    document: { documentType: CrossmintDocumentType; data: string; countryOfResidence: string },
    onProgress: (part: number) => void,
  ): Promise<Reading<CrossmintDocument>> {
    return this.#call("POST", "/crossmint/documents", { body: document, onProgress });
  }

  verification(): Promise<Reading<CrossmintEligibilities>> {
    return this.#call("GET", "/crossmint/identity-verification");
  }

  verify(): Promise<Reading<CrossmintEligibilities>> {
    return this.#call("PUT", "/crossmint/identity-verification");
  }

  /** For the element, which makes its own calls: with the fault, and told to whoever watches. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (this.fault !== null) request.headers.set("x-sandbox-fault", this.fault);
    const { pathname } = new URL(request.url);
    const started = performance.now();
    const told = (status: number | null, body: unknown) =>
      this.onExchange({ method: request.method, route: pathname, status, body, milliseconds: since(started) });
    try {
      const response = await globalThis.fetch(request);
      const text = await response.clone().text();
      told(response.status, parsed(text) ?? text);
      return response;
    } catch (cause) {
      // A call that was given up (the language changed, the element is gone) is no news.
      if (!request.signal.aborted) told(null, null);
      throw cause;
    }
  };

  async #call<V>(method: string, route: string, options: CallOptions = {}): Promise<V> {
    const first = await this.#exchange(method, route, options);
    // A token lives for minutes, a checkout may take longer: the host renews it once, then the answer stands.
    const received =
      first.status === 401 && (await this.#renewed()) ? await this.#exchange(method, route, options) : first;
    const body = parsed(received.body);
    if (received.status < 200 || received.status > 299) throw problemOf(received.status, body);
    if (body === undefined) throw new Problem({ code: "unreadable", status: received.status });
    return body as V;
  }

  async #renewed(): Promise<boolean> {
    try {
      return await this.#session.resume();
    } catch {
      return false;
    }
  }

  async #exchange(method: string, route: string, options: CallOptions): Promise<Received> {
    const started = performance.now();
    const told = (status: number | null, body: unknown) =>
      this.onExchange({ method, route, status, body, milliseconds: since(started) });
    const headers: Record<string, string> = {
      accept: "application/json",
      authorization: `Bearer ${await this.#session.token()}`,
    };
    if (options.body !== undefined) headers["content-type"] = "application/json";
    if (this.fault !== null) headers["x-sandbox-fault"] = this.fault;
    try {
      const received = await transmit({
        method,
        url: `${this.#origin}${route}`,
        headers,
        body: options.body === undefined ? null : JSON.stringify(options.body),
        timeout: TIMEOUT,
        ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
      });
      told(received.status, parsed(received.body) ?? received.body);
      return received;
    } catch (cause) {
      if (!(cause instanceof NoConnection)) throw cause;
      told(null, null);
      throw new Problem({ code: "no-connection", status: null });
    }
  }
}

function since(started: number): number {
  return Math.round(performance.now() - started);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
