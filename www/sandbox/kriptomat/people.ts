// The made-up users: numbers in ranges, or names of which the account gives each a number.

import type { Person } from "../partner.ts";
import type { Store } from "../store.ts";
import type { KriptomatAccount } from "./accounts.ts";

interface Fate {
  outcome: string;
  what: string;
  kyc: "passed" | "verified" | "failed" | "declined" | null;
  edd: "not_required" | "required" | "confirmed" | "failed";
  slow?: true;
}

const fates: readonly Fate[] = [
  { outcome: "passed", what: "KYC ends as passed.", kyc: "passed", edd: "not_required" },
  { outcome: "verified", what: "KYC ends as verified, the other page's word.", kyc: "verified", edd: "not_required" },
  { outcome: "failed", what: "KYC ends as failed.", kyc: "failed", edd: "not_required" },
  { outcome: "declined", what: "KYC ends as declined.", kyc: "declined", edd: "not_required" },
  { outcome: "edd-required", what: "KYC ends well, then edd_status is required.", kyc: "passed", edd: "required" },
  { outcome: "edd-failed", what: "KYC ends well, but edd_status is failed.", kyc: "passed", edd: "failed" },
  { outcome: "edd-confirmed", what: "KYC ends well, and edd_status is confirmed.", kyc: "passed", edd: "confirmed" },
  {
    outcome: "slow",
    what: "KYC ends as passed after slowSeconds, 24 h at first.",
    kyc: "passed",
    edd: "not_required",
    slow: true,
  },
  {
    outcome: "never-started",
    what: "Stays not_started, whatever is imported or requested.",
    kyc: null,
    edd: "not_required",
  },
];

/** Numbers of each person; those of users that are named come after all of them, and then so many more that none is met twice. */
const RANGE = 1000;
const NAMED_RANGE = 10_000;
const WIDE_RANGE = 1_000_000_000;

export const people: Person[] = fates.map(({ outcome, what }, place) => ({
  outcome,
  what,
  ids: [RANGE, WIDE_RANGE].map((range) => `${range * (place + 1)}–${range * (place + 2) - 1}`).join(", "),
}));

/** A user of an account: the number under which it is kept, and what becomes of it. */
export interface KnownUser {
  number: number;
  fate: Fate;
}

/** The user behind a path segment; null when this account has none of that id. */
export function userNamed(id: string, account: KriptomatAccount, store: Store): KnownUser | null {
  if (/^\d{1,15}$/.test(id)) return userNumbered(Number(id), account, store);
  const place = fates.findIndex(({ outcome }) => id === outcome || id.startsWith(`${outcome}-`));
  const fate = fates[place];
  if (fate === undefined || !/^[\w.~-]{1,100}$/.test(id)) return null;
  return { number: numberOf(id, place, account, store), fate };
}

function userNumbered(number: number, account: KriptomatAccount, store: Store): KnownUser | null {
  const own = number - account.firstUser;
  const wide = number - account.firstUser * (WIDE_RANGE / RANGE);
  const fate = fates[Math.floor(own / RANGE) - 1] ?? fates[Math.floor(wide / WIDE_RANGE) - 1];
  if (fate !== undefined) return { number, fate };
  const place = Math.floor(own / NAMED_RANGE) - 1;
  const named = fates[place];
  return named !== undefined && own % NAMED_RANGE < namesAt(place, account, store) ? { number, fate: named } : null;
}

function namesAt(place: number, { clientId }: KriptomatAccount, store: Store): number {
  return store.read<number>("names", `${clientId}/${place}`) ?? 0;
}

/** Names get numbers in a range of their own, in the order in which they appear. */
function numberOf(id: string, place: number, account: KriptomatAccount, store: Store): number {
  const key = `${account.clientId}/${id}`;
  const known = store.read<number>("number", key);
  if (known !== null) return known;
  const taken = namesAt(place, account, store);
  const number = account.firstUser + NAMED_RANGE * (place + 1) + (taken % NAMED_RANGE);
  store.write("names", `${account.clientId}/${place}`, taken + 1);
  store.write("number", key, number);
  return number;
}
