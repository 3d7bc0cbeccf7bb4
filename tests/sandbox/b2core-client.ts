// B2CORE as its clients call it.

import { type Account, accountsOf, totp } from "./credentials.ts";
import type { Read, Sandbox } from "./start-sandbox.ts";

export const HOST = "https://b2core.sandbox.example";
export const MY = "/api/v2/my";
export const FINGERPRINT = Buffer.from(JSON.stringify({ user_agent: "Tests/1.0" })).toString("base64");

/** What every wizard reply has. */
export interface Wizard {
  code: number;
  data: unknown;
  done: boolean;
  uuid: string;
  workflow: string;
}

export function b2core(
  sandbox: Sandbox,
  token: string | null,
  method: string,
  path: string,
  json?: unknown,
): Promise<Read> {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  return sandbox.fetch(HOST + path, { method, json, headers });
}

export async function startSignIn(sandbox: Sandbox): Promise<string> {
  const { json } = await b2core(sandbox, null, "GET", `${MY}/signin/wizard`);
  return (json as Wizard).uuid;
}

/** The first two steps: wizard and password. `change` replaces fields. */
export async function password(sandbox: Sandbox, client: string, change: Record<string, unknown> = {}): Promise<Read> {
  const [account] = (await accountsOf(sandbox, "b2core")) as [Account];
  const { password } = account.credentials;
  const body = { uuid: await startSignIn(sandbox), email: `${client}@b2core.sandbox.example`, password };
  return b2core(sandbox, null, "POST", `${MY}/signin`, { ...body, device_fingerprint: FINGERPRINT, ...change });
}

/** The authenticator's code of `seconds` from now. */
export async function googleCode(sandbox: Sandbox, seconds = 0): Promise<string> {
  const [account] = (await accountsOf(sandbox, "b2core")) as [Account];
  const { totpSecret } = account.credentials;
  return totp(String(totpSecret), (await sandbox.now()) + seconds * 1000);
}

/** The whole sign-in; gives the last reply. */
export async function signIn(sandbox: Sandbox, client: string): Promise<Read> {
  const { json } = await password(sandbox, client);
  const { uuid } = json as Wizard;
  return b2core(sandbox, null, "POST", `${MY}/2fa/google`, { uuid, code: await googleCode(sandbox) });
}

export async function tokenOf(sandbox: Sandbox, client: string): Promise<string> {
  const { json } = await signIn(sandbox, client);
  return (json as { data: { access_token: string } }).data.access_token;
}
