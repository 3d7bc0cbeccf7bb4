// The sign-in wizard: start, password, choice of the second factor, code.

import { type Answer, type Context, json, type MatchedCall, objectIn, Refusal } from "../partner.ts";
import { type Client, clientWith, PASSWORD, TOTP_SECRET } from "./clients.ts";
import { settingsOf } from "./settings.ts";
import { issueTokens } from "./tokens.ts";

type Factor = "google" | "sms";

interface Procedure {
  /** Empty until the password was right. */
  email: string;
  factor: Factor | null;
  smsCode: string;
}

interface Tries {
  since: number;
  count: number;
  blockedUntil: number;
}

export function bodyOf(call: MatchedCall): Record<string, unknown> {
  const body = objectIn(call.body);
  if (body === null) throw new Refusal(400, "invalid_json", "the body must be a JSON object");
  return body;
}

function reply(code: 200 | 202, uuid: string, workflow: string, data: unknown, more: object = {}): Answer {
  return json(200, { code, data, done: code === 202, uuid, workflow, ...more });
}

export function startSignIn({ store }: Context): Answer {
  const uuid = crypto.randomUUID();
  store.write("sign-in", uuid, { email: "", factor: null, smsCode: "" } satisfies Procedure);
  const data = { recaptcha: { enabled: false }, is_qr_available: false, is_password_recovery_available: true };
  return json(200, { code: 200, data, done: true, uuid, workflow: "login" });
}

function procedureOf(body: Record<string, unknown>, { store }: Context): { uuid: string; procedure: Procedure } {
  const { uuid } = body;
  const procedure = typeof uuid === "string" ? store.read<Procedure>("sign-in", uuid) : null;
  if (typeof uuid !== "string" || procedure === null) {
    throw new Refusal(400, "invalid", "uuid is not of a started wizard");
  }
  return { uuid, procedure };
}

/** Base64 of a JSON text with `user_agent`. */
function checkFingerprint(text: unknown): void {
  let value: unknown;
  try {
    const { user_agent: agent } = (typeof text === "string" && objectIn(atob(text))) || {};
    value = agent;
  } catch {
    value = undefined;
  }
  if (typeof value !== "string" || value === "") {
    throw new Refusal(400, "invalid", "device_fingerprint must be base64 of JSON with user_agent");
  }
}

/** Counts a try; true when it is one too many or the client is blocked already. */
function isBlocked(email: string, { store, now, settings }: Context): boolean {
  const { signInTries, signInBlockSeconds } = settingsOf(settings);
  if (signInTries === 0) return false;
  let tries = store.read<Tries>("tries", email) ?? { since: now, count: 0, blockedUntil: 0 };
  if (now < tries.blockedUntil) return true;
  if (now >= tries.since + 60_000 || tries.blockedUntil > 0) tries = { since: now, count: 0, blockedUntil: 0 };
  const count = tries.count + 1;
  const blocked = count > signInTries;
  store.write("tries", email, {
    since: tries.since,
    count,
    blockedUntil: blocked ? now + signInBlockSeconds * 1000 : 0,
  });
  return blocked;
}

const tooMany = () => new Refusal(429, "blocked", "too many sign-in attempts");

/** Takes e-mail and password. A known client's tries are counted, so their refusals are answered and not thrown. */
export function signIn(call: MatchedCall, context: Context, refuse: (refusal: Refusal) => Answer): Answer {
  const body = bodyOf(call);
  const { uuid } = procedureOf(body, context);
  const { email, password, device_fingerprint: fingerprint } = body;
  if (typeof email !== "string" || typeof password !== "string") {
    throw new Refusal(400, "invalid", "email and password are required");
  }
  checkFingerprint(fingerprint);
  const client = clientWith(email, context.store);
  const wrong = new Refusal(401, "wrong_credentials", "wrong e-mail or password");
  if (client === null) throw wrong;
  if (isBlocked(client.email, context)) return refuse(tooMany());
  if (password !== PASSWORD) return refuse(wrong);
  context.concerns(client.fate.outcome);
  const { secondFactor } = settingsOf(context.settings);
  if (secondFactor === "none") return signedIn(uuid, client, context);
  const factor = secondFactor === "both" ? null : secondFactor;
  context.store.write("sign-in", uuid, { email: client.email, factor, smsCode: newSmsCode() } satisfies Procedure);
  if (factor !== null) return reply(200, uuid, `2fa_${factor}`, { method: factor });
  return reply(200, uuid, "2fa", { methods: ["google", "sms"] });
}

function newSmsCode(): string {
  return String((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 1_000_000).padStart(6, "0");
}

export function chooseFactor(call: MatchedCall, context: Context): Answer {
  const body = bodyOf(call);
  const { uuid, procedure } = procedureOf(body, context);
  const { type, method = type } = body;
  if (procedure.email === "" || settingsOf(context.settings).secondFactor !== "both") {
    throw new Refusal(400, "invalid", "there is no second factor to choose");
  }
  if (method !== "google" && method !== "sms") throw new Refusal(400, "invalid", "method must be google or sms");
  context.store.write("sign-in", uuid, { ...procedure, factor: method } satisfies Procedure);
  return reply(200, uuid, `2fa_${method}`, { method });
}

/** The authenticator's code in a call. */
export function googleCode(call: MatchedCall, { settings, now, machineNow }: Context) {
  const { code } = objectIn(call.body) ?? {};
  if (typeof code !== "string") return null;
  return { code, secret: TOTP_SECRET, now: settingsOf(settings).codeClock === "sandbox" ? now : machineNow };
}

/** Takes the code. A wrong one is counted as a try. */
export function submitCode(
  factor: Factor,
  call: MatchedCall,
  context: Context,
  refuse: (refusal: Refusal) => Answer,
): Answer {
  const body = bodyOf(call);
  const { uuid, procedure } = procedureOf(body, context);
  const { code } = body;
  if (typeof code !== "string") throw new Refusal(400, "invalid", "code must be a text");
  if (procedure.email === "" || procedure.factor !== factor) {
    throw new Refusal(400, "invalid", "this second factor was not asked for");
  }
  const client = clientWith(procedure.email, context.store);
  if (client === null) throw new Refusal(400, "invalid", "the client is gone");
  context.concerns(client.fate.outcome);
  const right = factor === "sms" ? code === procedure.smsCode : call.codeStep !== null;
  if (right) return signedIn(uuid, client, context);
  if (isBlocked(procedure.email, context)) return refuse(tooMany());
  return refuse(new Refusal(400, "wrong_code", "wrong code"));
}

function signedIn(uuid: string, client: Client, context: Context): Answer {
  context.store.remove("sign-in", uuid);
  const tokens = issueTokens(client, context);
  const { tokenPlace } = settingsOf(context.settings);
  return tokenPlace === "data" ? reply(202, uuid, "login", tokens) : reply(202, uuid, "login", null, tokens);
}

/** The code that a client with this e-mail was last sent. */
export function smsCodeOf(uuid: string, { store }: Context): string {
  const procedure = store.read<Procedure>("sign-in", uuid);
  if (procedure === null || procedure.email === "") throw new Refusal(404, "none", "no message was sent for this uuid");
  return procedure.smsCode;
}
