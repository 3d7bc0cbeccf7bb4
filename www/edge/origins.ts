import type { Settings } from "./configuration.ts";
import { Refusal } from "./problem.ts";

/** The methods that routes have. */
export const METHODS = ["GET", "POST", "PUT", "DELETE"];
const HEADERS = ["authorization", "cache-control", "content-type", "idempotency-key", "if-none-match", "traceparent"];
const EXPOSED = "x-request-id, retry-after, etag, age";
/** Seconds that a browser may remember the answer to a preflight. */
const PREFLIGHT_LIFETIME = "600";

/** Whether a path is public, from every origin: what the log says to whoever watches it. */
export function isForAnybody(path: string): boolean {
  return path.startsWith("/log/");
}

/**
 * Refuses a page that is not on the list. A request without an origin comes from no page: a server, or a plain visit
 * to an address; only the host's token lets it in.
 */
export function refuseForeignOrigin(request: Request, settings: Settings): void {
  const origin = request.headers.get("origin");
  if (origin !== null && !settings.origins.has(origin)) {
    throw new Refusal(403, { code: "unauthorized", message: "this origin is not in ALLOWED_ORIGINS" });
  }
}

/** The answer to a preflight of a page that is on the list. */
export function preflight(settings: Settings): Response {
  const allowed = settings.sandbox === undefined ? HEADERS : [...HEADERS, "x-sandbox-fault"];
  const headers = {
    "access-control-allow-methods": METHODS.join(", "),
    "access-control-allow-headers": allowed.join(", "),
    "access-control-max-age": PREFLIGHT_LIFETIME,
  };
  return new Response(null, { status: 204, headers });
}

/** Lets the page read the answer. `Vary` goes on all answers, so that no cache serves one page's to another. */
export function allowOrigin(headers: Headers, request: Request, settings: Settings | undefined): void {
  headers.append("vary", "Origin");
  const origin = request.headers.get("origin");
  if (origin === null || !settings?.origins.has(origin)) return;
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-expose-headers", EXPOSED);
  // The cookie of a session at B2CORE. Who is signed in is still said by the host's token alone.
  if (settings.b2core !== undefined) headers.set("access-control-allow-credentials", "true");
}
