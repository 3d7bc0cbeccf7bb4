// Sumsub as its clients call it: signed with node:crypto.

import { createHmac } from "node:crypto";
import type { Read, Sandbox } from "./start-sandbox.ts";

export const HOST = "https://api.sumsub.com";

export const DONOR = { appToken: "sbx:sandbox-only-app-token", secretKey: "sandbox-only-secret-key" };
export const PRODUCTION_DONOR = {
  appToken: "prd:sandbox-only-app-token",
  secretKey: "sandbox-only-production-secret-key",
};
export const RECIPIENT = {
  appToken: "sbx:sandbox-only-recipient-app-token",
  secretKey: "sandbox-only-recipient-secret-key",
};

/** Kriptomat's client id at Sumsub. */
export const FOR_KRIPTOMAT = "kriptomat-sandbox";

export function signature(secretKey: string, message: string): string {
  return createHmac("sha256", secretKey).update(message).digest("hex");
}

/** A signed call. `headers` replace those that signing gives. */
export async function sumsub(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: string,
  { account = DONOR, headers = {} }: { account?: typeof DONOR; headers?: Record<string, string> } = {},
): Promise<Read> {
  const ts = String(Math.floor((await sandbox.now()) / 1000));
  return sandbox.fetch(HOST + path, {
    method,
    ...(body !== undefined && { body }),
    headers: {
      "x-app-token": account.appToken,
      "x-app-access-ts": ts,
      "x-app-access-sig": signature(account.secretKey, ts + method + path + (body ?? "")),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
  });
}

/** A share token of an approved applicant. */
export async function shareToken(
  sandbox: Sandbox,
  { applicantId = "approved-1", forClientId = FOR_KRIPTOMAT, ttlInSecs }: Record<string, string> = {},
): Promise<string> {
  const body = JSON.stringify({ applicantId, forClientId, ttlInSecs });
  const reply = await sumsub(sandbox, "POST", "/resources/accessTokens/shareToken", body);
  return (reply.json as { token: string }).token;
}

/** The recipient's import. */
export function importToken(sandbox: Sandbox, token: string): Promise<Read> {
  const path = `/resources/applicants/-/import?shareToken=${encodeURIComponent(token)}`;
  return sumsub(sandbox, "POST", path, undefined, { account: RECIPIENT });
}
