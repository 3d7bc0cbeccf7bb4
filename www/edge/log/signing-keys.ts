import { base64url } from "jose";
import { keyId, signingInput } from "kyc-assent/edge";
import type { PublicKey, SignedKind } from "../../package/types.ts";
import type { NoteFault } from "../configuration.ts";

/** A key of LEDGER_SIGNING_KEYS. */
export interface SigningKey {
  /** Its thumbprint (RFC 7638). */
  readonly kid: string;
  readonly public: PublicKey;
  /** Undefined where the set has only the public half: it is listed, and signs nothing any more. */
  readonly private: CryptoKey | undefined;
}

/** The keys that sign heads, receipts and exports. */
export interface SigningKeys {
  /** The first of the set. */
  readonly active: SigningKey & { readonly private: CryptoKey };
  readonly all: ReadonlyMap<string, SigningKey>;
}

const VARIABLE = "LEDGER_SIGNING_KEYS";
const ADVICE = 'set the secret to {"keys":[…]}: private Ed25519 keys as JWKs, the one that signs first';

/** Reads LEDGER_SIGNING_KEYS. */
export async function signingKeys(text: string, fault: NoteFault): Promise<SigningKeys | undefined> {
  try {
    const { keys } = JSON.parse(text) as { keys: readonly JsonWebKey[] };
    const read = await Promise.all(keys.map(signingKey));
    const [first] = read;
    if (first?.private === undefined) return fault(VARIABLE, `${ADVICE}; the first one has no private half (d)`);
    const all = new Map(read.map((key) => [key.kid, key]));
    if (all.size < read.length) return fault(VARIABLE, `${ADVICE}; one is there twice`);
    return { active: { ...first, private: first.private }, all };
  } catch {
    // Whatever was thrown may quote the secret.
    return fault(VARIABLE, ADVICE);
  }
}

async function signingKey(jwk: JsonWebKey): Promise<SigningKey> {
  const { kty, crv, x, d } = jwk;
  const known = { kty, crv, x } as PublicKey;
  const kid = keyId(known);
  if (d === undefined) return { kid, public: known, private: undefined };
  const algorithm = { name: "Ed25519" };
  const secret = await crypto.subtle.importKey("jwk", { ...known, d }, algorithm, false, ["sign"]);
  const open = await crypto.subtle.importKey("jwk", { ...known }, algorithm, false, ["verify"]);
  const signature = await crypto.subtle.sign(algorithm, secret, new Uint8Array(1));
  if (!(await crypto.subtle.verify(algorithm, open, signature, new Uint8Array(1)))) throw new Error("not a pair");
  return { kid, public: known, private: secret };
}

/** A compact JWS over the canonical JSON of `payload`. */
export async function signed(
  typ: SignedKind,
  payload: object,
  key: { readonly kid: string; readonly private: CryptoKey },
): Promise<string> {
  const input = signingInput(typ, key.kid, payload);
  const signature = await crypto.subtle.sign({ name: "Ed25519" }, key.private, new TextEncoder().encode(input));
  return `${input}.${base64url.encode(new Uint8Array(signature))}`;
}
