/**
 * The outcomes a tester can sign in for. Crossmint's sandbox reads its outcome from the start of the person's id, and
 * verifies whom it does not know.
 */
export const people = [
  "verified",
  "rejected",
  "manual-review",
  "more-data",
  "documents",
  "edd",
  "policy-outdated",
  "not-enabled",
  "declined",
  "slow",
] as const;

export type Person = (typeof people)[number];

interface Elsewhere {
  /** The first of the thousand million users at Kriptomat who end alike. */
  readonly users: number;
  /** The beginning of the applicant's id at Sumsub. */
  readonly applicant: string;
  /** The beginning of the client's e-mail at B2CORE. */
  readonly client: string;
}

/** What each is to the other partners' sandboxes. */
const elsewhere: Readonly<Record<Person, Elsewhere>> = {
  verified: { users: 1_000_000_000, applicant: "approved", client: "documents" },
  rejected: { users: 3_000_000_000, applicant: "final", client: "refused" },
  "manual-review": { users: 8_000_000_000, applicant: "on-hold", client: "level-1" },
  "more-data": { users: 1_000_000_000, applicant: "retry", client: "two-steps" },
  documents: { users: 2_000_000_000, applicant: "init", client: "two-steps" },
  edd: { users: 5_000_000_000, applicant: "approved", client: "two-steps" },
  "policy-outdated": { users: 2_000_000_000, applicant: "approved", client: "level-2" },
  "not-enabled": { users: 9_000_000_000, applicant: "unsuitable", client: "documents" },
  declined: { users: 4_000_000_000, applicant: "approved", client: "refused" },
  slow: { users: 8_000_000_000, applicant: "approved", client: "documents" },
};

/** The claims by which the gateway knows a person at Kriptomat and Sumsub; none for a subject that is nobody's. */
export function partnerClaims(subject: string): Readonly<Record<string, string | number>> {
  const known = partsOf(subject);
  if (known === null) return {};
  const { users, applicant } = elsewhere[known.person];
  return {
    kriptomat_user: users + (Number.parseInt(known.number, 16) % 1_000_000_000),
    sumsub_applicant: `${applicant}-${known.number}`,
  };
}

/** With what the person signs in at B2CORE's sandbox; null for a subject that is nobody's. It opens nothing else. */
export function b2coreClient(subject: string): { readonly email: string; readonly password: string } | null {
  const known = partsOf(subject);
  if (known === null) return null;
  const { client } = elsewhere[known.person];
  return { email: `${client}-${known.number}@b2core.sandbox.example`, password: "sandbox-only-password" };
}

function partsOf(subject: string): { readonly person: Person; readonly number: string } | null {
  const [, person, number] = /^(.+)-([0-9a-f]{8})$/.exec(subject) ?? [];
  return isPerson(person) && number !== undefined ? { person, number } : null;
}

export function isPerson(value: unknown): value is Person {
  return people.some((person) => person === value);
}
