import { AssentError, prepare } from "kyc-assent/edge";
import type { CrossmintAccount, UserLocator } from "../package/types.ts";
import { commaList } from "./comma-list.ts";
import { type FormEnv, type FormSettings, formSettings } from "./consent-form/form-settings.ts";
import { type FlowEnv, type FlowSettings, flowSettings } from "./flow/flow-settings.ts";
import type { ConsentLedger } from "./ledger/consent-ledger.ts";
import { type LogEnv, type LogSettings, logSettings } from "./log/log-settings.ts";
import type { MetricsEnv } from "./log.ts";
import { type OperatorTokens, operatorTokens } from "./operator-sign-in.ts";
import { type B2coreEnv, type B2coreSettings, b2coreSettings } from "./partners/b2core-settings.ts";
import { type KriptomatEnv, type KriptomatSettings, kriptomatSettings } from "./partners/kriptomat-settings.ts";
import { hasSumsub, type SumsubEnv, type SumsubSettings, sumsubSettings } from "./partners/sumsub-settings.ts";
import { type PolicyEnv, type PolicySettings, policySettings } from "./policies/policy-settings.ts";
import { type TokenRules, tokenRules } from "./sign-in.ts";
import type { PartnerVerification } from "./verification/partner-verification.ts";

/** The variables, secrets and bindings of the gateway. `wrangler.jsonc` explains each. */
export interface Env extends KriptomatEnv, SumsubEnv, B2coreEnv, PolicyEnv, LogEnv, FlowEnv, FormEnv, MetricsEnv {
  readonly CROSSMINT_ENVIRONMENT?: string;
  readonly CROSSMINT_API_KEY?: string;
  readonly ALLOWED_ORIGINS?: string;
  readonly JWT_JWKS_URL?: string;
  readonly JWT_PUBLIC_KEY?: string;
  readonly JWT_ISSUER?: string;
  readonly JWT_AUDIENCE?: string;
  readonly LOCATOR_CLAIM?: string;
  readonly LOCATOR_FORM?: string;
  readonly LEDGER_KEY?: string;
  readonly REVIEWED_ONLY?: string;
  readonly OPERATOR_TOKENS?: string;
  readonly CONSENT_LEDGER?: DurableObjectNamespace<ConsentLedger>;
  readonly PARTNER_VERIFICATION?: DurableObjectNamespace<PartnerVerification>;
  readonly SANDBOX?: Fetcher;
}

/** The environment once it has been checked. */
export interface Settings {
  readonly crossmint: CrossmintAccount;
  readonly origins: ReadonlySet<string>;
  readonly token: TokenRules;
  readonly locator: { readonly claim: string; readonly form: LocatorForm };
  /** Turns a locator into the name of a ledger. */
  readonly ledgerKey: CryptoKey;
  readonly ledgers: DurableObjectNamespace<ConsentLedger>;
  readonly verifications: DurableObjectNamespace<PartnerVerification>;
  /** Each of these is undefined when the partner is not on. */
  readonly kriptomat: KriptomatSettings | undefined;
  readonly sumsub: SumsubSettings | undefined;
  readonly b2core: B2coreSettings | undefined;
  readonly policies: PolicySettings;
  readonly flow: FlowSettings;
  readonly forms: FormSettings;
  /** Refuse translations that nobody has reviewed. */
  readonly reviewedOnly: boolean;
  /** The log over all people. Undefined: there is none, and neither receipts nor exports. */
  readonly log: LogSettings | undefined;
  /** Who may call the routes below /operator/. Undefined: nobody, and they are not there. */
  readonly operators: OperatorTokens | undefined;
  /** Stands in for every partner. */
  readonly sandbox: Fetcher | undefined;
}

export type LocatorForm = UserLocator extends `${infer Form}:${string}` ? Form : never;

/** One thing that is set wrongly. Names the variable and what to do, never its value. */
export interface Fault {
  readonly variable: string;
  readonly advice: string;
}

export type Configuration = { readonly settings: Settings } | { readonly faults: readonly Fault[] };

const LOCATOR_FORMS: readonly string[] = ["userId", "email", "phoneNumber", "twitter", "x"] satisfies LocatorForm[];
const LEDGER_KEY_BYTES = 32;

const checked = new WeakMap<Env, Configuration>();

/** Reads and checks the environment, once for each. */
export async function configuration(env: Env): Promise<Configuration> {
  const known = checked.get(env);
  if (known !== undefined) return known;
  const fresh = await readConfiguration(env);
  checked.set(env, fresh);
  return fresh;
}

