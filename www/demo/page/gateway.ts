/** The gateway's routes, as functions. Every answer is also told to whoever watches. */
import type {
  B2coreHistory,
  B2coreWizard,
  CrossmintDocument,
  CrossmintDocumentType,
  CrossmintEligibilities,
  CrossmintProduct,
  CrossmintRecordChange,
  CrossmintUserSummary,
  Decision,
} from "../../package/types.ts";
import type { Me } from "./me.ts";
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

/** Where a person stands at a partner, in its own words; what may be shown of them is in the decisions. */
export type Standing = Reading<{
  readonly reviewStatus?: string;
  readonly kyc_status?: string;
  readonly edd_status?: string;
}>;

/** How far a sign-in at B2CORE has come. */
export interface SignInStep {
  readonly signedIn: boolean;
}

interface CallOptions {
  readonly body?: unknown;
  /** Sends and takes the cookie of the session at B2CORE. */
  readonly credentials?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether whoever watches is not told. */
  readonly quiet?: boolean;
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
  /** Called after something was done that may have changed what is next. */
  onChange: () => void = () => {};

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
    return this.#call("GET", "/crossmint/identity-verification", { headers: { "cache-control": "no-cache" } });
  }

  verify(): Promise<Reading<CrossmintEligibilities>> {
    return this.#call("PUT", "/crossmint/identity-verification");
  }

  /** Where the person stands with all partners; null when it is as `etag` says. */
  async me(etag: string | null): Promise<{ readonly me: Me; readonly etag: string | null } | null> {
    const headers: Record<string, string> = etag === null ? {} : { "if-none-match": etag };
    const received = await this.#ask("GET", "/me", { credentials: true, quiet: true, headers });
    if (received.status === 304) return null;
    return { me: valueIn<Me>(received), etag: received.header("etag") };
  }

  /** The same as a stream of events, for as long as `signal` lets it. */
  async meStream(signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const headers = await this.#headers({ headers: { accept: "text/event-stream" } });
    const init: RequestInit = { headers, signal, credentials: "include", cache: "no-store" };
    const { ok, status, body } = await globalThis.fetch(`${this.#origin}/me/stream`, init);
    if (!ok || body === null) throw problemOf(status, undefined);
    return body;
  }

  applicant(): Promise<Standing> {
    return this.#call("GET", "/sumsub/applicant");
  }

  kriptomatUser(): Promise<Standing> {
    return this.#call("GET", "/kriptomat/user");
  }

  importKyc(): Promise<Standing> {
    return this.#call("POST", "/kriptomat/kyc-import");
  }

  signInAtB2core(email: string, password: string): Promise<SignInStep> {
    return this.#call("POST", "/b2core/sign-in", { body: { email, password }, credentials: true });
  }

  /** The code of the second factor; without one, which factor it shall be. */
  secondFactor(method: "google" | "sms", code?: string): Promise<SignInStep> {
    const body = code === undefined ? { method } : { method, code };
    return this.#call("POST", "/b2core/second-factor", { body, credentials: true });
  }

  signOutOfB2core(): Promise<void> {
    return this.#call("DELETE", "/b2core/session", { credentials: true });
  }

  levels(): Promise<Reading<B2coreHistory>> {
    return this.#call("GET", "/b2core/verifications", { credentials: true });
  }

  startWizard(): Promise<Reading<B2coreWizard>> {
    return this.#call("GET", "/b2core/wizard", { credentials: true });
  }

  runWizard(uuid: string, type: number, files: readonly string[]): Promise<Reading<B2coreWizard>> {
    return this.#call("POST", "/b2core/wizard", { body: { uuid, documents: { type, files } }, credentials: true });
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
      if (response.ok && request.method !== "GET") this.onChange();
      return response;
    } catch (cause) {
      // A call that was given up (the language changed, the element is gone) is no news.
      if (!request.signal.aborted) told(null, null);
      throw cause;
    }
  };

  async #call<V>(method: string, route: string, options: CallOptions = {}): Promise<V> {
    const value = valueIn<V>(await this.#ask(method, route, options));
    if (method !== "GET") this.onChange();
    return value;
  }

  /** An answer that is no problem. */
  async #ask(method: string, route: string, options: CallOptions): Promise<Received> {
    const first = await this.#exchange(method, route, options);
    // A token lives for minutes, a checkout may take longer: the host renews it once, then the answer stands.
    const received =
      first.status === 401 && (await this.#renewed()) ? await this.#exchange(method, route, options) : first;
    const { status } = received;
    if (status < 200 || (status > 299 && status !== 304)) throw problemOf(status, parsed(received.body));
    return received;
  }

  async #headers({ body, headers }: CallOptions): Promise<Record<string, string>> {
    return {
      accept: "application/json",
      authorization: `Bearer ${await this.#session.token()}`,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(this.fault !== null && { "x-sandbox-fault": this.fault }),
      ...headers,
    };
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
    const told = (status: number | null, body: unknown) => {
      if (options.quiet !== true) this.onExchange({ method, route, status, body, milliseconds: since(started) });
    };
    const headers = await this.#headers(options);
    try {
      const received = await transmit({
        method,
        url: `${this.#origin}${route}`,
        headers,
        body: options.body === undefined ? null : JSON.stringify(options.body),
        timeout: TIMEOUT,
        credentials: options.credentials === true,
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

/** What an answer holds; nothing where it is empty on purpose. */
function valueIn<V>({ status, body }: Received): V {
  const value = parsed(body);
  if (value === undefined && status !== 204) throw new Problem({ code: "unreadable", status });
  return value as V;
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
