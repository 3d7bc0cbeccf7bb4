import type { ErrorCode } from "../package/types.ts";
import { ConsentError } from "./consent-error.ts";

export { ConsentError, type ConsentErrorCode } from "./consent-error.ts";

/** How long one call of the gateway may take, the host's `authorize` included. In milliseconds. */
const TIME_LIMIT = 15_000;

/** What was thrown, as the error that hosts are promised. */
export function asConsentError(cause: unknown): ConsentError {
  return cause instanceof ConsentError ? cause : new ConsentError("unavailable", String(cause));
}

/** Ends with `timed-out` when `run` takes too long; its signal is aborted then. */
export async function withinTimeLimit<T>(
  run: (signal: AbortSignal) => Promise<T>,
  abort = new AbortController(),
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ConsentError("timed-out", `No answer within ${TIME_LIMIT / 1000} seconds`));
      abort.abort();
    }, TIME_LIMIT);
  });
  try {
    return await Promise.race([run(abort.signal), limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Sends a call and reads its JSON. Whatever goes wrong becomes a {@link ConsentError}. */
export async function callGateway(fetch: typeof globalThis.fetch, url: string, init: RequestInit): Promise<unknown> {
  let reply: Response;
  try {
    // A redirect would carry token and evidence elsewhere, and cookies have no part in this.
    reply = await fetch(url, { credentials: "omit", redirect: "error", ...init });
  } catch (cause) {
    throw navigator.onLine
      ? new ConsentError("unavailable", "The gateway cannot be reached", [], { cause })
      : new ConsentError("offline", "The browser is offline", [], { cause });
  }
  const value: unknown = await reply.json().catch(() => null);
  if (reply.ok) return value;
  const { code, detail, rules } = (value ?? {}) as { code?: unknown; detail?: unknown; rules?: unknown };
  const { status } = reply;
  const codeOfStatus = status < 500 ? "refused" : "unavailable";
  throw new ConsentError(
    status === 401 ? "unauthorized" : typeof code === "string" ? (code as ErrorCode) : codeOfStatus,
    typeof detail === "string" ? detail : `The gateway answered ${status}`,
    Array.isArray(rules) ? rules : [],
  );
}

/** The URL of a route of the gateway; `gateway` may be relative to the page. */
export function gatewayUrl(gateway: string, route: string): string {
  return new URL(route, new URL(gateway.replace(/\/*$/, "/"), document.baseURI)).href;
}
