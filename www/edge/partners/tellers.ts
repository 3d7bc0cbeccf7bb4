import type { Reading } from "../../package/types.ts";
import type { Settings } from "../configuration.ts";
import type { Untold } from "../ledger/book.ts";
import { tellCrossmint } from "./crossmint-acceptance.ts";
import type { CallContext } from "./partner-call.ts";

/** Tells a partner of an acceptance. Throws `AssentError` when the partner has not confirmed it. */
export type Teller = (
  settings: Settings,
  /** `region`: of a policy that differs by region; else empty. */
  untold: Untold & { readonly region: string },
  context: CallContext,
) => Promise<Pick<Reading<"crossmint.acceptLegalDocument">, "decisions">>;

/** Who is told of an acceptance, by policy, and how. A further document of a partner is one more line. */
const TELLERS: ReadonlyMap<string, Teller> = new Map([
  ["crossmint-privacy-policy", tellCrossmint],
  ["crossmint-terms-of-service", tellCrossmint],
]);

/** How its partner is told of this policy; undefined: it wants to be told of none, and the acceptance is kept here. */
export function tellerOf(policy: string): Teller | undefined {
  return TELLERS.get(policy);
}
