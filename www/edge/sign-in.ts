import {
  createRemoteJWKSet,
  errors,
  importJWK,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import { AssentError, prepare } from "kyc-assent/edge";
import type { UserLocator } from "../package/types.ts";
import { CheckedTokens } from "./checked-tokens.ts";
import { type Env, isSecureOrLoopback, type NoteFault, type Settings } from "./configuration.ts";
import { Refusal } from "./problem.ts";

/** What a host's token must be. */
export interface TokenRules {
  readonly key: CryptoKey | JWTVerifyGetKey;
  readonly algorithms: readonly string[];
  readonly issuer: string;
  readonly audience: string;
}

/** Signatures that only the holder of a private key can make. No shared secret, no `none`. */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

/** Seconds that the host's clock may differ. */
const CLOCK_TOLERANCE = 10;
/** Milliseconds for fetching the host's keys, and the least between two fetches. */
const KEYS_TIME = 5_000;
const KEYS_COOL_DOWN = 30_000;
const LONGEST_TOKEN = 8 * 1024;

/** Reads the settings of the host's token. */
export async function tokenRules(env: Env, fault: NoteFault): Promise<TokenRules | undefined> {
  const issuer = env.JWT_ISSUER || fault("JWT_ISSUER", "set it to the `iss` of the tokens that your host signs");
  const audience =
    env.JWT_AUDIENCE || fault("JWT_AUDIENCE", "set it to the `aud` of the tokens meant for this gateway");
  const keys = await signingKeys(env, fault);
  return issuer && audience && keys ? { ...keys, issuer, audience } : undefined;
}

async function signingKeys(env: Env, fault: NoteFault): Promise<Pick<TokenRules, "key" | "algorithms"> | undefined> {
  if (env.JWT_JWKS_URL && env.JWT_PUBLIC_KEY) return fault("JWT_PUBLIC_KEY", "set this or JWT_JWKS_URL, not both");
  if (env.JWT_JWKS_URL) {
    const url = URL.parse(env.JWT_JWKS_URL);
    if (url === null || !isSecureOrLoopback(url) || url.username !== "" || url.password !== "") {
      return fault("JWT_JWKS_URL", "set it to the https address of the host's JWK set, without user name or password");
    }
    const key = createRemoteJWKSet(url, { timeoutDuration: KEYS_TIME, cooldownDuration: KEYS_COOL_DOWN });
    return { key, algorithms: ALGORITHMS };
  }
  if (env.JWT_PUBLIC_KEY) return publicKey(env.JWT_PUBLIC_KEY, fault);
  return fault("JWT_JWKS_URL", "set this, or JWT_PUBLIC_KEY, so that the host's tokens can be checked");
}

async function publicKey(text: string, fault: NoteFault): Promise<Pick<TokenRules, "key" | "algorithms"> | undefined> {
  const advice = "set it to the host's public key as a JWK, with its `alg`";
  try {
    const jwk = JSON.parse(text) as JWK;
    if (jwk.kty === "oct" || jwk.d !== undefined)
      return fault("JWT_PUBLIC_KEY", `${advice}; this one is secret: change it`);
    if (jwk.alg === undefined || !ALGORITHMS.includes(jwk.alg))
      return fault("JWT_PUBLIC_KEY", `${advice}, an asymmetric one`);
    const key = await importJWK(jwk, jwk.alg);
    if (key instanceof Uint8Array) return fault("JWT_PUBLIC_KEY", advice);
    return { key, algorithms: [jwk.alg] };
  } catch {
    return fault("JWT_PUBLIC_KEY", advice);
  }
}

/** Who is signed in, as the host's token says. */
export interface SignedIn {
  readonly locator: UserLocator;
  /** Every claim of the token, for the identifiers that other partners know the person by. */
  readonly claims: Readonly<JWTPayload>;
}

/** Who is signed in, from the token of the host alone: nothing else in a request says who it is about. */
export async function signedIn(request: Request, settings: Settings): Promise<SignedIn> {
  const token = bearerToken(request);
  const known = checkedUnder(settings).find(token);
  if (known !== undefined) return known;
  const { key, issuer, audience, algorithms } = settings.token;
  const { claim, form } = settings.locator;
  const rules = {
    issuer,
    audience,
    algorithms: [...algorithms],
    clockTolerance: CLOCK_TOLERANCE,
    requiredClaims: ["exp", claim],
  };
  let claims: JWTPayload;
  try {
    // jose types a key and a function that finds one as two overloads.
    const verified =
      typeof key === "function" ? await jwtVerify(token, key, rules) : await jwtVerify(token, key, rules);
    claims = verified.payload;
  } catch (error) {
    throw keysAreOutOfReach(error)
      ? new Refusal(503, { code: "unavailable", message: "the host's signing keys cannot be fetched; try again later" })
      : unauthorized("the token is not valid, or not any more; sign in again");
  }
  const value = claims[claim];
  if (typeof value !== "string") throw unidentified();
  const locator = `${form}:${value}` as const;
  refuseUnusable(locator, settings);
  const found = { locator, claims };
  checkedUnder(settings).keep(token, found, (claims.exp ?? 0) * 1000);
  return found;
}

const checked = new WeakMap<Settings, CheckedTokens<SignedIn>>();

/** What was checked under other settings counts for nothing. */
function checkedUnder(settings: Settings): CheckedTokens<SignedIn> {
  const tokens = checked.get(settings) ?? new CheckedTokens<SignedIn>();
  checked.set(settings, tokens);
  return tokens;
}

/** The core knows which locators there are, so it is asked to build a request that is never sent. */
function refuseUnusable(userLocator: UserLocator, { crossmint }: Settings): void {
  try {
    prepare("crossmint.getUser", { account: crossmint, input: { userLocator }, now: new Date().toISOString() });
  } catch (error) {
    throw error instanceof AssentError && error.code === "invalid-input" ? unidentified() : error;
  }
}

function unidentified(): Refusal {
  return unauthorized("the token does not identify the person in the way that is configured");
}

function bearerToken(request: Request): string {
  const header = request.headers.get("authorization") ?? "";
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(header)?.[1];
  if (token === undefined || token.length > LONGEST_TOKEN)
    throw unauthorized("send the host's token: Authorization: Bearer …");
  return token;
}

function unauthorized(message: string): Refusal {
  return new Refusal(401, { code: "unauthorized", message });
}

function keysAreOutOfReach(error: unknown): boolean {
  return (
    !(error instanceof errors.JOSEError) ||
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    // The set was answered with another status, or not with JSON: jose has no class of its own for this.
    error.code === "ERR_JOSE_GENERIC"
  );
}
