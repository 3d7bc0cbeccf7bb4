import type { Prepared } from "./documents/prepare.ts";

const KEY = "kyc-assent-flow";

/** What was typed and chosen and not handed in yet. Typed text outlives a reload of this tab, unless `keeps` is false. */
export class Draft {
  keeps = true;
  readonly values = new Map<string, string>();
  /** The way chosen for each document, and the file for each part: in memory alone. */
  readonly ways = new Map<string, string>();
  readonly files = new Map<string, Prepared>();
  #person: string | null = null;

  /** Notes whose token this is. What another person has left is forgotten. */
  async belongTo(token: string): Promise<void> {
    const person = await nameOf(token);
    if (person === this.#person) return;
    const isFirst = this.#person === null;
    this.#person = person;
    if (!isFirst) return this.clear();
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
      if (kept?.person === person && this.keeps) {
        for (const [item, value] of Object.entries<string>(kept.values)) this.values.set(item, value);
      } else sessionStorage.removeItem(KEY);
    } catch {
      // No storage, or none of ours: then nothing is kept.
    }
  }

  /** @param secret what is kept in memory alone */
  set(item: string, value: string, secret: boolean): void {
    this.values.set(item, value);
    if (secret) this.#secrets.add(item);
    if (!this.keeps || !this.#person) return;
    const values = Object.fromEntries([...this.values].filter(([name]) => !this.#secrets.has(name)));
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ person: this.#person, values }));
    } catch {
      // As above.
    }
  }

  readonly #secrets = new Set<string>();

  /** Forgets all of it. */
  clear(): void {
    this.values.clear();
    this.ways.clear();
    this.files.clear();
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // As above.
    }
  }
}

/** A name for the person of a token that says nothing of them; empty where there is none. */
async function nameOf(token: string): Promise<string> {
  if (!token || !globalThis.crypto?.subtle) return "";
  let subject = token;
  try {
    const claims = JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
    if (typeof claims.sub === "string") subject = `${claims.iss} ${claims.sub}`;
  } catch {
    // No JWT: a new token is then a new person, which forgets too much rather than too little.
  }
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subject));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
