import type { Reading } from "../../package/types.ts";
import type { Settings } from "../configuration.ts";
import type { Untold } from "../ledger/book.ts";
import { tellCrossmint } from "./crossmint-acceptance.ts";
import type { CallContext } from "./partner-call.ts";

/** Tells a partner of an acceptance. Throws `AssentError` when the partner has not confirmed it. */
export type Teller = (
  settings: Settings,
  untold: Untold,
  context: CallContext,
) => Promise<Pick<Reading<"crossmint.acceptLegalDocument">, "decisions">>;

/** How each partner of a policy is told. A further partner is one more line. */
export const TELLERS: Readonly<Record<string, Teller>> = {
  crossmint: tellCrossmint,
};
