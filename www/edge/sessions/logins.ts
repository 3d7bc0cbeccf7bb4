import type { Settings } from "../configuration.ts";
import { type CallContext, callPartner } from "../partners/partner-call.ts";

/** What a partner has granted. */
export interface Grant {
  readonly token: string;
  /** Seconds, from the partner's reply alone. */
  readonly expiresIn: number;
}

/** How the gateway logs in to a partner with an account of its own. */
export interface Login {
  /** The account, as text: a session of other credentials is not used. Undefined when the partner is not on. */
  account(settings: Settings): string | undefined;
  /** Logs in with the one-time code of `now`. Throws `AssentError`. */
  logIn(settings: Settings, now: string, context: CallContext): Promise<Grant>;
}

/** Every partner that is logged in to. A further one is one more member. */
export const LOGINS: Readonly<Record<string, Login>> = {
  kriptomat: {
    account: ({ kriptomat }) => kriptomat && JSON.stringify(kriptomat.credentials),
    async logIn(settings, now, context) {
      const account = settings.kriptomat?.credentials ?? {};
      const { value } = await callPartner(settings, "kriptomat.login", { account, input: {}, now }, context);
      return { token: value.access_token, expiresIn: value.expires_in };
    },
  },
};
