// The accounts at Sumsub. The credentials are made up and open nothing but this sandbox.

import type { Account } from "../partner.ts";

export interface SumsubAccount {
  /** Sumsub's id of the client, which others name as `forClientId`. */
  clientId: string;
  environment: "sandbox" | "production";
  appToken: string;
  secretKey: string;
}

/** Kriptomat's Sumsub client id, which a share token for it names. */
export const KRIPTOMAT_CLIENT_ID = "kriptomat-sandbox";

const donor = "assent-sandbox";

const accounts: SumsubAccount[] = [
  {
    clientId: donor,
    environment: "sandbox",
    appToken: "sbx:sandbox-only-app-token",
    secretKey: "sandbox-only-secret-key",
  },
  {
    clientId: donor,
    environment: "production",
    appToken: "prd:sandbox-only-app-token",
    secretKey: "sandbox-only-production-secret-key",
  },
  {
    clientId: KRIPTOMAT_CLIENT_ID,
    environment: "sandbox",
    appToken: "sbx:sandbox-only-recipient-app-token",
    secretKey: "sandbox-only-recipient-secret-key",
  },
];

export function accountOf(appToken: string): SumsubAccount | null {
  return accounts.find((account) => account.appToken === appToken) ?? null;
}

/** As the control page lists them. */
export const listedAccounts: Account[] = accounts.map(({ clientId, environment, appToken, secretKey }) => ({
  what: `${clientId === donor ? "Donor" : "Recipient of share tokens (Kriptomat)"}, ${environment} tokens.`,
  credentials: { clientId, appToken, secretKey },
}));
