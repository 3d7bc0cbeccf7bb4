/** Kriptomat's four operations and its webhook by hand. */
import { createHmac } from "node:crypto";
import { z } from "zod";
import {
  checked,
  member,
  PeerError,
  type Reading,
  type Refusals,
  type Reply,
  refusal,
  success,
  words,
} from "./reply.ts";
import { absent, type Call, clock, input, origin, type Request, request, text, token, whole } from "./request.ts";

const refusals: Refusals = {
  window: 60,
  said: (body) => words(member(body, "message")) ?? words(member(body, "error")),
};

/** `status: false` in a success is a refusal. */
function confirmed<T extends z.ZodType>(reply: Reply, schema: T): z.output<T> {
  const body = success(reply, z.unknown(), refusals);
  if (member(body, "status") === false) throw new PeerError("refused", "refused", { said: refusals.said(body) });
  return checked(body, schema);
}

const status = z.literal(true).optional();
const user = z.object({
  status,
  data: z.looseObject({ kyc_status: z.string(), edd_status: z.unknown().optional(), status: z.unknown().optional() }),
});
const waiting = { next: "wait", text: "wait-review", reason: "review", lookAgainAfter: 180 };
const hold = { next: "hold", text: "hold" };
const stop = { next: "stop", text: "stop-unknown", final: null };

function step(kyc: string, edd: unknown, state: unknown) {
  switch (kyc) {
    case "passed":
    case "verified":
      if (state != null && state !== "active") return hold;
      if (edd == null || edd === "" || edd === "not_required" || edd === "confirmed") {
        return { next: "proceed", text: "proceed" };
      }
      if (edd === "required") return { next: "provide", text: "provide", data: [], documents: [], other: ["edd"] };
      return edd === "failed" ? stop : hold;
    case "pending":
      return waiting;
    case "not_started":
      return { next: "start-verification", text: "start-verification" };
    case "failed":
    case "declined":
      return stop;
    default:
      return hold;
  }
}

function readUser(reply: Reply): Reading {
  const { data } = confirmed(reply, user);
  const value: Record<string, unknown> = {};
  for (const name in data) {
    const given = data[name];
    value[name] = typeof given === "string" && !name.endsWith("status") ? given.trim() : given;
  }
  const said: Record<string, unknown> = { kyc_status: data.kyc_status };
  if (typeof data.edd_status === "string") said.edd_status = data.edd_status;
  if (typeof data.status === "string") said.status = data.status;
  const next = step(data.kyc_status, data.edd_status, data.status);
  return { value, decisions: [{ partner: "kriptomat", scope: "kyc", ...next, said, show: [] }] };
}

const session = z.object({
  access_token: z.string().regex(/^[!-~]+$/),
  expires_in: z.int().positive().max(0xffff_ffff),
});
const taken = z.object({ status });

function readImport(reply: Reply): Reading {
  if (reply.status < 200 || reply.status > 299) throw refusal(reply, refusals);
  const value = !reply.body?.trim() ? {} : confirmed(reply, taken);
  const decision = { partner: "kriptomat", scope: "kyc", ...waiting, said: { import: "accepted" }, show: [] };
  return { value, decisions: [decision] };
}

function addresses(value: unknown, found: Set<string>): Set<string> {
  if (typeof value === "string" && /^https:\/\/[^ "<>]*$/.test(value)) found.add(value);
  else if (typeof value === "object" && value !== null) for (const one of Object.values(value)) addresses(one, found);
  return found;
}

function readRequested(reply: Reply): Reading {
  const [link, ...others] = addresses(confirmed(reply, z.unknown()), new Set());
  if (link === undefined || others.length > 0) throw new PeerError("unreadable", "body has no one link");
  return { value: { link }, decisions: [] };
}

const account = z.strictObject({
  baseUrl: absent(origin),
  accessToken: absent(token),
  email: absent(text),
  password: absent(text),
  clientId: absent(whole),
  clientSecret: absent(text),
  totpSecret: absent(text),
  kycPaths: absent(z.enum(["printed", "partners"])),
});
const base = "https://api.kriptomat.io";
const common = { accept: "application/json", "x-requested-with": "XMLHttpRequest" };

const credentials = account.extend({
  email: text,
  password: text,
  clientId: whole,
  clientSecret: text,
  totpSecret: text,
});
const login = z.strictObject({ expiresIn: absent(whole) });

function base32(secret: string): Uint8Array {
  const letters = secret.trimEnd().replace(/=+$/, "").replace(/[\s-]/g, "").toUpperCase();
  if (!/^[A-Z2-7]+$/.test(letters)) throw new PeerError("invalid-input", "totpSecret must be base32");
  const out: number[] = [];
  let [held, bits] = [0, 0];
  for (const letter of letters) {
    held = (held << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push((held >> bits) & 0xff);
      held &= (1 << bits) - 1;
    }
  }
  return Uint8Array.from(out);
}

function code(secret: string, now: Date): string {
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(Math.floor(now.getTime() / 30_000)));
  const hash = createHmac("sha1", base32(secret)).update(counter).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}

function prepareLogin(call: Call): Request {
  const given = input(credentials, call.account);
  const { expiresIn } = input(login, call.input);
  const body = {
    email: given.email,
    password: given.password,
    client_id: given.clientId,
    client_secret: given.clientSecret,
    security_code: code(given.totpSecret, clock(call)),
    ...(expiresIn === undefined ? {} : { expires_in: expiresIn }),
  };
  return request("POST", `${given.baseUrl ?? base}/api/v1/partners/auth/login`, { ...common }, body);
}

function aboutUser(call: Call, method: string, id: number, suffix: string, body?: object): Request {
  const { baseUrl = base, accessToken, kycPaths } = input(account, call.account);
  if (accessToken === undefined) throw new PeerError("invalid-input", "accessToken is missing");
  const prefix = suffix === "" || kycPaths === "partners" ? "/api/v1/partners/users/" : "/v1/users/";
  return request(
    method,
    `${baseUrl}${prefix}${id}${suffix}`,
    { ...common, authorization: `Bearer ${accessToken}` },
    body,
  );
}

const one = z.strictObject({ userId: whole });
const handOver = z.strictObject({ userId: whole, token: text.max(1024) });
const digits = z.union([z.int().nonnegative(), z.string().regex(/^\d+$/).transform(Number)]);
const hook = z.object({
  user_id: digits,
  status: z
    .object({ applicantId: z.string().optional(), reviewStatus: z.string().optional() })
    .optional()
    .catch(undefined),
});

export const kriptomat = {
  login: {
    prepare: prepareLogin,
    read: (reply: Reply): Reading => ({ value: confirmed(reply, session), decisions: [] }),
  },
  getUser: { prepare: (call: Call) => aboutUser(call, "GET", input(one, call.input).userId, ""), read: readUser },
  importKyc: {
    prepare: (call: Call) => {
      const { userId, token } = input(handOver, call.input);
      return aboutUser(call, "POST", userId, "/kyc-import", { token });
    },
    read: readImport,
  },
  requestKyc: {
    prepare: (call: Call) => aboutUser(call, "POST", input(one, call.input).userId, "/kyc-request"),
    read: readRequested,
  },
};

/** The webhook "KYC statuses", which bears no signature. */
export function kriptomatWebhook(body: Uint8Array): Reading {
  const { user_id, status: said } = checked(JSON.parse(new TextDecoder().decode(body)), hook);
  return { value: { user_id, ...said }, decisions: [] };
}
