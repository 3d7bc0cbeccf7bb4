// Checking the signature of a request: X-App-Token, X-App-Access-Ts, X-App-Access-Sig.

import { hmacHex } from "../hmac.ts";
import { type Context, type MatchedCall, Refusal } from "../partner.ts";
import { accountOf, type SumsubAccount } from "./accounts.ts";
import { settingsOf } from "./settings.ts";

/** Seconds by which the timestamp may differ from the server's clock. */
const TOLERANCE = 60;

/** The account that a call names; the signature is checked elsewhere. */
export function callerOf(call: MatchedCall): SumsubAccount {
  const account = accountOf(call.headers["x-app-token"] ?? "");
  if (account === null) throw new Refusal(401, "", "Invalid app token");
  return account;
}

/** Refuses a call that is not signed as it must be. */
export async function checkSignature(call: MatchedCall, context: Context): Promise<void> {
  const { signatureMismatchStatus, timestampClock } = settingsOf(context.settings);
  for (const name of ["x-app-token", "x-app-access-ts", "x-app-access-sig"]) {
    if (!call.headers[name]) throw new Refusal(401, "", `The header ${name} is missing`);
  }
  const { secretKey } = callerOf(call);
  const timestamp = call.headers["x-app-access-ts"] ?? "";
  const now = timestampClock === "sandbox" ? context.now : context.machineNow;
  if (!/^\d{1,15}$/.test(timestamp) || Math.abs(Number(timestamp) - now / 1000) > TOLERANCE) {
    throw new Refusal(401, "", "Request timestamp is too old or in the future");
  }
  const head = new TextEncoder().encode(timestamp + call.method + call.path + call.query);
  const message = new Uint8Array(head.length + call.bytes.length);
  message.set(head);
  message.set(call.bytes, head.length);
  if ((await hmacHex("SHA-256", secretKey, message)) !== call.headers["x-app-access-sig"]) {
    throw new Refusal(signatureMismatchStatus, "", "Request signature mismatch");
  }
}
