import { prepare } from "kyc-assent/edge";
import type { KriptomatAccount } from "../../package/types.ts";
import type { NoteFault } from "../configuration.ts";
import type { PartnerSession } from "../sessions/partner-session.ts";
import { type OpenEndpoint, openEndpoints } from "./pass-through.ts";
import { anySet, judge, oneOf, required } from "./variables.ts";

/** Kriptomat's variables, secrets and binding. */
export interface KriptomatEnv {
  readonly KRIPTOMAT_BASE_URL?: string;
  readonly KRIPTOMAT_EMAIL?: string;
  readonly KRIPTOMAT_PASSWORD?: string;
  readonly KRIPTOMAT_CLIENT_ID?: string;
  readonly KRIPTOMAT_CLIENT_SECRET?: string;
  readonly KRIPTOMAT_TOTP_SECRET?: string;
  readonly KRIPTOMAT_KYC_PATHS?: string;
  readonly KRIPTOMAT_USER_CLAIM?: string;
  readonly KRIPTOMAT_SUMSUB_CLIENT_ID?: string;
  readonly PASS_THROUGH?: string;
  readonly PARTNER_SESSION?: DurableObjectNamespace<PartnerSession>;
}

export interface KriptomatSettings {
  /** For a login only. */
  readonly credentials: KriptomatAccount;
  /** For everything else, with the token of a login beside it. */
  readonly account: Pick<KriptomatAccount, "baseUrl" | "kycPaths">;
  /** The claim of the host's token that is the person's user id. */
  readonly userClaim: string;
  /** Kriptomat's client id at Sumsub; without it nobody is handed over. */
  readonly sumsubClientId: string | undefined;
  /** Endpoints without a published contract that are open, by name. */
  readonly open: ReadonlyMap<string, OpenEndpoint>;
  readonly sessions: DurableObjectNamespace<PartnerSession>;
}

const VARIABLES = {
  email: "KRIPTOMAT_EMAIL",
  password: "KRIPTOMAT_PASSWORD",
  clientId: "KRIPTOMAT_CLIENT_ID",
  clientSecret: "KRIPTOMAT_CLIENT_SECRET",
  totpSecret: "KRIPTOMAT_TOTP_SECRET",
  baseUrl: "KRIPTOMAT_BASE_URL",
} as const;

const ADVICE = "set it: Kriptomat handed it out when it opened your API account";

/** Reads and checks Kriptomat's variables; undefined when there are none, or they have faults. */
export function kriptomatSettings(
  env: KriptomatEnv,
  hasSumsub: boolean,
  fault: NoteFault,
): KriptomatSettings | undefined {
  const { KRIPTOMAT_USER_CLAIM, KRIPTOMAT_CLIENT_ID, PARTNER_SESSION } = env;
  const secrets = [env.KRIPTOMAT_EMAIL, env.KRIPTOMAT_PASSWORD, env.KRIPTOMAT_CLIENT_SECRET, env.KRIPTOMAT_TOTP_SECRET];
  const isOn = anySet(KRIPTOMAT_USER_CLAIM, KRIPTOMAT_CLIENT_ID, ...secrets);
  const open = openEndpoints(env.PASS_THROUGH, isOn, fault);
  if (!isOn) return undefined;
  const need = (field: Exclude<keyof typeof VARIABLES, "baseUrl">) =>
    required(VARIABLES[field], env[VARIABLES[field]], ADVICE, fault);
  const email = need("email");
  const password = need("password");
  const clientId = need("clientId");
  const clientSecret = need("clientSecret");
  const totpSecret = need("totpSecret");
  const claimAdvice = "name the claim of the host's token that is the person's user id at Kriptomat";
  const userClaim = required("KRIPTOMAT_USER_CLAIM", KRIPTOMAT_USER_CLAIM, claimAdvice, fault);
  const kycPaths = oneOf("KRIPTOMAT_KYC_PATHS", env.KRIPTOMAT_KYC_PATHS, ["printed", "partners"] as const, fault);
  const sumsubClientId = env.KRIPTOMAT_SUMSUB_CLIENT_ID || undefined;
  if (sumsubClientId !== undefined && !hasSumsub) {
    fault("KRIPTOMAT_SUMSUB_CLIENT_ID", "set Sumsub's variables too, or leave this out: people are shared from there");
  }
  const sessions = PARTNER_SESSION ?? fault("PARTNER_SESSION", "bind the Durable Object class PartnerSession");
  if (!(email && password && clientId && clientSecret && totpSecret && userClaim && sessions)) return undefined;
  if (!isDigits(clientId)) return fault("KRIPTOMAT_CLIENT_ID", "set it to the number that Kriptomat handed out");
  const account = { ...(env.KRIPTOMAT_BASE_URL && { baseUrl: env.KRIPTOMAT_BASE_URL }), ...(kycPaths && { kycPaths }) };
  const credentials = { ...account, email, password, clientId, clientSecret, totpSecret };
  const now = new Date().toISOString();
  judge(() => prepare("kriptomat.login", { account: credentials, input: {}, now }), VARIABLES, fault);
  return { credentials, account, userClaim, sumsubClientId, open, sessions };
}

function isDigits(text: string): text is `${number}` {
  return /^\d{1,15}$/.test(text);
}
