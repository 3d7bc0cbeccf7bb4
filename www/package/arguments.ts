import { AssentError } from "./errors.ts";

/** What a caller without types may hand in instead of what is due becomes `invalid-input` here, before the core is asked. */

/** An argument as JSON text; absent is null. */
export function json(name: string, value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch {
    throw wrong(name, "must be plain data: no cycles, no BigInt");
  }
}

export function text(name: string, value: unknown): string {
  if (typeof value !== "string") throw wrong(name, "must be a string");
  return value;
}

/** A whole number of an unsigned 32-bit integer, or less. */
export function count(name: string, value: unknown, least = 0, most = 0xffff_ffff): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
    throw wrong(name, `must be a whole number from ${least} to ${most}`);
  }
  return value;
}

export function bytes(name: string, value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw wrong(name, "must be the raw bytes, as a Uint8Array");
  return value;
}

export function object(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw wrong(name, "must be an object");
  return value as Readonly<Record<string, unknown>>;
}

/** Headers as JSON text: a plain object, or what `fetch` gives. Absent is none. */
export function headers(name: string, value: unknown): string {
  if (value === undefined || value === null) return "{}";
  const given = object(name, value);
  return json(name, value instanceof Headers ? Object.fromEntries(value) : given);
}

/** How many headers are told as lines at most: what comes before "{", as JSON begins. */
const MOST_LINES = 122;

/**
 * Headers as the core reads them fastest: one letter, whose code is how many there are, and the name and the value of each as a
 * line; "" for none. Undefined for what is no plain object of strings.
 */
export function headerLines(given: unknown): string | undefined {
  if (given === undefined || given === null) return "";
  if (Object.getPrototypeOf(given) !== Object.prototype) {
    return given instanceof Headers ? headerLines(Object.fromEntries(given)) : undefined;
  }
  try {
    return linesOf(given as Readonly<Record<string, unknown>>);
  } catch {
    return undefined; // a member that cannot be read, which is told where the headers become JSON
  }
}

function linesOf(headers: Readonly<Record<string, unknown>>): string | undefined {
  let count = 0;
  let lines = "";
  for (const name in headers) {
    const line = headers[name];
    if (typeof line !== "string" || !Object.hasOwn(headers, name)) return undefined;
    lines += `${name}\n${line}\n`;
    count++;
  }
  if (count === 0) return "";
  return count > MOST_LINES ? undefined : String.fromCharCode(count) + lines;
}

function wrong(field: string, problem: string): AssentError {
  return new AssentError({ code: "invalid-input", field, message: `${field} ${problem}` });
}
