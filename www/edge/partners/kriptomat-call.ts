import { AssentError } from "kyc-assent/edge";
import type { Call, Operations, Reading } from "../../package/types.ts";
import type { Settings } from "../configuration.ts";
import { type Outcome, unwrapped } from "../ledger/outcome.ts";
import { Refusal } from "../problem.ts";
import type { SessionToken } from "../sessions/partner-session.ts";
import type { KriptomatSettings } from "./kriptomat-settings.ts";
import { type CallContext, callPartner, statusOf } from "./partner-call.ts";

/** What Kriptomat is asked with the token of a login. */
type Operation = "kriptomat.getUser" | "kriptomat.importKyc" | "kriptomat.requestKyc";

/** Asks Kriptomat in the gateway's session. A token that it no longer takes is renewed once, and what was asked is asked again. */
export function callKriptomat<N extends Operation>(
  settings: Settings,
  operation: N,
  input: Operations[N]["input"],
  context: CallContext,
): Promise<Reading<N>> {
  return inSession(settings, context, (accessToken) => {
    const account = { ...kriptomatOf(settings).account, accessToken };
    const call = { account, input, now: new Date().toISOString() };
    return callPartner(settings, operation, call as Call<N>, context);
  });
}

/** Runs `ask` with the session's token; after a 401 once more, with a new one. */
export async function inSession<T>(
  settings: Settings,
  context: CallContext,
  ask: (accessToken: string) => Promise<T>,
): Promise<T> {
  const { token, number } = await sessionToken(settings, context);
  try {
    return await ask(token);
  } catch (error) {
    if (statusOf(error) !== 401) throw error;
  }
  return ask((await sessionToken(settings, context, number)).token);
}

async function sessionToken(settings: Settings, context: CallContext, refused?: number): Promise<SessionToken> {
  const session = kriptomatOf(settings).sessions.getByName("kriptomat");
  let outcome: Outcome<SessionToken>;
  try {
    outcome = await session.token("kriptomat", context, refused);
  } catch {
    throw new AssentError({ code: "unavailable", message: "the session is out of reach; try again" });
  }
  return unwrapped(outcome);
}

/** Kriptomat's settings. Throws when it is not on. */
export function kriptomatOf({ kriptomat }: Settings): KriptomatSettings {
  if (kriptomat !== undefined) return kriptomat;
  throw new Refusal(404, { code: "not-found", message: "this gateway is not set up for Kriptomat" });
}
