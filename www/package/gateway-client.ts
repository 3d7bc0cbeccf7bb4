import type { ErrorAnswer, ErrorCode, GatewayOperations } from "./gateway-operations.ts";

export type * from "./gateway-operations.ts";

/** How the gateway is reached. */
export interface GatewayClientOptions {
  /** Its address, with the path below which it is, if there is one: `https://kyc.shop.example`. */
  readonly gateway: string;
  /** The token of the host's own sign-in; for what operators do, one of OPERATOR_TOKENS. Asked for before each request. */
  readonly authorize?: () => string | undefined | Promise<string | undefined>;
  /** `include` for a gateway of another origin that speaks B2CORE: its session is a cookie. */
  readonly credentials?: "include" | "omit" | "same-origin";
  /** Sends; by default the host's own. */
  readonly fetch?: typeof globalThis.fetch;
}

/** What a request of this route is made of, beside what the description says: `signal` gives it up. */
export type GatewayRequest<R extends keyof GatewayOperations> = Omit<GatewayOperations[R], "answers"> & {
  readonly signal?: AbortSignal;
};

/** What the route has answered, by its status. `value` is the JSON, null for none, and the unread response for all else. */
export type GatewayAnswer<R extends keyof GatewayOperations> = {
  readonly [S in keyof GatewayOperations[R]["answers"]]: {
    readonly status: S;
    readonly value: GatewayOperations[R]["answers"][S];
    readonly headers: Headers;
  };
}[keyof GatewayOperations[R]["answers"]];

/** Nothing has to be given where nothing is demanded. */
type Given<R extends keyof GatewayOperations> =
  Record<never, never> extends GatewayRequest<R> ? [request?: GatewayRequest<R>] : [request: GatewayRequest<R>];

/** Asks the gateway by method and address, as `client("GET /me")`. Rejects with a {@link GatewayError}. */
export type GatewayClient = <R extends keyof GatewayOperations>(
  route: R,
  ...given: Given<R>
) => Promise<GatewayAnswer<R>>;

/** What the gateway has turned down, or that it could not be asked. `code` is stable, `message` is for developers. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly code: ErrorCode;
  /** 0: no answer came. */
  readonly status: number;
  /** Seconds to wait before another try, where the gateway names them. */
  readonly retryAfter: number | undefined;
  /** All that it said: `field`, `fields`, `rules`, `missing`, `requestId`. Undefined where the answer is none of its own. */
  declare readonly problem?: ErrorAnswer;

  constructor(code: ErrorCode, status: number, message: string, problem?: ErrorAnswer, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = status;
    this.retryAfter = problem?.retryAfter;
    // Not enumerable: it may repeat the partner's own words, which a logger shall not take along.
    Object.defineProperty(this, "problem", { value: problem });
  }
}

/** A request, whatever its route is. */
interface AnyRequest {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * A client of the gateway, typed by its OpenAPI description (`kyc-assent/openapi.json`).
 *
 * ```ts
 * import { GatewayError, gatewayClient } from "kyc-assent/gateway-client";
 *
 * const ask = gatewayClient({ gateway: "https://kyc.shop.example", authorize: hostToken });
 * const { value: me } = await ask("GET /me");
 * for (const { next, partner } of me.plan.steps) console.log(partner, next);
 * ```
 */
export function gatewayClient(options: GatewayClientOptions): GatewayClient {
  const { gateway, authorize, credentials } = options;
  const ask = async (route: string, given: AnyRequest = {}): Promise<unknown> => {
    const [method = "", address = ""] = route.split(" ");
    const url = new URL(gateway.replace(/\/+$/, "") + filled(address, given.path ?? {}));
    for (const [name, value] of stated(given.query)) url.searchParams.set(name, String(value));
    const headers = new Headers(stated(given.headers) as [string, string][]);
    const token = await authorize?.();
    if (token) headers.set("authorization", `Bearer ${token}`);
    const { body } = given;
    const isJson = body !== undefined && !(body instanceof Blob);
    if (isJson) headers.set("content-type", "application/json");
    const init: RequestInit = {
      method,
      headers,
      ...(body !== undefined && { body: isJson ? JSON.stringify(body) : body }),
      ...(credentials && { credentials }),
      ...(given.signal && { signal: given.signal }),
    };
    const reply = await sent(options.fetch ?? fetch, url, init);
    const isDone = reply.ok || reply.status === 304;
    if (!isDone) throw await refusal(reply);
    return { status: reply.status, headers: reply.headers, value: await contentOf(reply) };
  };
  // What each route takes and gives is said by the description, from which the types are made.
  return ask as unknown as GatewayClient;
}

/** The address with its parts. One that would lead to another address is refused. */
function filled(address: string, path: Readonly<Record<string, string>>): string {
  return address.replace(/\{(\w+)\}/g, (_, name: string) => {
    const part = path[name] ?? "";
    if (/^\.{0,2}$/.test(part)) throw new GatewayError("invalid-input", 0, `path.${name} is empty, or a point`);
    return encodeURIComponent(part);
  });
}

/** The members that are there. */
function stated(members: object = {}): [string, unknown][] {
  return Object.entries(members).filter(([, value]) => value !== undefined);
}

async function sent(send: typeof fetch, url: URL, init: RequestInit): Promise<Response> {
  try {
    return await send(url, init);
  } catch (cause) {
    // Given up by the caller: as every fetch says it.
    if (init.signal?.aborted) throw cause;
    throw new GatewayError("unavailable", 0, "the gateway is out of reach; try again", undefined, { cause });
  }
}

async function refusal(reply: Response): Promise<GatewayError> {
  const { status } = reply;
  try {
    const problem = (await reply.json()) as ErrorAnswer;
    if (typeof problem.code === "string") return new GatewayError(problem.code, status, problem.detail, problem);
  } catch {
    // No JSON: what is in between has answered.
  }
  return new GatewayError("unavailable", status, `the answer, ${status}, is none of the gateway's`);
}

async function contentOf(reply: Response): Promise<unknown> {
  if (reply.status === 204 || reply.status === 304) return null;
  if (!/^application\/json\b/.test(reply.headers.get("content-type") ?? "")) return reply;
  try {
    return await reply.json();
  } catch (cause) {
    throw new GatewayError("unreadable", reply.status, "the answer did not arrive whole", undefined, { cause });
  }
}
