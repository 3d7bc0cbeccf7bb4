/** What the four partners' hand-written clients share: how a reply is opened, and what a refusal means. */
import type { z } from "zod";

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | null;
}

export interface Decision {
  readonly partner: string;
  readonly scope: string;
  readonly next: string;
  readonly said: object;
  readonly show: readonly string[];
  readonly [more: string]: unknown;
}

export interface Reading {
  readonly value: unknown;
  readonly decisions: readonly Decision[];
}

export class PeerError extends Error {
  readonly code: string;
  readonly retryAfter: number | undefined;
  readonly said: string | undefined;

  constructor(
    code: string,
    message: string,
    more: { retryAfter?: number | undefined; said?: string | undefined } = {},
  ) {
    super(message);
    this.code = code;
    this.retryAfter = more.retryAfter;
    this.said = more.said;
  }
}

/** What a partner's error body says, and how long its rate limit's window is. */
export interface Refusals {
  readonly window: number;
  said(body: unknown): string | undefined;
}

function header(reply: Reply, wanted: string): string | undefined {
  for (const name in reply.headers) if (name.toLowerCase() === wanted) return reply.headers[name]?.trim();
  return undefined;
}

function isPage(body: string, reply: Reply): boolean {
  return /^\s*</.test(body) || header(reply, "content-type")?.toLowerCase().startsWith("text/html") === true;
}

function json(reply: Reply): unknown {
  const body = reply.body ?? "";
  if (isPage(body, reply)) throw new PeerError("unavailable", "the partner sent a page");
  if (body.length > 1 << 20) throw new PeerError("unreadable", "body is longer than 1 MiB");
  try {
    return JSON.parse(body);
  } catch {
    throw new PeerError("unreadable", "body is not JSON");
  }
}

/** The body of a success as the schema has it; else the error that the reply means. */
export function success<T extends z.ZodType>(reply: Reply, schema: T, refusals: Refusals): z.output<T> {
  if (reply.status < 200 || reply.status > 299) throw refusal(reply, refusals);
  return checked(json(reply), schema);
}

export function checked<T extends z.ZodType>(body: unknown, schema: T): z.output<T> {
  const read = schema.safeParse(body);
  if (!read.success)
    throw new PeerError("unreadable", `${read.error.issues[0]?.path.join(".") || "body"} is not as documented`);
  return read.data;
}

const notEnabled = "not configured to support";

export function refusal(reply: Reply, { window, said: words }: Refusals): PeerError {
  let said: string | undefined;
  try {
    said = words(json(reply));
  } catch {
    // No words, then.
  }
  const seconds = header(reply, "retry-after");
  const wait =
    seconds !== undefined && /^\d+$/.test(seconds) && Number(seconds) <= 86_400 ? Number(seconds) : undefined;
  if (reply.status === 429) return new PeerError("rate-limited", "fewer requests", { retryAfter: wait ?? window });
  if (said?.includes(notEnabled)) return new PeerError("not-enabled", "not switched on", { said });
  if (reply.status === 401 || reply.status === 403) return new PeerError("unauthorized", "key or scope", { said });
  if (reply.status === 404) return new PeerError("not-found", "nothing of that name", { said });
  if (reply.status >= 400 && reply.status <= 499) return new PeerError("refused", "refused", { said });
  return new PeerError("unavailable", "not available", { retryAfter: wait });
}

/** A text, or the texts of a list. */
export function words(value: unknown): string | undefined {
  if (typeof value === "string") return value.slice(0, 300);
  if (!Array.isArray(value)) return undefined;
  const all = value.filter((item) => typeof item === "string").join("; ");
  return all === "" ? undefined : all.slice(0, 300);
}

export function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
