/**
 * What the routes go by at run time and a type cannot say: read from the very constants that the routes read. For the
 * description alone; no Worker imports this.
 */
import type { ErrorCode } from "../../package/types.ts";
import { MOMENT, NAME, PSEUDONYM, VERSION } from "../export/export-range.ts";
import { JSON_DEPTH, LIMITS } from "../limits.ts";
import { STATUS, TITLE } from "../problem.ts";
import { COUNT, LONGEST_TEXT } from "../routes/b2core.ts";
import { LONGEST_KEY } from "../routes/consents.ts";
import { NUMBER } from "../routes/log.ts";
import { ROUTES } from "../routes/registry.ts";
import type { Contract } from "./index.ts";

export { bodyExamples, parameterExamples } from "./examples.ts";
export { JSON_DEPTH, LIMITS, TITLE };

/** Every handler of a method; those of all methods are on the way to one. */
export const routes = ROUTES.flatMap(({ routes: all }) => all)
  .filter(({ method }) => method !== "ALL")
  .map(({ method, path }) => ({ method, path }));

/** A part of a JSON schema. */
export type Constraint = Readonly<Record<string, string | number>>;

/** Digits, at most as many as the pattern has. */
const digits = ({ source }: RegExp): Constraint => ({
  type: "integer",
  minimum: 0,
  maximum: 10 ** Number(/\{1,(\d+)\}/.exec(source)?.[1]) - 1,
});
const typed: Constraint = { minLength: 1, maxLength: LONGEST_TEXT };
/** What is empty counts as left out. */
const orEmpty = ({ source }: RegExp): Constraint => ({ pattern: `^(${source.slice(1, -1)})?$` });
const range = {
  ...{ policy: orEmpty(NAME), version: orEmpty(VERSION), person: orEmpty(PSEUDONYM) },
  ...{ from: orEmpty(MOMENT), to: orEmpty(MOMENT) },
};

/** By route, and the name of a parameter or of a member of the body. */
export const constraints: { readonly [R in keyof Contract]?: Readonly<Record<string, Constraint>> } = {
  "POST /consents": { "Idempotency-Key": { minLength: 1, maxLength: LONGEST_KEY } },
  "POST /b2core/sign-in": { email: typed, password: typed },
  "POST /b2core/second-factor": { code: typed },
  "GET /b2core/verifications": { limit: digits(COUNT), offset: digits(COUNT) },
  "GET /log/heads": { from: digits(NUMBER) },
  "GET /log/consistency": { from: digits(NUMBER), to: digits(NUMBER) },
  "GET /operator/export": range,
  "GET /operator/report": { ...range, after: orEmpty(PSEUDONYM) },
  "GET /operator/outdated": { after: orEmpty(PSEUDONYM) },
};

/** Bytes of a body, by route; of all others {@link LIMITS}.bodyBytes. */
export const sizes: { readonly [R in keyof Contract]?: number } = {
  "POST /crossmint/documents": LIMITS.documentBytes,
  "POST /webhooks/sumsub": LIMITS.webhookBytes,
  "POST /webhooks/kriptomat": LIMITS.webhookBytes,
};

/** What the gateway itself turns down, by status. */
const OWN_CODES: Readonly<Record<number, readonly ErrorCode[]>> = {
  400: ["invalid-input"],
  401: ["unauthorized"],
  403: ["unauthorized", "refused"],
  404: ["not-enabled"],
  408: ["invalid-input"],
  411: ["invalid-input"],
  413: ["invalid-input"],
  415: ["invalid-input"],
};

/** The codes that errors of a status bear. */
export function codesOf(status: number): readonly string[] {
  const known = Object.entries(STATUS).filter(([, its]) => its === status);
  return [...new Set([...known.map(([code]) => code), ...(OWN_CODES[status] ?? [])])].sort();
}
