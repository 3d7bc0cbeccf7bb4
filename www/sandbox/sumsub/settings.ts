// What Sumsub's papers leave open or say in two ways, as switches.

import type { SettingSpecs, Settings } from "../settings.ts";

export interface SumsubSettings {
  signatureMismatchStatus: number;
  timestampClock: "sandbox" | "machine";
  tokenLook: "act" | "jwt" | "plain";
  longestTtl: number;
  sharePermission: boolean;
  copyEnabled: boolean;
  expiredTokenAs: "401" | "10503";
  readsPer5Seconds: number;
  writesPer5Seconds: number;
  webhookUrl: string;
  webhookSecret: string;
  webhookAlgorithm: "HMAC_SHA256_HEX" | "HMAC_SHA512_HEX" | "HMAC_SHA1_HEX";
  webhookDates: "milliseconds" | "offset";
  webhookPatience: number;
}

export const sumsubSettings: SettingSpecs & Record<keyof SumsubSettings, SettingSpecs[string]> = {
  signatureMismatchStatus: {
    what: "HTTP status of a request whose signature is wrong.",
    initial: 401,
    allowed: [401, 400, 403],
  },
  timestampClock: {
    what: "The clock that X-App-Access-Ts must be within a minute of.",
    initial: "sandbox",
    allowed: ["sandbox", "machine"],
  },
  tokenLook: {
    what: "Look of a share token: _act-<uuid>, an unsigned JWT, or without a prefix.",
    initial: "act",
    allowed: ["act", "jwt", "plain"],
  },
  longestTtl: {
    what: "Longest ttlInSecs that is granted; 0 for no bound.",
    initial: 0,
    from: 0,
    to: 10_000_000,
  },
  sharePermission: {
    what: 'The app token\'s role has the permission "Share applicants data".',
    initial: true,
    allowed: [true, false],
  },
  copyEnabled: {
    what: "The recipient may copy applicants; otherwise an import fails with 10518.",
    initial: true,
    allowed: [true, false],
  },
  expiredTokenAs: {
    what: "How the import of an expired share token fails: with the status 401, or with errorCode 10503.",
    initial: "401",
    allowed: ["401", "10503"],
  },
  readsPer5Seconds: { what: "GET requests in 5 s; 0 for no limit.", initial: 300, from: 0, to: 1_000_000 },
  writesPer5Seconds: { what: "POST requests in 5 s; 0 for no limit.", initial: 50, from: 0, to: 1_000_000 },
  webhookUrl: { what: "Where webhooks go; empty for none.", initial: "", form: "url" },
  webhookSecret: {
    what: "Secret of the webhooks' digest.",
    initial: "sandbox-only-webhook-secret",
    form: "text",
  },
  webhookAlgorithm: {
    what: "Algorithm of the webhooks' digest.",
    initial: "HMAC_SHA256_HEX",
    allowed: ["HMAC_SHA256_HEX", "HMAC_SHA512_HEX", "HMAC_SHA1_HEX"],
  },
  webhookDates: {
    what: "createdAtMs: 2020-02-21 13:23:19.321, or 2020-02-21 13:23:19+0000.",
    initial: "milliseconds",
    allowed: ["milliseconds", "offset"],
  },
  webhookPatience: {
    what: "Milliseconds of the machine's clock in which a webhook must be answered.",
    initial: 5000,
    from: 50,
    to: 30_000,
  },
};

/** The settings with their types: every value was checked against the list above when it was stored. */
export function settingsOf(settings: Settings): SumsubSettings {
  return settings as unknown as SumsubSettings;
}
