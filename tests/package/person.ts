// One person, the calls for them, and the replies about them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Call, CrossmintUserRecord, Evidence, Policy, Reply } from "../../www/package/types.ts";
import { pkg } from "./built.ts";

export const now = "2026-01-01T00:00:00Z";
export const account = { environment: "staging", apiKey: "sk_staging_5ecretKey" } as const;
export const consent = { policy: "crossmint-privacy-policy", acceptedAt: "2025-12-31T00:00:00Z" } as const;

export const record: CrossmintUserRecord = {
  userDetails: {
    firstName: "Aurelia",
    lastName: "Quandary-漢 😀",
    dateOfBirth: "1990-12-10",
    countryOfResidence: "IE",
  },
};

export function getUser(): Call<"crossmint.getUser"> {
  return { account, input: { userLocator: "userId:johnd-123" }, now };
}

export function putUser(): Call<"crossmint.putUser"> {
  return { account, input: { userLocator: "userId:johnd-123", ...record }, consent, now };
}

export function reply(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers, body: typeof body === "string" ? body : JSON.stringify(body) };
}

export const verified: Reply = reply(200, { eligibility: [{ type: "onramp", status: "verified" }] });

export const policy: Policy = JSON.parse(readFileSync(join(pkg, "policies/crossmint-privacy-policy.json"), "utf8"));

/** What a page shows in English, and a person agrees to. */
export function evidence(): Evidence {
  return {
    policy: policy.policy,
    version: policy.version,
    language: "en",
    text: "I consent to my KYC data being processed by Crossmint in accordance with its Privacy Policy",
    link: { text: "Privacy Policy", href: "https://www.crossmint.com/legal/privacy-policy" },
    tickedAtStart: false,
    openingForced: false,
    visible: true,
    logo: { shown: true, width: 96, height: 24 },
    presentedAt: now,
    tickedAt: "2026-01-01T00:00:09.000Z",
    byPerson: true,
  };
}
