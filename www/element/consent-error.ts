import type { BrokenRule, ErrorCode } from "../package/types.ts";

/** The codes of the gateway, and those of a call that brought no answer or was not made. */
export type ConsentErrorCode = ErrorCode | "offline" | "timed-out" | "not-ticked";

/** Why something did not work. Holds no personal data, no token, and no sentence for the person. */
export class ConsentError extends Error {
  override readonly name = "ConsentError";
  readonly code: ConsentErrorCode;
  /** The rules that the evidence breaks, when that was the reason. */
  readonly rules: readonly BrokenRule[];

  constructor(code: ConsentErrorCode, message: string, rules: readonly BrokenRule[] = [], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.rules = rules;
  }
}
