import { plan } from "kyc-assent/edge";
import { LIMITS } from "../limits.ts";
import type { CallContext } from "../partners/partner-call.ts";
import type { Standing } from "./looks.ts";

/** Where a person stands, and when that was asked. */
export interface KeptStanding {
  readonly standing: Standing;
  /** Milliseconds since 1970, as all times here. */
  readonly readAt: number;
  readonly freshUntil: number;
  /** Nobody has named a time to look again. */
  readonly isFleeting?: boolean;
}

/** A standing, and until when it will do: by the partner's own time for another look, else for a short while. */
export function timed(standing: Standing, context?: Pick<CallContext, "limits">, readAt = Date.now()): KeptStanding {
  const { freshTime = LIMITS.freshTime } = context?.limits ?? {};
  const { lookAgainAfter } = plan(standing.decisions);
  const freshUntil = Date.now() + (lookAgainAfter === null ? freshTime : lookAgainAfter * 1000);
  return { standing, readAt, freshUntil, isFleeting: lookAgainAfter === null };
}
