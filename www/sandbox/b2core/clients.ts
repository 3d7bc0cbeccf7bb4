// The made-up clients of the B2CORE installation: `<outcome>@…` or `<outcome>-<anything>@…`. The credentials open nothing
// but this sandbox.

import type { Account, Person } from "../partner.ts";
import type { Store } from "../store.ts";

const DOMAIN = "b2core.sandbox.example";
export const PASSWORD = "sandbox-only-password";
/** Base32, as an authenticator app takes it; the same for every client. */
export const TOTP_SECRET = "SANDBOXONLYNOTASECRETBCO";

interface Fate {
  outcome: string;
  what: string;
  /** The level that the client has from the start, beside the default one. */
  level: number;
  /** Ids of the document types that each step of the wizard asks for. */
  steps: readonly (readonly number[])[];
  refused?: true;
}

const fates: readonly Fate[] = [
  { outcome: "level-1", what: "Has Level 1; the wizard has nothing more to ask.", level: 1, steps: [] },
  { outcome: "level-2", what: "Has Level 2; the wizard has nothing more to ask.", level: 2, steps: [] },
  { outcome: "documents", what: "Needs one identity document, then has Level 1.", level: 0, steps: [[1, 2]] },
  {
    outcome: "two-steps",
    what: "Needs an identity document, then proof of address and of income, then has Level 1.",
    level: 0,
    steps: [
      [1, 2],
      [3, 4],
    ],
  },
  {
    outcome: "refused",
    what: "Needs one identity document; the procedure then ends without success and without a level.",
    level: 0,
    steps: [[1, 2]],
    refused: true,
  },
];

export const people: Person[] = fates.map(({ outcome, what }) => ({ outcome, what }));

export const listedAccounts: Account[] = [
  { what: "Every client.", credentials: { password: PASSWORD, totpSecret: TOTP_SECRET } },
];

export interface Client {
  email: string;
  clientId: number;
  fate: Fate;
}

/** The client with this e-mail; null when there is none. The first to come gets the samples' number 222. */
export function clientWith(email: unknown, store: Store): Client | null {
  if (typeof email !== "string") return null;
  const [name = "", domain] = email.toLowerCase().split("@");
  const fate = fates.find(({ outcome }) => name === outcome || name.startsWith(`${outcome}-`));
  if (fate === undefined || domain !== DOMAIN || !/^[\w.+~-]{1,100}$/.test(name)) return null;
  let clientId = store.read<number>("client", name);
  if (clientId === null) {
    clientId = (store.read<number>("clients", "last") ?? 221) + 1;
    store.write("clients", "last", clientId);
    store.write("client", name, clientId);
  }
  return { email: `${name}@${DOMAIN}`, clientId, fate };
}
