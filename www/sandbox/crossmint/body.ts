// Reading request bodies strictly: what is documented is checked, what is not documented is refused.
// Every problem is collected, so that one reply names them all. Messages name fields, never values.

import { type MatchedCall, Refusal } from "../partner.ts";
import { isCountry } from "./countries.ts";

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?Z$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^\+?[\d ().-]{5,25}$/;
const LIST_VALUE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const DATA_URI = /^data:[\w.+-]+\/[\w.+-]+;base64,/;

/** True for a day that exists. */
export function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** True for ISO 8601 with an existing day and the mandatory Z. */
export function isDateTime(text: string): boolean {
  const date = DATE_TIME.exec(text)?.[1];
  return date !== undefined && isDate(date);
}

type Check = (text: string) => boolean;
interface Rule {
  check: Check;
  form: string;
}

export const rules = {
  text: { check: (text: string) => text.trim() !== "", form: "a text that is not blank" },
  anyText: { check: () => true, form: "a text" },
  date: { check: isDate, form: "an existing date, YYYY-MM-DD" },
  datePattern: { check: (text: string) => DATE.test(text), form: "YYYY-MM-DD" },
  dateTime: { check: isDateTime, form: "an existing ISO 8601 date-time that ends in Z" },
  country: { check: isCountry, form: "an ISO 3166-1 alpha-2 code" },
  email: { check: (text: string) => EMAIL.test(text), form: "an e-mail address" },
  phone: { check: (text: string) => PHONE.test(text), form: "a phone number" },
  listValue: { check: (text: string) => LIST_VALUE.test(text), form: "lower-case words joined by hyphens" },
  base64: {
    check: (text: string) => {
      const bare = text.replace(DATA_URI, "");
      // With padding, or without any.
      const isWhole = bare.endsWith("=") ? bare.length % 4 === 0 : bare.length % 4 !== 1;
      return isWhole && BASE64.test(bare);
    },
    form: "base64, or a data URI with base64",
  },
} satisfies Record<string, Rule>;

/** One of a fixed list of values. */
export function oneOf(values: readonly string[]): Rule {
  return { check: (text) => values.includes(text), form: `one of ${values.join(", ")}` };
}

/** A JSON object that is read field by field; `end` refuses the call when anything was wrong or left unread. */
export class Fields {
  readonly #value: Record<string, unknown>;
  readonly #path: string;
  readonly #problems: string[];
  readonly #read = new Set<string>();

  constructor(value: Record<string, unknown>, path: string, problems: string[]) {
    this.#value = value;
    this.#path = path;
    this.#problems = problems;
  }

  #name(field: string): string {
    return this.#path === "" ? field : `${this.#path}.${field}`;
  }

  #take(field: string, required: boolean): unknown {
    this.#read.add(field);
    const value = this.#value[field];
    if (value === undefined && required) this.#problems.push(`${this.#name(field)} is required`);
    return value;
  }

  #string(field: string, rule: Rule, required: boolean): string | undefined {
    const value = this.#take(field, required);
    if (value === undefined) return undefined;
    if (typeof value === "string" && rule.check(value)) return value;
    this.#problems.push(`${this.#name(field)} must be ${rule.form}`);
    return undefined;
  }

  required(field: string, rule: Rule): string {
    return this.#string(field, rule, true) ?? "";
  }

  optional(field: string, rule: Rule): string | undefined {
    return this.#string(field, rule, false);
  }

  /** A nested object; undefined when it is absent or none. */
  object(field: string, required = false): Fields | undefined {
    const value = this.#take(field, required);
    if (value === undefined) return undefined;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.#problems.push(`${this.#name(field)} must be an object`);
      return undefined;
    }
    return new Fields(value as Record<string, unknown>, this.#name(field), this.#problems);
  }

  /** A list of strings. */
  texts(field: string): void {
    const value = this.#take(field, false);
    if (value === undefined) return;
    if (!Array.isArray(value) || value.some((item) => typeof item !== "string")) {
      this.#problems.push(`${this.#name(field)} must be a list of texts`);
    }
  }

  has(field: string): boolean {
    return this.#value[field] !== undefined;
  }

  get isEmpty(): boolean {
    return Object.keys(this.#value).length === 0;
  }

  /** Reads every field that was not read yet as text under the rule. */
  rest(rule: Rule): void {
    for (const field of Object.keys(this.#value)) if (!this.#read.has(field)) this.optional(field, rule);
  }

  /** Says of every field that was not read that there is none of that name. */
  close(): void {
    for (const field of Object.keys(this.#value)) {
      if (!this.#read.has(field)) this.#problems.push(`there is no field ${this.#name(field)}`);
    }
  }

  problem(field: string, message: string): void {
    this.#problems.push(`${this.#name(field)} ${message}`);
  }

  /** Refuses the call when anything was wrong. */
  refuseProblems(): void {
    if (this.#problems.length > 0) throw new Refusal(400, "invalid_request", ...this.#problems);
  }
}

/** The body as an object, or a refusal. */
export function readBody(call: MatchedCall): Fields {
  const type = (call.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new Refusal(415, "unsupported_media_type", "Content-Type must be application/json");
  }
  let value: unknown;
  try {
    value = JSON.parse(call.body);
  } catch {
    throw new Refusal(400, "invalid_json", "the body is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Refusal(400, "invalid_request", "the body must be a JSON object");
  }
  return new Fields(value as Record<string, unknown>, "", []);
}
