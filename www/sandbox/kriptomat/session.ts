// Login by password, client secret and one-time code; sessions that end by the sandbox's clock.

import { type Answer, type Context, json, type MatchedCall, objectIn, Refusal } from "../partner.ts";
import { accounts, type KriptomatAccount } from "./accounts.ts";
import { settingsOf } from "./settings.ts";

interface Session {
  clientId: number;
  endsAt: number;
}

interface Tries {
  wrong: number;
  blockedUntil: number;
}

const FIELDS = ["email", "password", "client_id", "client_secret", "security_code"] as const;

export const unauthenticated = () => new Refusal(401, "unauthenticated", "Unauthenticated.");

/** The account with this e-mail. */
function accountWith(email: unknown): KriptomatAccount | null {
  return accounts.find((account) => account.email === email) ?? null;
}

/** The one-time code of a login, where there is one to check. */
export function loginCode(call: MatchedCall, context: Context) {
  const { email, security_code: code } = objectIn(call.body) ?? {};
  const account = accountWith(email);
  if (account === null || typeof code !== "string") return null;
  const now = settingsOf(context.settings).codeClock === "sandbox" ? context.now : context.machineNow;
  return { code, secret: account.totpSecret, now };
}

function checkForm(body: Record<string, unknown>): void {
  const wrong: string[] = [];
  for (const field of FIELDS) {
    const value = body[field];
    const numeric = field === "client_id" && typeof value === "number";
    if (value === undefined || value === null || value === "") wrong.push(`The ${field} field is required.`);
    else if (typeof value !== "string" && !numeric) wrong.push(`The ${field} must be a string.`);
  }
  const { expires_in: life } = body;
  if (life !== undefined && (typeof life !== "number" || !Number.isInteger(life) || life < 1)) {
    wrong.push("The expires_in must be an integer of at least 1.");
  }
  if (wrong.length > 0) throw new Refusal(422, "invalid", ...wrong);
}

/** The body of a call that must have a JSON object. */
export function bodyOf(call: MatchedCall): Record<string, unknown> {
  const body = objectIn(call.body);
  if (body === null) throw new Refusal(400, "invalid_json", "The body must be a JSON object.");
  return body;
}

/** Logs in. A wrong try is counted, so the refusal of one is answered and not thrown. */
export function login(call: MatchedCall, context: Context, refuse: (refusal: Refusal) => Answer): Answer {
  const { store, now } = context;
  const settings = settingsOf(context.settings);
  const body = bodyOf(call);
  checkForm(body);
  const { email, password, client_id: clientId, client_secret: clientSecret, expires_in: asked } = body;
  const account = accountWith(email);
  const wrong = new Refusal(401, "invalid_credentials", "Invalid credentials.");
  if (account === null) throw wrong;

  const name = String(account.clientId);
  const tries = store.read<Tries>("tries", name) ?? { wrong: 0, blockedUntil: 0 };
  if (now < tries.blockedUntil) throw new Refusal(429, "too_many_attempts", "Too many attempts.");
  const fits = password === account.password && String(clientId) === name && clientSecret === account.clientSecret;
  const usedBefore = call.codeStep !== null && store.read<number>("code-used", `${name}/${call.codeStep}`) !== null;
  if (!fits || call.codeStep === null || (usedBefore && !settings.codeReuse)) {
    const count = tries.wrong + 1;
    const blocked = settings.loginTries > 0 && count >= settings.loginTries;
    store.write("tries", name, {
      wrong: blocked ? 0 : count,
      blockedUntil: blocked ? now + settings.loginBlockSeconds * 1000 : 0,
    });
    return refuse(fits ? new Refusal(401, "invalid_security_code", "Invalid security code.") : wrong);
  }
  store.remove("tries", name);
  store.write("code-used", `${name}/${call.codeStep}`, now);

  const honoured = settings.expiresIn === "honoured" && typeof asked === "number";
  const seconds = honoured ? Math.min(asked, settings.sessionSeconds) : settings.sessionSeconds;
  const token = newToken(settings.tokenLook, account.clientId, Math.floor(now / 1000), seconds);
  store.write("session", token, { clientId: account.clientId, endsAt: now + seconds * 1000 } satisfies Session);
  return json(200, { access_token: token, expires_in: seconds });
}

/** The token that a call bears; empty when it bears none. */
export function tokenOf(call: MatchedCall): string {
  const { authorization = "" } = call.headers;
  return /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? "";
}

/** The account whose session a call belongs to. */
export function accountOf(call: MatchedCall, context: Context): KriptomatAccount {
  const session = context.store.read<Session>("session", tokenOf(call));
  const account = accounts.find(({ clientId }) => clientId === session?.clientId);
  if (session === null || account === undefined || context.now >= session.endsAt) throw unauthenticated();
  return account;
}

function base64url(text: string): string {
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** An access token. The three-part look has the claims of a JWT, but nobody signed it: it is opaque. */
function newToken(look: "three-part" | "one-part", audience: number, iat: number, seconds: number): string {
  const random = `${crypto.randomUUID()}${crypto.randomUUID()}`.replaceAll("-", "");
  if (look === "one-part") return base64url(`sandbox-only:${random}`);
  const claims = { aud: String(audience), jti: random, iat, exp: iat + seconds, sandbox: true };
  return `${base64url('{"typ":"JWT","alg":"RS256"}')}.${base64url(JSON.stringify(claims))}.${base64url(random)}`;
}
