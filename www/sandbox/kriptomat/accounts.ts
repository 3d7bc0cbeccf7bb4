// The partner accounts at Kriptomat. The credentials are made up and open nothing but this sandbox.

import type { Account } from "../partner.ts";

export interface KriptomatAccount {
  email: string;
  password: string;
  clientId: number;
  clientSecret: string;
  /** Base32, as an authenticator app takes it. */
  totpSecret: string;
  /** Its users are numbered from here on. */
  firstUser: number;
}

export const accounts: readonly KriptomatAccount[] = [
  {
    email: "partner-one@kriptomat.sandbox.example",
    password: "sandbox-only-password-one",
    clientId: 71001,
    clientSecret: "sandbox-only-client-secret-one",
    totpSecret: "SANDBOXONLYNOTASECRETONE",
    firstUser: 0,
  },
  {
    email: "partner-two@kriptomat.sandbox.example",
    password: "sandbox-only-password-two",
    clientId: 71002,
    clientSecret: "sandbox-only-client-secret-two",
    totpSecret: "SANDBOXONLYNOTASECRETTWO",
    firstUser: 100_000,
  },
];

export const listedAccounts: Account[] = accounts.map((account, index) => ({
  what: `Partner ${index + 1}; its users are ${account.firstUser + 1000} to ${account.firstUser + 9999}, and the same with six zeros more.`,
  credentials: {
    email: account.email,
    password: account.password,
    client_id: account.clientId,
    client_secret: account.clientSecret,
    totpSecret: account.totpSecret,
  },
}));
