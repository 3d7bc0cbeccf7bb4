import { importJWK, jwtVerify, SignJWT } from "jose";
import { partnerClaims } from "./people.ts";
import type { SigningKeyPair } from "./signing-key.ts";

/** Who signs, and for whom. */
export interface TokenNames {
  readonly issuer: string;
  /** The gateway's audience. */
  readonly audience: string;
}

/** The host's own session is a token for another audience: the gateway refuses it. */
const SESSION_AUDIENCE = "demo-host-session";

/** Seconds a token for the gateway is good for. */
const TOKEN_LIFETIME = 15 * 60;

/** Seconds the host remembers who signed in. */
export const SESSION_LIFETIME = 12 * 60 * 60;

async function sign(
  pair: SigningKeyPair,
  names: TokenNames,
  subject: string,
  lifetime: number,
  claims: Readonly<Record<string, string | number>> = {},
): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: "ES256", kid: pair.kid })
    .setSubject(subject)
    .setIssuer(names.issuer)
    .setAudience(names.audience)
    .setIssuedAt()
    .setExpirationTime(`${lifetime}s`)
    .setJti(crypto.randomUUID())
    .sign(await importJWK(pair.privateKey, "ES256"));
}

/** When the host itself checked its people. A real one reads it from its records; everybody here has the same day. */
const HOST_CHECKS = {
  identity_checked_at: "2026-03-02T09:30:00Z",
  liveness_checked_at: "2026-03-02T09:32:00Z",
} as const;

/** A token the page shows to the gateway. It says who the person is to the partners, too. */
export function gatewayToken(pair: SigningKeyPair, names: TokenNames, subject: string): Promise<string> {
  return sign(pair, names, subject, TOKEN_LIFETIME, { ...HOST_CHECKS, ...partnerClaims(subject) });
}

/** The value of the host's session cookie. */
export function sessionToken(pair: SigningKeyPair, names: TokenNames, subject: string): Promise<string> {
  return sign(pair, { ...names, audience: SESSION_AUDIENCE }, subject, SESSION_LIFETIME);
}

/** Who the session belongs to, or null when it is none of ours or has run out. */
export async function sessionSubject(pair: SigningKeyPair, names: TokenNames, token: string): Promise<string | null> {
  try {
    const key = await importJWK(pair.publicKey, "ES256");
    const checks = { issuer: names.issuer, audience: SESSION_AUDIENCE, algorithms: ["ES256"] };
    return (await jwtVerify(token, key, checks)).payload.sub ?? null;
  } catch {
    return null;
  }
}
