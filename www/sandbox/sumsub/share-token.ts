// Share tokens: made for one recipient, taken once, for a limited time.

import type { Store } from "../store.ts";

export const DEFAULT_TTL = 1200;

export interface ShareToken {
  token: string;
  /** Whom it was made by and what it shares. */
  clientId: string;
  applicantId: string;
  forClientId: string;
  createdAt: number;
  ttlInSecs: number;
  used: boolean;
  /** False for an applicant that is not approved, or that fits no level of the recipient. */
  suitable: boolean;
}

/** Why a token cannot be taken. */
export type ShareFault =
  | "not-in-partners-list"
  | "invalid-partner-id"
  | "invalid-share-token"
  | "non-suitable-share-token"
  | "copy-applicant-disabled"
  | "used"
  | "expired";

/** What Sumsub numbers these faults. */
export const ERROR_CODES: Record<string, number> = {
  "not-in-partners-list": 10501,
  "invalid-partner-id": 10502,
  "invalid-share-token": 10503,
  "non-suitable-share-token": 10504,
  "copy-applicant-disabled": 10518,
};

const base64url = (text: string) => btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** A new token's text, in one of the looks that the papers show. */
export function tokenText(look: "act" | "jwt" | "plain"): string {
  const id = crypto.randomUUID();
  if (look === "act") return `_act-${id}`;
  if (look === "plain") return id.replaceAll("-", "");
  return `${base64url('{"alg":"none"}')}.${base64url(`{"jti":"_act-${id}","url":"https://api.sumsub.com"}`)}.`;
}

export function keepToken(store: Store, token: ShareToken): void {
  store.write("share-token", token.token, token);
}

/** True when the two clients are partners of each other. */
export function arePartners(store: Store, donor: string, recipient: string): boolean {
  return partnersOf(store, donor).includes(recipient);
}

/** Who the donor's partners are; Kriptomat is one from the start. */
export function partnersOf(store: Store, donor: string): string[] {
  return store.read<string[]>("partners", donor) ?? ["kriptomat-sandbox"];
}

export function setPartners(store: Store, donor: string, partners: string[]): void {
  store.write("partners", donor, partners);
}

/** What is wrong with a token for this recipient; the token itself when nothing is. */
export function examine(
  store: Store,
  text: string,
  recipient: string,
  now: number,
): { token: ShareToken } | { fault: ShareFault; token?: ShareToken } {
  const token = store.read<ShareToken>("share-token", text);
  if (token === null) return { fault: "invalid-share-token" };
  if (token.forClientId !== recipient) return { fault: "invalid-partner-id", token };
  if (!arePartners(store, token.clientId, recipient)) return { fault: "not-in-partners-list", token };
  if (token.used) return { fault: "used", token };
  if (now >= token.createdAt + token.ttlInSecs * 1000) return { fault: "expired", token };
  if (!token.suitable) return { fault: "non-suitable-share-token", token };
  return { token };
}

/** Marks a token as taken. */
export function spend(store: Store, token: ShareToken): void {
  keepToken(store, { ...token, used: true });
}
