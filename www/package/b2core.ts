/** B2CORE: accounts, verifications and operations, by its own field names. */

/** Which installation is called, and as which client. */
export interface B2coreAccount {
  /** An https host without credentials and path. */
  readonly host: string;
  /** Of the client who is signed in. */
  readonly accessToken?: string;
  /** How a run names its members: nested under `data` as in the docs' sample (the default), or flat as in their list. */
  readonly runForm?: "nested" | "flat";
  /** The languages for names of levels and documents, as in the header: `de, en;q=0.5`. */
  readonly acceptLanguage?: string;
}

export interface B2coreLevel {
  readonly id: number;
  readonly name?: string;
}

/** An operation of granting a level. */
export interface B2coreGrant {
  readonly id: number;
  readonly clientId?: number;
  readonly currentLevel: B2coreLevel;
  readonly previousLevel: B2coreLevel | null;
  readonly reason?: { readonly name: string };
  readonly userId?: number;
  /** With a numeric offset, as `2022-01-01T00:00:00+00:00`. */
  readonly createTime?: string;
}

export interface B2coreHistory {
  readonly total: number;
  /** Newest first. */
  readonly data: readonly B2coreGrant[];
}

/** A sign-in that has begun. */
export interface B2coreSignInStart {
  readonly uuid: string;
  readonly code?: number;
  readonly done?: boolean;
  /** Opaque. */
  readonly workflow?: string;
  /** Whether there is a captcha, a QR code, a password recovery. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A step of a sign-in: tokens, or what comes next. */
export interface B2coreSignIn {
  readonly accessToken?: string;
  readonly refreshToken?: string;
  /** Seconds, where the installation states them. */
  readonly expiresIn?: number;
  readonly uuid?: string;
  /** Opaque. */
  readonly workflow?: string;
  readonly code?: number;
  readonly done?: boolean;
  /** Of the next step, as it came. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface B2coreWizard {
  /** 200: another step follows. 202: that was the last. */
  readonly code: number;
  readonly done?: boolean;
  /** To be sent back in the run. */
  readonly uuid?: string;
  /** Opaque. */
  readonly workflow?: string;
  readonly data: B2coreWizardData | null;
  /** Those of `data`; none where there is no `data`. */
  readonly types: B2coreWizardData["types"];
}

/** What a wizard asks for, or has got. */
export interface B2coreWizardData {
  /** The document types asked for, or handed in: objects, or their names. */
  readonly types: readonly (string | Readonly<Record<string, unknown>>)[];
}

/** The files of one document type. */
export interface B2coreDocument {
  /** The id of the type. */
  readonly type: number;
  /** Paths that the installation has issued. */
  readonly files: readonly string[];
}

/** What each operation takes and answers. */
export interface B2coreOperations {
  /** `GET /api/v2/my/signin/wizard` */
  "b2core.startSignIn": {
    account: B2coreAccount;
    input: Readonly<Record<string, never>>;
    consent: undefined;
    value: B2coreSignInStart;
  };
  /** `POST /api/v2/my/signin`. By default five tries a minute, then ten minutes locked. */
  "b2core.signIn": {
    account: B2coreAccount;
    input: { readonly uuid: string; readonly email: string; readonly password: string } & (
      | { /** The person's browser: the fingerprint is made of it. */ readonly userAgent: string }
      | { /** Base64 of a JSON text that has `user_agent`. */ readonly deviceFingerprint: string }
    );
    consent: undefined;
    value: B2coreSignIn;
  };
  /** `POST /api/v2/my/2fa/{method}`; without a code, `POST /api/v2/my/signin/2fa`, which chooses the method. */
  "b2core.submitSecondFactor": {
    account: B2coreAccount;
    input: { readonly uuid?: string; readonly method: "google" | "sms"; readonly code?: string };
    consent: undefined;
    value: B2coreSignIn;
  };
  /** `GET /api/v2/my/verifications` */
  "b2core.listVerifications": {
    account: B2coreAccount;
    input: {
      readonly limit?: number;
      readonly offset?: number;
      readonly sortBy?: "createTime";
      readonly sortOrder?: "asc" | "desc";
    };
    consent: undefined;
    value: B2coreHistory;
  };
  /** `GET /api/v2/my/verifications/{verificationId}` */
  "b2core.getVerification": {
    account: B2coreAccount;
    input: { readonly verificationId: number | string };
    consent: undefined;
    value: B2coreGrant;
  };
  /** `GET /api/v2/my/verifications/wizard` */
  "b2core.startWizard": {
    account: B2coreAccount;
    input: Readonly<Record<string, never>>;
    consent: undefined;
    value: B2coreWizard;
  };
  /** `POST /api/v2/my/verifications` */
  "b2core.runWizard": {
    account: B2coreAccount;
    input: {
      readonly uuid: string;
      /** One type in a call; several, where the installation takes a list: the docs do not say whether it does. */
      readonly documents: B2coreDocument | readonly B2coreDocument[];
    };
    consent: undefined;
    value: B2coreWizard;
  };
}
