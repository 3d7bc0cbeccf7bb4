/** What a tester can expect of each person and each fault. Backstage speaks English only and is marked so. */
import type { Person } from "../../host/people.ts";

export const expectations: Readonly<Record<Person, readonly [name: string, expect: string]>> = {
  verified: ["Verified", "Consent, data, documents; after a short check the purchase may go on."],
  rejected: ["Rejected", "All is handed in, and the check ends in a refusal that this page cannot lift."],
  "manual-review": [
    "Manual review",
    "Somebody at Crossmint has to look: the page waits. Decide it on the sandbox control page.",
  ],
  "more-data": ["More data", "After the first check Crossmint wants the data once more, telephone number included."],
  documents: ["Documents", "A proof of address is asked for on top; US residents need an identity document too."],
  edd: ["Enhanced due diligence", "Proof of address and, outside the US, of income are asked for on top."],
  "policy-outdated": [
    "Outdated policy",
    "The first consent counts for an old version, so the consent is asked for again.",
  ],
  "not-enabled": ["Not enabled", "Crossmint has not switched the feature on: the page says so and offers another try."],
};

export const faults: readonly (readonly [header: string, name: string, expect: string])[] = [
  ["", "None", "The partner answers as it should."],
  ["slow:4000", "Slow", "Answers take four seconds: progress is shown, nothing can be sent twice."],
  ["429", "Too many requests (429)", "The partner asks to wait; the page counts down and tries again by itself."],
  ["502", "Bad gateway (502)", "The partner answers with an error page; the person can try again."],
  ["cut", "Cut off", "The reply ends in the middle: what was sent may have arrived, trying again is safe."],
  ["wrong-json", "Wrong JSON", "The reply is JSON of another shape: nothing is read into it."],
];
