// Keyed digests by WebCrypto.

export type HashName = "SHA-1" | "SHA-256" | "SHA-512";

export async function hmac(hash: HashName, key: Uint8Array, message: Uint8Array): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, message));
}

/** The digest in lower-case hexadecimal, under the bytes of a text as key. */
export async function hmacHex(hash: HashName, key: string, message: Uint8Array): Promise<string> {
  const digest = await hmac(hash, new TextEncoder().encode(key), message);
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
