/** Who the page is signed in as. The token lives in memory; the host's own cookie brings it back after a reload. */
import type { Person } from "../host/people.ts";
import { Problem } from "./problem.ts";
import { NoConnection, type Received, transmit } from "./transmit.ts";

interface SignedIn {
  readonly token: string;
  readonly subject: string;
}

const TIMEOUT = 15_000;

/** Milliseconds after which a token is renewed before it is used: the host's are good for 15 minutes. */
const FRESH = 12 * 60_000;

export class Session {
  #signedIn: SignedIn | null = null;
  #since = 0;

  get subject(): string | null {
    return this.#signedIn?.subject ?? null;
  }

  /** Signs in as somebody new. */
  async signIn(person: Person): Promise<void> {
    this.#take(await ask({ person }));
  }

  /** Takes up the session the host remembers; false when there is none. */
  async resume(): Promise<boolean> {
    const received = await ask({});
    if (received.status === 204) return false;
    this.#take(received);
    return true;
  }

  /** A token that is good for a while; an old one when the host cannot be reached. */
  async token(): Promise<string> {
    if (performance.now() - this.#since > FRESH) await this.resume().catch(() => false);
    return this.#signedIn?.token ?? "";
  }

  #take(received: Received): void {
    if (received.status !== 200) throw new Problem({ code: "unavailable", status: received.status });
    this.#signedIn = JSON.parse(received.body) as SignedIn;
    this.#since = performance.now();
  }
}

async function ask(body: { person?: Person }): Promise<Received> {
  try {
    return await transmit({
      method: "POST",
      url: "/sign-in",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      timeout: TIMEOUT,
    });
  } catch (cause) {
    if (cause instanceof NoConnection) throw new Problem({ code: "no-connection", status: null });
    throw cause;
  }
}
