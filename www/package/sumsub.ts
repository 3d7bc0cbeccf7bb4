/** Sumsub: accounts, operations and webhooks, by its own field names. */

/** Who calls Sumsub: the pair that signs. */
export interface SumsubAccount {
  /** By default `https://api.sumsub.com`, for sandbox and production alike. */
  readonly baseUrl?: string;
  readonly appToken: string;
  readonly secretKey: string;
  /** How a share token is asked for: today's JSON body (the default), or the older query. */
  readonly shareTokenForm?: "json" | "query";
}

export interface SumsubReviewResult {
  readonly reviewAnswer?: string;
  readonly rejectLabels?: readonly string[];
  readonly reviewRejectType?: string;
  /** May be shown to the person. */
  readonly moderationComment?: string;
  /** Must not be shown to the person. */
  readonly clientComment?: string;
}

export interface SumsubApplicantStatus {
  readonly reviewStatus: string;
  readonly reviewId?: string;
  readonly attemptId?: string;
  readonly attemptCnt?: number;
  readonly levelName?: string;
  readonly elapsedSincePendingMs?: number;
  readonly createDate?: string;
  readonly reviewDate?: string;
  readonly reviewResult?: SumsubReviewResult;
}

/** What each operation takes and answers. */
export interface SumsubOperations {
  /** `POST /resources/accessTokens/shareToken`. Make one only when the review is `completed` and `GREEN`. */
  "sumsub.createShareToken": {
    account: SumsubAccount;
    input: {
      readonly applicantId: string;
      /** The recipient's client id at Sumsub. */
      readonly forClientId: string;
      /** 1200 where none is given. */
      readonly ttlInSecs?: number;
    };
    consent: undefined;
    value: { readonly token: string; readonly forClientId?: string };
  };
  /** `GET /resources/applicants/{applicantId}/status` */
  "sumsub.getApplicantStatus": {
    account: SumsubAccount;
    input: { readonly applicantId: string };
    consent: undefined;
    value: SumsubApplicantStatus;
  };
}

/** Whose webhooks are taken. */
export interface SumsubGuard {
  /** The webhook's own secrets; several while one is being replaced. */
  readonly secrets: readonly string[];
  /** Whether the legacy digest is still taken. */
  readonly allowSha1?: boolean;
  /** The oldest webhook that is taken, in seconds; 26 hours where none is given. */
  readonly maxAge?: number;
}

/** A webhook whose digest is right. */
export interface SumsubWebhook {
  /** SHA-256 of its bytes: drop one whose id was seen. */
  readonly id: string;
  readonly type: string;
  readonly applicantId: string;
  /** Milliseconds since 1970. They arrive in any order: only one that is later than the last counts. */
  readonly createdAtMs: number;
  readonly externalUserId?: string;
  readonly levelName?: string;
  readonly reviewStatus?: string;
  readonly inspectionId?: string;
  readonly correlationId?: string;
}
