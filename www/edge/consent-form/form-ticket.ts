import { base64url } from "jose";
import { ticketLifetime } from "kyc-assent/edge";
import type { FormTicket, UserLocator } from "../../package/types.ts";
import { seal, unseal } from "../sessions/seal.ts";

/** What a form carries so that its post can be told to be of that person, for that sentence: sealed, so that nobody reads or changes it. */
export interface SealedTicket {
  readonly id: string;
  readonly locator: UserLocator;
  readonly shown: FormTicket;
  /** Of the sentence that was handed out to be drawn. */
  readonly sentenceHash: string;
  readonly returnTo: string;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Bound to what is sealed, so that nothing that was sealed for another purpose is taken for a ticket. */
const OWNER = "kyc-assent consent form 1";
const LONGEST_TICKET = 4096;

/** A new ticket as text. */
export async function sealTicket(
  ledgerKey: CryptoKey,
  ticket: Omit<SealedTicket, "id" | "expiresAt">,
  now: number,
): Promise<{ readonly ticket: string; readonly expiresAt: string }> {
  const expiresAt = now + ticketLifetime();
  const whole: SealedTicket = { ...ticket, id: crypto.randomUUID(), expiresAt };
  const bytes = await seal(ledgerKey, OWNER, JSON.stringify(whole));
  return { ticket: base64url.encode(bytes), expiresAt: new Date(expiresAt).toISOString() };
}

/** The ticket of a text; undefined when this gateway has not sealed it, or it was changed. */
export async function openTicket(ledgerKey: CryptoKey, text: string): Promise<SealedTicket | undefined> {
  if (text.length > LONGEST_TICKET || !/^[\w-]+$/.test(text)) return undefined;
  const bytes = fromBase64Url(text);
  const opened = bytes && (await unseal(ledgerKey, OWNER, bytes));
  return opened === undefined ? undefined : (JSON.parse(opened) as SealedTicket);
}

function fromBase64Url(text: string): Uint8Array | undefined {
  try {
    return base64url.decode(text);
  } catch {
    return undefined;
  }
}
