// Programs that compute codes and signatures with none of this project's code; where one is missing, Node's own crypto.

import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";

/** Somebody else's computation, and who did it. */
export interface Reference<A extends readonly unknown[]> {
  readonly by: string;
  readonly of: (...args: A) => string;
}

function run(command: string, args: readonly string[], input = ""): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", input });
  if (error || status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
  return stdout.trim();
}

function isThere(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** A one-time code by the bytes of its secret, in base32 or not, and the seconds since 1970. */
export const totp: Reference<[secret: Secret, seconds: number]> = isThere("oathtool", ["--version"])
  ? {
      by: "oathtool",
      of: ({ base32 }, seconds) => run("oathtool", ["--totp", "-b", "--now", `@${seconds}`, "--", base32]),
    }
  : { by: "node:crypto (oathtool is not there)", of: ({ bytes }, seconds) => totpOfNode(bytes, seconds) };

/** Lower-case hex of HMAC-SHA256. The key is text without blanks. */
export const hmacSha256: Reference<[key: string, message: string]> = isThere("openssl", ["version"])
  ? {
      by: "openssl dgst",
      of: (key, message) => run("openssl", ["dgst", "-sha256", "-hmac", key], message).split("= ").at(-1) ?? "",
    }
  : {
      by: "node:crypto (openssl is not there)",
      of: (key, message) => createHmac("sha256", key).update(message).digest("hex"),
    };

export interface Secret {
  readonly bytes: Uint8Array;
  /** Without padding. */
  readonly base32: string;
}

export function secretOf(bytes: Uint8Array): Secret {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const values = (bits.match(/.{1,5}/g) ?? []).map((five) => Number.parseInt(five.padEnd(5, "0"), 2));
  return { bytes, base32: values.map((value) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[value]).join("") };
}

/** RFC 6238 over RFC 4226, for where oathtool is not. */
export function totpOfNode(secret: Uint8Array, seconds: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const hash = createHmac("sha1", secret).update(counter).digest();
  const offset = hash.readUInt8(hash.length - 1) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Numbers from 0 up to 1 in a row that is the same in every run. */
export function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
