/** Kriptomat: accounts, users and operations, by its own field names. */

/** Who calls Kriptomat. A login takes the credentials, everything else the token of a login. */
export interface KriptomatAccount {
  /** By default Kriptomat's production. */
  readonly baseUrl?: string;
  /** `access_token` of a login. */
  readonly accessToken?: string;
  readonly email?: string;
  readonly password?: string;
  /** A number on the wire; digits are taken too. */
  readonly clientId?: number | `${number}`;
  readonly clientSecret?: string;
  /** Base32, as the authenticator app showed it. */
  readonly totpSecret?: string;
  /** Where the KYC routes answer: as the docs print them (the default), or beside the other partner routes. */
  readonly kycPaths?: "printed" | "partners";
}

export interface KriptomatUser {
  readonly kyc_status: string;
  readonly edd_status?: string;
  readonly status?: string;
  readonly email?: string;
  readonly name?: string;
  readonly surname?: string;
  readonly phone?: string;
  /** `YYYY-MM-DD`. */
  readonly date_of_birth?: string;
  readonly address?: string;
  /** May stand in `address` too: do not put the two together. */
  readonly building_number?: string;
  readonly city?: string;
  readonly postal_code?: string;
  /** ISO 3166-1 alpha-3. */
  readonly country?: string;
}

/** What each operation takes and answers. */
export interface KriptomatOperations {
  /** `POST /api/v1/partners/auth/login` */
  "kriptomat.login": {
    account: KriptomatAccount;
    /** The life to ask for, in seconds; only the reply says what is granted. */
    input: { readonly expiresIn?: number };
    consent: undefined;
    value: { readonly access_token: string; readonly expires_in: number };
  };
  /** `GET /api/v1/partners/users/{userId}` */
  "kriptomat.getUser": {
    account: KriptomatAccount;
    input: { readonly userId: number };
    consent: undefined;
    value: KriptomatUser;
  };
  /** `POST …/users/{userId}/kyc-import`. The token works once: after an unclear reply read the user, then make a new one. */
  "kriptomat.importKyc": {
    account: KriptomatAccount;
    input: { readonly userId: number; readonly token: string };
    consent: undefined;
    /** What Kriptomat printed, which may be nothing. It is no decision. */
    value: { readonly status?: true };
  };
  /** `POST …/users/{userId}/kyc-request` */
  "kriptomat.requestKyc": {
    account: KriptomatAccount;
    input: { readonly userId: number };
    consent: undefined;
    /** Where the person is verified. */
    value: { readonly link: string };
  };
}

/** The webhook "KYC statuses". It is not signed: it only says whose user to read. */
export interface KriptomatKycWebhook {
  readonly user_id: number;
  readonly applicantId?: string;
  readonly reviewStatus?: string;
}
