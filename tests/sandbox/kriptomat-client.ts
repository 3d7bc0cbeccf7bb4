// Kriptomat as its clients call it.

import { type Account, accountsOf, totp } from "./credentials.ts";
import type { Read, Sandbox } from "./start-sandbox.ts";

export const PRODUCTION = "https://api.kriptomat.io";
export const STAGING = "https://stagingapi.kminfra.net";
export const LOGIN = "/api/v1/partners/auth/login";
export const USERS = "/api/v1/partners/users";

/** A login body with a good code; `change` replaces fields, undefined takes them away. */
export async function loginBody(
  sandbox: Sandbox,
  change: Record<string, unknown> = {},
  which = 0,
): Promise<Record<string, unknown>> {
  const { credentials } = (await accountsOf(sandbox, "kriptomat"))[which] as Account;
  const { totpSecret, ...body } = credentials;
  return { ...body, security_code: totp(String(totpSecret), await sandbox.now()), ...change };
}

export async function login(sandbox: Sandbox, change: Record<string, unknown> = {}, which = 0): Promise<Read> {
  return sandbox.fetch(PRODUCTION + LOGIN, { method: "POST", json: await loginBody(sandbox, change, which) });
}

/** A new session's token. */
export async function tokenFor(sandbox: Sandbox, which = 0): Promise<string> {
  const { json, text } = await login(sandbox, {}, which);
  const { access_token: token } = (json ?? {}) as { access_token?: string };
  if (token === undefined) throw new Error(`no token: ${text}`);
  return token;
}

/** A call in a session. */
export function kriptomat(
  sandbox: Sandbox,
  token: string,
  method: string,
  path: string,
  json?: unknown,
): Promise<Read> {
  return sandbox.fetch(PRODUCTION + path, { method, json, headers: { authorization: `Bearer ${token}` } });
}

/** `data` of Show user. */
export async function shown(sandbox: Sandbox, token: string, user: string | number): Promise<Record<string, unknown>> {
  const { json } = await kriptomat(sandbox, token, "GET", `${USERS}/${user}`);
  return (json as { data: Record<string, unknown> }).data;
}
