// The made-up people. An id is `<outcome>` or `<outcome>-<anything>`, in any form of locator.

import type { Person } from "../partner.ts";

export const people: Person[] = [
  { outcome: "verified", what: "Every product is verified once its data and documents are complete." },
  { outcome: "rejected", what: "Every product is rejected, for good, once its data and documents are complete." },
  {
    outcome: "manual-review",
    what: "Onramp and offramp stay in pending-manual-review until staff decide; payouts are verified.",
  },
  {
    outcome: "more-data",
    what:
      "The first review of onramp and offramp always asks for kyc-data; they are verified after the record was put again, " +
      "with kycData.email and kycData.phoneNumber, and triggered again.",
  },
  {
    outcome: "documents",
    what: "Onramp and offramp also need proof of address, and an identity document even in the US.",
  },
  {
    outcome: "edd",
    what:
      "Enhanced due diligence: onramp and offramp also need proof of address and, outside the US, of income; " +
      "in the US a passport or both sides of a licence.",
  },
  {
    outcome: "policy-outdated",
    what: "The first acceptance of the privacy policy counts for an outdated version, the second is valid.",
  },
  { outcome: "not-enabled", what: "Every call is refused: project not configured to support the users KYC endpoints." },
];

/** The outcome that an id stands for; any other id is `verified`. */
export function outcomeOf(id: string): string {
  const person = people.find(({ outcome }) => id === outcome || id.startsWith(`${outcome}-`));
  return person?.outcome ?? "verified";
}
