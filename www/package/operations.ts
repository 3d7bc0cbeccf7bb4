/** The one map from an operation's name to what it takes and answers: it types `prepare` and `read`. */
import type { B2coreOperations } from "./b2core.ts";
import type { Consent } from "./consent.ts";
import type { CrossmintOperations } from "./crossmint.ts";
import type { Decision } from "./decision.ts";
import type { KriptomatKycWebhook, KriptomatOperations } from "./kriptomat.ts";
import type { SumsubGuard, SumsubOperations, SumsubWebhook } from "./sumsub.ts";

export interface Operations extends CrossmintOperations, KriptomatOperations, B2coreOperations, SumsubOperations {}

export type OperationName = keyof Operations;

/** The argument of `prepare` for one operation. */
export type Call<N extends OperationName> = {
  readonly account: Operations[N]["account"];
  readonly input: Operations[N]["input"];
  /** The host's clock, ISO 8601, ends in Z. */
  readonly now: string;
} & (Operations[N]["consent"] extends Consent
  ? { readonly consent: Consent }
  : { readonly consent?: Consent | undefined });

/** What `read` makes of a reply. */
export interface Reading<N extends OperationName> {
  readonly value: Operations[N]["value"];
  readonly decisions: readonly Decision[];
}

/** Every webhook: what guards it, and what it says. */
export interface Webhooks {
  "sumsub.applicant": { guard: SumsubGuard; value: SumsubWebhook };
  "kriptomat.kyc": { guard: undefined; value: KriptomatKycWebhook };
}

/** A webhook as it came. */
export interface WebhookDelivery {
  readonly headers: Readonly<Record<string, string>>;
  /** The raw bytes: a digest over anything else is worth nothing. */
  readonly body: Uint8Array;
}

/** What a webhook says. */
export interface WebhookReading<N extends keyof Webhooks> {
  readonly value: Webhooks[N]["value"];
  readonly decisions: readonly Decision[];
}
