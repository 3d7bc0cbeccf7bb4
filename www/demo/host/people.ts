/** The outcomes a tester can sign in for. The partner's sandbox reads the outcome from the start of the person's id. */
export const people = [
  "verified",
  "rejected",
  "manual-review",
  "more-data",
  "documents",
  "edd",
  "policy-outdated",
  "not-enabled",
] as const;

export type Person = (typeof people)[number];

/**
 * What each is to the other partners' sandboxes: the first of the thousand users at Kriptomat who end alike, and the
 * beginning of the applicant's id at Sumsub.
 */
const elsewhere: Readonly<Record<Person, { readonly users: number; readonly applicant: string }>> = {
  verified: { users: 1000, applicant: "approved" },
  rejected: { users: 3000, applicant: "final" },
  "manual-review": { users: 8000, applicant: "on-hold" },
  "more-data": { users: 1000, applicant: "retry" },
  documents: { users: 2000, applicant: "init" },
  edd: { users: 5000, applicant: "approved" },
  "policy-outdated": { users: 2000, applicant: "approved" },
  "not-enabled": { users: 9000, applicant: "unsuitable" },
};

/** The claims by which the gateway knows a person at Kriptomat and Sumsub; none for a subject that is nobody's. */
export function partnerClaims(subject: string): Readonly<Record<string, string | number>> {
  const [, person, number] = /^(.+)-([0-9a-f]{8})$/.exec(subject) ?? [];
  if (!isPerson(person) || number === undefined) return {};
  const { users, applicant } = elsewhere[person];
  return {
    kriptomat_user: users + (Number.parseInt(number, 16) % 1000),
    sumsub_applicant: `${applicant}-${number}`,
  };
}

export function isPerson(value: unknown): value is Person {
  return people.some((person) => person === value);
}
