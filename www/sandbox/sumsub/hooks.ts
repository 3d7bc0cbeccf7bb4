// How Sumsub's webhooks are signed and sent again, and how an attacker would forge them.

import { type HashName, hmacHex } from "../hmac.ts";
import type { HookRules } from "../partner.ts";
import type { Settings } from "../settings.ts";
import { settingsOf } from "./settings.ts";

const HASHES: Record<string, HashName> = {
  HMAC_SHA256_HEX: "SHA-256",
  HMAC_SHA512_HEX: "SHA-512",
  HMAC_SHA1_HEX: "SHA-1",
};

const RESEND_AFTER = [300, 3600, 5 * 3600, 18 * 3600];

async function signed(body: string, settings: Settings, secret?: string): Promise<Record<string, string>> {
  const { webhookAlgorithm, webhookSecret } = settingsOf(settings);
  const hash = HASHES[webhookAlgorithm] ?? "SHA-256";
  const digest = await hmacHex(hash, secret ?? webhookSecret, new TextEncoder().encode(body));
  return { "x-payload-digest": digest, "x-payload-digest-alg": webhookAlgorithm };
}

/** RED becomes GREEN, anything else gets a member more. */
function improved(body: string): string {
  return body.includes('"RED"') ? body.replace('"RED"', '"GREEN"') : body.replace("{", '{"forged" : true,');
}

const forgeries = {
  body: "other bytes under the digest of the real ones",
  digest: "a digest of zeros",
  secret: "a digest under another secret",
  unsigned: "no digest",
  algorithm: "the real digest, under an algorithm name that nobody allows",
  header: "the real digest, in X-Signature",
};

export const hooks: HookRules = {
  url: (settings) => settingsOf(settings).webhookUrl,
  headers: (body, settings) => signed(body, settings),
  patience: (settings) => settingsOf(settings).webhookPatience,
  resendAfter: () => RESEND_AFTER,
  forgeries,
  async forge(how, body, settings) {
    const real = await signed(body, settings);
    const digest = real["x-payload-digest"] ?? "";
    switch (how) {
      case "body":
        return { body: improved(body), headers: real };
      case "digest":
        return { body, headers: { ...real, "x-payload-digest": "0".repeat(digest.length) } };
      case "secret":
        return { body, headers: await signed(body, settings, "sandbox-only-wrong-secret") };
      case "algorithm":
        return { body, headers: { ...real, "x-payload-digest-alg": "HMAC_MD5_HEX" } };
      case "header":
        return { body, headers: { "x-signature": digest } };
      default:
        return { body, headers: {} };
    }
  },
};
