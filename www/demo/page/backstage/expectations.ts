/** What a tester can expect of each person and each fault. Backstage speaks English only and is marked so. */
import type { Person } from "../../host/people.ts";

export const expectations: Readonly<Record<Person, readonly [name: string, expect: string]>> = {
  verified: ["Verified", "Crossmint, Kriptomat and B2CORE: each goes through once all is handed in."],
  rejected: [
    "Rejected",
    "Crossmint refuses after the check; Sumsub has refused for good; B2CORE takes the document and grants no level.",
  ],
  "manual-review": [
    "Manual review",
    "Somebody at Crossmint and at Sumsub has to look: decide it on the sandbox control page. B2CORE is done already.",
  ],
  "more-data": [
    "More data",
    "Crossmint wants the data once more; Sumsub wants better pictures; B2CORE asks in two steps.",
  ],
  documents: [
    "Documents",
    "Crossmint asks for a proof of address; the Sumsub check is not complete; B2CORE asks in two steps.",
  ],
  edd: [
    "Enhanced due diligence",
    "Crossmint asks for address and income on top; Kriptomat passes, then asks where the money comes from.",
  ],
  "policy-outdated": [
    "Outdated policy",
    "Crossmint asks for the consent again; Kriptomat goes through; B2CORE is done already.",
  ],
  "not-enabled": [
    "Not enabled",
    "Crossmint has not switched the feature on; Kriptomat does not take this Sumsub check.",
  ],
  declined: [
    "Declined by Kriptomat",
    "Sumsub has approved, Kriptomat declines; B2CORE grants no level; Crossmint verifies.",
  ],
  slow: [
    "Slow at Kriptomat",
    "The hand-over is taken, and its result takes a day: move the clock on the sandbox control page.",
  ],
};

export const faults: readonly (readonly [header: string, name: string, expect: string])[] = [
  ["", "None", "The partner answers as it should."],
  ["slow:4000", "Slow", "Answers take four seconds: progress is shown, nothing can be sent twice."],
  ["429", "Too many requests (429)", "The partner asks to wait; the page counts down and tries again by itself."],
  ["502", "Bad gateway (502)", "The partner answers with an error page; the person can try again."],
  ["cut", "Cut off", "The reply ends in the middle: what was sent may have arrived, trying again is safe."],
  ["wrong-json", "Wrong JSON", "The reply is JSON of another shape: nothing is read into it."],
];
