/** What the four partners' hand-written clients share on the way out: inputs by zod, requests as plain values. */
import { z } from "zod";
import { PeerError } from "./reply.ts";

export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface Call {
  readonly account?: unknown;
  readonly input?: unknown;
  readonly consent?: unknown;
  readonly now?: string;
}

/** A text that is there, is not blank, and has no control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
export const text = z.string().regex(/^(?=.*\S)[^\u0000-\u001f\u007f-\u009f]*$/);
/** A text that can stand in a header. */
export const token = z.string().regex(/^[!-~]{1,8192}$/);
export const whole = z.union([
  z.int().nonnegative(),
  z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number),
]);
export const country = z.string().regex(/^[A-Z]{2}$/);
export const moment = z.iso.datetime();
export const day = z.iso.date();
export const origin = z
  .string()
  .regex(/^https:\/\/[a-z\d](?:[a-z\d.-]*[a-z\d])?(?::\d{1,5})?\/?$/i)
  .transform((url) => url.replace(/\/$/, ""));

/** Hosts write null for what is absent. */
export const absent = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

export function input<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const read = schema.safeParse(value ?? {});
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new PeerError("invalid-input", `${issue?.path.join(".") ?? "input"}: ${issue?.message}`);
  }
  return read.data;
}

export const clock = (call: Call): Date => new Date(input(moment, call.now));

export function request(method: string, url: string, headers: Record<string, string>, body?: object): Request {
  if (body === undefined) return { method, url, headers, body: null };
  return { method, url, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** One segment of a path, which dots are not. */
export function segment(value: string): string {
  if (value === "." || value === "..") throw new PeerError("invalid-input", "is no segment of a path");
  return encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
