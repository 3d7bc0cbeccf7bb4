import { AssentError } from "kyc-assent/edge";
import type { ErrorDetail } from "../../package/types.ts";
import { detailOf } from "../problem.ts";

/** How a call between Worker and Durable Object went, as plain data: thrown errors lose their code on the way. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorDetail };

export function success<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function failure(error: unknown): Outcome<never> {
  return { ok: false, error: detailOf(error) };
}

/** The value, or the error thrown again on this side. */
export function unwrapped<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new AssentError(outcome.error);
}
