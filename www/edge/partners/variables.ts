import { AssentError } from "kyc-assent/edge";
import type { NoteFault } from "../configuration.ts";

/** Whether any of these variables is set: then its partner is meant to be on. */
export function anySet(...values: readonly (string | undefined)[]): boolean {
  return values.some((value) => value !== undefined && value !== "");
}

/** A variable that must be there. */
export function required(
  variable: string,
  value: string | undefined,
  advice: string,
  fault: NoteFault,
): string | undefined {
  return value || fault(variable, advice);
}

/** A variable that is one of a few words, or left out. */
export function oneOf<T extends string>(
  variable: string,
  value: string | undefined,
  words: readonly T[],
  fault: NoteFault,
): T | undefined {
  if (value === undefined || value === "") return undefined;
  return words.find((word) => word === value) ?? fault(variable, `set it to ${words.join(" or ")}, or leave it out`);
}

/**
 * The core knows what an account must be, so it is asked to build a request that is never sent. `variables` names the
 * variable behind each of its fields.
 */
export function judge(build: () => unknown, variables: Readonly<Record<string, string>>, fault: NoteFault): void {
  try {
    build();
  } catch (error) {
    if (!(error instanceof AssentError)) throw error;
    const variable = variables[error.field?.replace("account.", "") ?? ""];
    fault(variable ?? Object.values(variables).join(", "), error.message);
  }
}