async function readConfiguration(env: Env): Promise<Configuration> {
  const faults: Fault[] = [];
  const fault = (variable: string, advice: string): undefined => {
    faults.push({ variable, advice });
    return undefined;
  };
  const crossmint = crossmintAccount(env, fault);
  const origins = allowedOrigins(env.ALLOWED_ORIGINS, fault);
  const token = await tokenRules(env, fault);
  const locator = locatorRules(env, fault);
  const ledgerKey = await importLedgerKey(env.LEDGER_KEY, fault);
  const reviewedOnly = flag("REVIEWED_ONLY", env.REVIEWED_ONLY, fault);
  const ledgers = env.CONSENT_LEDGER ?? fault("CONSENT_LEDGER", "bind the Durable Object class ConsentLedger");
  const verifications =
    env.PARTNER_VERIFICATION ?? fault("PARTNER_VERIFICATION", "bind the Durable Object class PartnerVerification");
  const operators = await operatorTokens(env, fault);
  const log = await logSettings(env, fault);
  const sumsub = sumsubSettings(env, fault);
  const kriptomat = kriptomatSettings(env, hasSumsub(env), fault);
  const b2core = b2coreSettings(env, fault);
  const policies = policySettings(env, fault);
  const flow = flowSettings(env, fault);
  const forms = formSettings(env, origins, fault);
  if (env.SANDBOX !== undefined && env.CROSSMINT_ENVIRONMENT === "production") {
    fault("SANDBOX", "remove this binding: the sandbox must not stand in for a production partner");
  }
  if (!(crossmint && token && locator && ledgerKey && ledgers && verifications) || faults.length > 0) return { faults };
  const partners = { crossmint, kriptomat, sumsub, b2core };
  const person = { token, locator, origins, reviewedOnly, policies, flow, forms, operators, log };
  return { settings: { ...partners, ...person, ledgerKey, ledgers, verifications, sandbox: env.SANDBOX } };
}

/** Notes a fault. */
export type NoteFault = (variable: string, advice: string) => undefined;

/** The core knows which key belongs to which environment, so it is asked to build a request that is never sent. */
function crossmintAccount(env: Env, fault: NoteFault): CrossmintAccount | undefined {
  const environment = env.CROSSMINT_ENVIRONMENT;
  if (environment !== "staging" && environment !== "production") {
    return fault("CROSSMINT_ENVIRONMENT", 'set it to "staging" or "production"');
  }
  if (!env.CROSSMINT_API_KEY) return fault("CROSSMINT_API_KEY", "set the secret: a server key of that environment");
  const account = { environment, apiKey: env.CROSSMINT_API_KEY } as const;
  try {
    prepare("crossmint.getUser", { account, input: { userLocator: "userId:start" }, now: new Date().toISOString() });
    return account;
  } catch (error) {
    const why = error instanceof AssentError ? error.message : "is not a key that can be used";
    return fault("CROSSMINT_API_KEY", `${why}; use a server key (sk_…) of the environment in CROSSMINT_ENVIRONMENT`);
  }
}

function allowedOrigins(list: string | undefined, fault: NoteFault): ReadonlySet<string> {
  const origins = commaList(list);
  if (origins.size === 0) fault("ALLOWED_ORIGINS", "name the pages' origins, with commas: https://shop.example");
  for (const [index, entry] of [...origins].entries()) {
    if (!isOrigin(entry)) {
      const form =
        "https://host or https://host:port, no path, no slash at the end, no wildcard; http for loopback only";
      fault("ALLOWED_ORIGINS", `entry ${index + 1} is not an origin: write ${form}`);
    }
  }
  return origins;
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.origin === text && !text.includes("*") && isSecureOrLoopback(url);
}

/** Whether nobody on the way can read or change what is fetched from there. */
export function isSecureOrLoopback(url: URL): boolean {
  return (
    url.protocol === "https:" || (url.protocol === "http:" && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname))
  );
}

function locatorRules(env: Env, fault: NoteFault): Settings["locator"] | undefined {
  const claim = env.LOCATOR_CLAIM ?? "sub";
  const form = env.LOCATOR_FORM ?? "userId";
  if (claim === "")
    return fault("LOCATOR_CLAIM", "name the claim of the token that identifies the person, or leave it out");
  if (!isLocatorForm(form)) return fault("LOCATOR_FORM", `set it to one of ${LOCATOR_FORMS.join(", ")}`);
  return { claim, form };
}

function isLocatorForm(form: string): form is LocatorForm {
  return LOCATOR_FORMS.includes(form);
}

async function importLedgerKey(text: string | undefined, fault: NoteFault): Promise<CryptoKey | undefined> {
  const advice = `set the secret to ${LEDGER_KEY_BYTES} random bytes in base64 (openssl rand -base64 ${LEDGER_KEY_BYTES})`;
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(atob(text ?? ""), (character) => character.charCodeAt(0));
  } catch {
    return fault("LEDGER_KEY", advice);
  }
  if (bytes.length !== LEDGER_KEY_BYTES) return fault("LEDGER_KEY", advice);
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

function flag(variable: string, text: string | undefined, fault: NoteFault): boolean {
  if (text !== undefined && text !== "true" && text !== "false") fault(variable, 'set it to "true" or "false"');
  return text === "true";
}
