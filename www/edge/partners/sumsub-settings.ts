import { prepare } from "kyc-assent/edge";
import type { SumsubAccount } from "../../package/types.ts";
import type { NoteFault } from "../configuration.ts";
import { anySet, judge, oneOf, required } from "./variables.ts";

/** Sumsub's variables and secrets. */
export interface SumsubEnv {
  readonly SUMSUB_BASE_URL?: string;
  readonly SUMSUB_APP_TOKEN?: string;
  readonly SUMSUB_SECRET_KEY?: string;
  readonly SUMSUB_SHARE_TOKEN_FORM?: string;
  readonly SUMSUB_APPLICANT_CLAIM?: string;
  readonly SUMSUB_WEBHOOK_SECRETS?: string;
}

export interface SumsubSettings {
  readonly account: SumsubAccount;
  /** The claim of the host's token that is the person's applicant id. */
  readonly applicantClaim: string;
  /** Secrets of the webhooks; without one, none is taken. */
  readonly webhookSecrets: readonly string[];
}

/** Whether Sumsub is meant to be on. */
export function hasSumsub(env: SumsubEnv): boolean {
  const { SUMSUB_APP_TOKEN, SUMSUB_SECRET_KEY, SUMSUB_APPLICANT_CLAIM, SUMSUB_WEBHOOK_SECRETS } = env;
  return anySet(SUMSUB_APP_TOKEN, SUMSUB_SECRET_KEY, SUMSUB_APPLICANT_CLAIM, SUMSUB_WEBHOOK_SECRETS);
}

/** Reads and checks Sumsub's variables; undefined when there are none, or they have faults. */
export function sumsubSettings(env: SumsubEnv, fault: NoteFault): SumsubSettings | undefined {
  if (!hasSumsub(env)) return undefined;
  const webhookSecrets = (env.SUMSUB_WEBHOOK_SECRETS ?? "").split(/[\s,]+/).filter((secret) => secret !== "");
  const { SUMSUB_APP_TOKEN, SUMSUB_SECRET_KEY, SUMSUB_APPLICANT_CLAIM } = env;
  const appToken = required("SUMSUB_APP_TOKEN", SUMSUB_APP_TOKEN, "set the secret: the app token", fault);
  const secretKey = required("SUMSUB_SECRET_KEY", SUMSUB_SECRET_KEY, "set the secret: the app token's key", fault);
  const claimAdvice = "name the claim of the host's token that is the person's applicant id at Sumsub";
  const applicantClaim = required("SUMSUB_APPLICANT_CLAIM", SUMSUB_APPLICANT_CLAIM, claimAdvice, fault);
  const form = oneOf("SUMSUB_SHARE_TOKEN_FORM", env.SUMSUB_SHARE_TOKEN_FORM, ["json", "query"] as const, fault);
  if (!(appToken && secretKey && applicantClaim)) return undefined;
  const account: SumsubAccount = {
    appToken,
    secretKey,
    ...(env.SUMSUB_BASE_URL && { baseUrl: env.SUMSUB_BASE_URL }),
    ...(form && { shareTokenForm: form }),
  };
  const input = { applicantId: "start" };
  const variables = { appToken: "SUMSUB_APP_TOKEN", secretKey: "SUMSUB_SECRET_KEY", baseUrl: "SUMSUB_BASE_URL" };
  const now = new Date().toISOString();
  judge(() => prepare("sumsub.getApplicantStatus", { account, input, now }), variables, fault);
  return { account, applicantClaim, webhookSecrets };
}
