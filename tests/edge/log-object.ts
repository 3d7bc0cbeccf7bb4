/** What a ledger hands in. */
export interface Submission {
  readonly person: string;
  readonly ledger: string;
  readonly erased: boolean;
  readonly entries: readonly { readonly sequence: number; readonly hash: string }[];
  readonly acceptances: readonly unknown[];
}

/** Where an entry is, and the path from there to the root. */
export interface PlaceProof {
  readonly index: number;
  readonly path: readonly string[];
}

/** How a call of the log's object went. */
export interface LogAnswer<T> {
  readonly ok: boolean;
  readonly value: T;
  readonly error?: { readonly code: string };
}

/** Calls the log's object of the gateway at this address, which runs `log-object-worker.ts`. */
export async function callLog<T>(address: URL | string, method: string, ...args: unknown[]): Promise<LogAnswer<T>> {
  const url = new URL("/log-object", address);
  // A connection that is kept open may be closed just when it is used again.
  const headers = { connection: "close" };
  const reply = await fetch(url, { method: "POST", headers, body: JSON.stringify([method, ...args]) });
  if (!reply.ok) throw new Error(`the log's object was not there: ${reply.status}`);
  return (await reply.json()) as LogAnswer<T>;
}

/** What a ledger hands in of somebody made up: hashes that stand for entries number `from` to `to`. */
export function submission(person: string, from: number, to: number): Submission {
  const entries = Array.from({ length: to - from + 1 }, (_, index) => {
    return { sequence: from + index, hash: `${from + index}`.padStart(8, "0") + person.slice(8) };
  });
  return { person, ledger: "1ed9e7".padStart(64, "0"), erased: false, entries, acceptances: [] };
}
