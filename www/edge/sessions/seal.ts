import { hex } from "../hex.ts";

/** Tokens at rest: encrypted under a key that is made of the ledger key, so that the storage alone opens nothing. */

const PURPOSE = "kyc-assent partner tokens 1";
const NONCE_BYTES = 12;

/** Encrypts a token. `owner` is bound to it: sealed for one, it cannot be opened for another. */
export async function seal(ledgerKey: CryptoKey, owner: string, token: string): Promise<Uint8Array> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const key = await sealingKey(ledgerKey);
  const sealed = await crypto.subtle.encrypt(algorithm(nonce, owner), key, new TextEncoder().encode(token));
  const all = new Uint8Array(NONCE_BYTES + sealed.byteLength);
  all.set(nonce);
  all.set(new Uint8Array(sealed), NONCE_BYTES);
  return all;
}

/** Decrypts a token; undefined when it was sealed under another key, or for another owner. */
export async function unseal(ledgerKey: CryptoKey, owner: string, sealed: Uint8Array): Promise<string | undefined> {
  try {
    const nonce = sealed.slice(0, NONCE_BYTES);
    const key = await sealingKey(ledgerKey);
    const bytes = await crypto.subtle.decrypt(algorithm(nonce, owner), key, sealed.slice(NONCE_BYTES));
    return new TextDecoder().decode(bytes);
  } catch {
    return undefined;
  }
}

function algorithm(iv: Uint8Array, owner: string) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(owner) };
}

async function sealingKey(ledgerKey: CryptoKey): Promise<CryptoKey> {
  const bytes = await crypto.subtle.sign("HMAC", ledgerKey, new TextEncoder().encode(PURPOSE));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** A name that gives nothing away: a keyed hash of what it stands for, in lower-case hexadecimal. */
export function keyedName(ledgerKey: CryptoKey, ...parts: readonly string[]): Promise<string> {
  return keyedHash(ledgerKey, JSON.stringify(parts));
}

/** As many as people are at work at once in one isolate, twice over. */
const MOST_KNOWN = 20_000;
const known = new WeakMap<CryptoKey, Map<string, string>>();

/** The keyed hash of a text, in lower-case hexadecimal. Remembered, since a person's are asked for with each request. */
export async function keyedHash(key: CryptoKey, text: string): Promise<string> {
  const ofKey = known.get(key) ?? new Map<string, string>();
  known.set(key, ofKey);
  const found = ofKey.get(text);
  if (found !== undefined) return found;
  const hash = hex(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text)));
  if (ofKey.size >= MOST_KNOWN) ofKey.clear();
  ofKey.set(text, hash);
  return hash;
}
