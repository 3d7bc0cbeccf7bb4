// One-time codes: RFC 6238 with HMAC-SHA-1, six digits, steps of 30 seconds, over a base32 secret (RFC 4648).

import { hmac } from "./hmac.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_MILLISECONDS = 30_000;

function bytesOf(secret: string): Uint8Array {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const letter of secret.replace(/=+$/, "")) {
    held = (held << 5) | ALPHABET.indexOf(letter);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
      held &= (1 << bits) - 1;
    }
  }
  return new Uint8Array(bytes);
}

async function codeAt(secret: string, step: number): Promise<string> {
  const counter = new Uint8Array(8);
  new DataView(counter.buffer).setBigUint64(0, BigInt(step));
  const digest = await hmac("SHA-1", bytesOf(secret), counter);
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  const number = new DataView(digest.buffer, digest.byteOffset).getUint32(offset) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** The code of this moment. */
export function codeNow(secret: string, now: number): Promise<string> {
  return codeAt(secret, Math.floor(now / STEP_MILLISECONDS));
}

/** The step whose code this is: the present one, the one before or the one after. Null when it is none of theirs. */
export async function stepOf(code: string, secret: string, now: number): Promise<number | null> {
  const present = Math.floor(now / STEP_MILLISECONDS);
  for (const step of [present, present - 1, present + 1]) if ((await codeAt(secret, step)) === code) return step;
  return null;
}
