import { AssentError, prepare, read } from "kyc-assent/edge";
import type { Call, OperationName, Request as PartnerRequest, Reading, Reply } from "../../package/types.ts";
import { collect } from "../body.ts";
import type { Settings } from "../configuration.ts";
import { LIMITS, type Limits } from "../limits.ts";
import { log } from "../log.ts";

/** On whose behalf a partner is called, and how. */
export interface CallContext {
  readonly requestId: string;
  /** What the sandbox is asked to do wrong; ignored where no sandbox is bound. */
  readonly fault?: string | undefined;
  readonly limits?: Pick<Limits, "partnerTime" | "replyBytes" | "freshTime">;
}

/** The HTTP status of the reply that an error was read from. */
const statuses = new WeakMap<AssentError, number>();

/** The HTTP status of the reply that ended in this error; undefined when there was none. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof AssentError ? statuses.get(error) : undefined;
}

/** The connection did not bring a whole reply. What the partner did with the request is not known. */
class ConnectionLost extends Error {}

/** Asks a partner: prepare, send, read. Throws `AssentError`. */
export async function callPartner<N extends OperationName>(
  settings: Settings,
  operation: N,
  call: Call<N>,
  context: CallContext,
): Promise<Reading<N>> {
  return exchange(settings, operation, prepare(operation, call), context, (reply) => read(operation, reply));
}

/** Sends a request that is ready and reads the reply. `operation` is its name in the log. Throws `AssentError`. */
export async function exchange<T>(
  settings: Settings,
  operation: string,
  request: PartnerRequest,
  context: CallContext,
  reading: (reply: Reply) => T,
): Promise<T> {
  const started = Date.now();
  let attempts = 0;
  const done = (status?: number, code?: string) => {
    const [partner = ""] = operation.split(".");
    const call = { operation, partner, status, code, ms: Date.now() - started, attempts };
    log("info", { event: "partner-call", ...call, requestId: context.requestId });
  };
  let status: number | undefined;
  try {
    const reply = await send(request, () => {
      attempts += 1;
      return sendOnce(settings, request, context);
    });
    status = reply.status;
    const result = reading(reply);
    done(status);
    return result;
  } catch (error) {
    done(status, error instanceof AssentError ? error.code : "unforeseen");
    if (error instanceof AssentError && status !== undefined) statuses.set(error, status);
    throw error;
  }
}

async function send({ method }: PartnerRequest, once: () => Promise<Reply>): Promise<Reply> {
  try {
    return await once();
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
  }
  // Asking again for what is only read changes nothing at the partner. Anything else might be done twice.
  try {
    if (method === "GET") return await once();
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
  }
  throw new AssentError({ code: "unavailable", message: "the connection to the partner was lost; try again" });
}

async function sendOnce(settings: Settings, request: PartnerRequest, context: CallContext): Promise<Reply> {
  const { partnerTime, replyBytes } = context.limits ?? LIMITS;
  const abort = new AbortController();
  let late = (): void => undefined;
  const timer = setTimeout(() => late(), partnerTime);
  const timeOut = new Promise<never>((_, reject) => {
    late = () => {
      reject(new AssentError({ code: "unavailable", message: "the partner did not answer in time; try again later" }));
      abort.abort();
    };
  });
  try {
    return await Promise.race([receive(settings, request, context, abort.signal, replyBytes), timeOut]);
  } finally {
    clearTimeout(timer);
  }
}

async function receive(
  settings: Settings,
  request: PartnerRequest,
  context: CallContext,
  signal: AbortSignal,
  maxBytes: number,
): Promise<Reply> {
  const unreadable = (message: string) => new AssentError({ code: "unreadable", message });
  const tooLarge = () => unreadable(`the partner's reply is larger than ${maxBytes} bytes`);
  const notText = () => unreadable("the partner's reply is not UTF-8");
  const headers = new Headers(request.headers);
  if (settings.sandbox !== undefined && context.fault !== undefined) headers.set("x-sandbox-fault", context.fault);
  const { method, body } = request;
  const init = { method, headers, body, redirect: "manual", signal } as const;
  try {
    const response = await (settings.sandbox ?? globalThis).fetch(request.url, init);
    const reader = response.body?.getReader();
    const text = reader === undefined ? null : await collect(reader, maxBytes, tooLarge, notText);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: text };
  } catch (error) {
    // The runtime's own message may hold the address, and with it the locator.
    throw error instanceof AssentError ? error : new ConnectionLost();
  }
}
