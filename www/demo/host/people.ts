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

export function isPerson(value: unknown): value is Person {
  return people.some((person) => person === value);
}
