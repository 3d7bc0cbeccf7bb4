import { Refusal } from "./problem.ts";

/** Milliseconds in which so much may come from one address. */
const TIME = 60_000;
/** Addresses that are remembered; beyond that the oldest are forgotten. */
const MOST_ADDRESSES = 1_000;
/** Groups of an IPv6 address that one customer of a provider has: the rest is theirs to choose. */
const OWN_GROUPS = 4;

interface Counted {
  readonly count: number;
  readonly since: number;
}

/**
 * How often one address did something within the last minute. Each isolate counts for itself: this keeps the noise of one
 * caller down, and takes no round trip; a flood from many places is for the zone's own rate limit.
 */
export class AddressLimit {
  readonly #counted = new Map<string, Counted>();

  /** Refuses whoever has been counted `most` times. */
  refuse(request: Request, most: number, message: string): void {
    const { count, since } = this.#known(addressOf(request));
    if (count < most) return;
    const retryAfter = Math.max(1, Math.ceil((since + TIME - Date.now()) / 1000));
    throw new Refusal(429, { code: "rate-limited", message, retryAfter });
  }

  count(request: Request): void {
    const address = addressOf(request);
    const { count, since } = this.#known(address);
    this.#counted.delete(address);
    this.#counted.set(address, { count: count + 1, since });
    const [oldest] = this.#counted.keys();
    if (this.#counted.size > MOST_ADDRESSES && oldest !== undefined) this.#counted.delete(oldest);
  }

  #known(address: string): Counted {
    const known = this.#counted.get(address);
    const age = Date.now() - (known?.since ?? 0);
    // A clock that jumped back does not lock anybody out.
    return known !== undefined && age >= 0 && age < TIME ? known : { count: 0, since: Date.now() };
  }
}

function addressOf(request: Request): string {
  const address = request.headers.get("cf-connecting-ip") ?? "";
  if (!address.includes(":")) return address;
  const [start = "", end] = address.split("::");
  const [first, last] = [groups(start), groups(end ?? "")];
  const zeros = end === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array<string>(zeros).fill("0"), ...last].slice(0, OWN_GROUPS).join(":");
}

function groups(text: string): readonly string[] {
  return text === "" ? [] : text.split(":");
}
