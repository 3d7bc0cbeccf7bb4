import type { Decision, Evidence } from "../package/types.ts";
import { ConsentError, callGateway, gatewayUrl, withinTimeLimit } from "./calling.ts";

/** A consent as it is on record. */
export interface Recorded {
  readonly id: string;
  readonly policy: string;
  readonly version: string;
  readonly language: string;
  /** The gateway's time, ISO 8601. */
  readonly acceptedAt: string;
  /** Whether the partner has been told, or is going to be; `kept`: it wants to be told of none. */
  readonly delivery: "delivered" | "queued" | "kept";
  readonly decisions: readonly Decision[];
  /** Whether the gateway signs receipts. */
  readonly receipt?: boolean;
}

/** What the person keeps: `kyc-assent/verify` verifies it. */
export interface ReceiptFile {
  readonly format: "kyc-assent-receipt/1";
  readonly receipt: Readonly<Record<string, unknown>>;
  /** The signature over it, as a compact JWS. */
  readonly jws: string;
  readonly keys: { readonly keys: readonly object[] };
}

/** A consent that is on record no longer. */
export interface Withdrawn {
  readonly policy: string;
  /** The gateway's time, ISO 8601. */
  readonly withdrawnAt: string;
}

/** What the calls need from the element. */
export interface Caller {
  readonly gateway: string;
  /** The host's token for the person who is signed in; asked for anew at each call, and kept nowhere. */
  readonly authorize: (() => Promise<string> | string) | undefined;
  readonly fetch: typeof globalThis.fetch;
}

/** Puts the consent on record. Safe to repeat with the same `key`. */
export function recordConsent(caller: Caller, evidence: Evidence, key: string): Promise<Recorded> {
  const headers = { "content-type": "application/json", "idempotency-key": key };
  return send(caller, "consents", { method: "POST", headers, body: JSON.stringify(evidence) }, "acceptedAt");
}

/** Withdraws a consent that is on record. */
export function withdrawConsent(caller: Caller, policy: string): Promise<Withdrawn> {
  return send(caller, `consents/${encodeURIComponent(policy)}`, { method: "DELETE" }, "withdrawnAt");
}

/** Fetches the signed receipt of a consent that is, or was, on record. */
export function fetchReceipt(caller: Caller, id: string): Promise<ReceiptFile> {
  return send(caller, `consents/${encodeURIComponent(id)}/receipt`, {}, "jws");
}

/** A key that no other ticking has. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** An answer without what only the gateway can have put on it (its time, its signature) is no answer. */
async function send<Mark extends string, T extends { readonly [K in Mark]: string }>(
  caller: Caller,
  route: string,
  init: RequestInit,
  mark: Mark,
): Promise<T> {
  const value = (await askGateway(caller, route, init)) as T | null;
  if (typeof value?.[mark] === "string") return value;
  throw new ConsentError("unreadable", "The gateway's answer cannot be understood");
}

/** Asks the gateway in the person's name. */
export function askGateway({ gateway, authorize, fetch }: Caller, route: string, init: RequestInit): Promise<unknown> {
  return withinTimeLimit(async (signal) => {
    if (!gateway) throw new ConsentError("invalid-input", "Set the attribute gateway to record a consent");
    const headers = new Headers(init.headers);
    if (authorize) headers.set("authorization", `Bearer ${await tokenOf(authorize)}`);
    return callGateway(fetch, gatewayUrl(gateway, route), { ...init, headers, signal });
  });
}

async function tokenOf(authorize: () => Promise<string> | string): Promise<string> {
  try {
    return await authorize();
  } catch (cause) {
    throw new ConsentError("unauthorized", "The host gave no token", [], { cause });
  }
}
