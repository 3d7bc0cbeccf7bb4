// What the sandbox says its accounts are, and one-time codes as an authenticator app computes them.

import { createHmac } from "node:crypto";
import type { Sandbox } from "./start-sandbox.ts";

export interface Account {
  partner: string;
  what: string;
  credentials: Record<string, string | number>;
}

/** The accounts of a partner, as the control API lists them. */
export async function accountsOf(sandbox: Sandbox, partner: string): Promise<Account[]> {
  const { accounts } = (await sandbox.control("GET", "accounts")) as { accounts: Account[] };
  return accounts.filter((account) => account.partner === partner);
}

function base32(text: string): Buffer {
  const bits = [...text].map((letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  );
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

/** RFC 6238, SHA-1, six digits, 30 s; `milliseconds` is since 1970. */
export function totp(secret: string, milliseconds: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(milliseconds / 30_000)));
  const digest = createHmac("sha1", base32(secret)).update(counter).digest();
  const offset = digest.readUInt8(19) & 0x0f;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}
