import type { ErrorCode, ErrorDetail, Missing } from "./types.ts";

/** What every function of the package throws. `code` is stable, `message` is for developers. */
export class AssentError extends Error {
  override readonly name = "AssentError";
  readonly code: ErrorCode;
  declare readonly field?: string;
  declare readonly retryAfter?: number;
  declare readonly missing?: Missing;
  declare readonly rules?: NonNullable<ErrorDetail["rules"]>;
  /** The partner's own words. They may name the person, so they stay out of `message` and of `toString()`. */
  declare readonly said?: string;

  constructor(detail: ErrorDetail, options?: ErrorOptions) {
    super(detail.message, options);
    this.code = detail.code;
    if (detail.field !== undefined) this.field = detail.field;
    if (detail.retryAfter !== undefined) this.retryAfter = detail.retryAfter;
    if (detail.missing !== undefined) this.missing = detail.missing;
    if (detail.rules !== undefined) this.rules = detail.rules;
    // Not enumerable: a logger that spreads or serialises the error does not take it along.
    if (detail.said !== undefined) Object.defineProperty(this, "said", { value: detail.said });
  }
}
