// The made-up applicants. An id is `<outcome>`, `<outcome>-<anything>`, or 24 hexadecimal digits of which the first two
// are the person's place in the list.

import type { Person } from "../partner.ts";
import type { Review } from "./applicant.ts";

interface Applicant {
  outcome: string;
  what: string;
  review: Review;
}

const retry = {
  reviewAnswer: "RED",
  rejectLabels: ["UNSATISFACTORY_PHOTOS", "SCREENSHOTS"],
  reviewRejectType: "RETRY",
  moderationComment: "Please take a sharp photo of the whole document. Fotos müssen scharf sein.",
  clientComment: "PRIVATE: screenshot of a document, seen twice from this device",
};

const final = {
  reviewAnswer: "RED",
  rejectLabels: ["FORGERY"],
  reviewRejectType: "FINAL",
  moderationComment: "We could not verify your profile.",
  clientComment: "PRIVATE: forged document, do not tell the applicant",
};

const green: Review = { reviewStatus: "completed", reviewResult: { reviewAnswer: "GREEN" } };

const applicants: Applicant[] = [
  { outcome: "approved", what: "completed, GREEN.", review: green },
  {
    outcome: "retry",
    what: "completed, RED, RETRY: may send documents again.",
    review: { reviewStatus: "completed", reviewResult: retry },
  },
  { outcome: "final", what: "completed, RED, FINAL.", review: { reviewStatus: "completed", reviewResult: final } },
  { outcome: "init", what: "init: not all documents are there.", review: { reviewStatus: "init" } },
  { outcome: "pending", what: "pending.", review: { reviewStatus: "pending" } },
  { outcome: "prechecked", what: "prechecked.", review: { reviewStatus: "prechecked" } },
  { outcome: "queued", what: "queued.", review: { reviewStatus: "queued" } },
  { outcome: "on-hold", what: "onHold: waits for a compliance officer.", review: { reviewStatus: "onHold" } },
  {
    outcome: "awaiting-service",
    what: "awaitingService, although the reviewAnswer is GREEN already.",
    review: { reviewStatus: "awaitingService", reviewResult: { reviewAnswer: "GREEN" } },
  },
  { outcome: "awaiting-user", what: "awaitingUser.", review: { reviewStatus: "awaitingUser" } },
  { outcome: "unsuitable", what: "completed, GREEN, but a share token fails with 10504 at import.", review: green },
];

export const people: Person[] = applicants.map(({ outcome, what }, place) => ({
  outcome,
  what,
  ids: `${place.toString(16).padStart(2, "0")}…`,
}));

/** The person that an applicant id stands for; null when there is none. */
export function applicantNamed(id: string): Applicant | null {
  if (/^[0-9a-f]{24}$/.test(id)) return applicants[Number.parseInt(id.slice(0, 2), 16)] ?? null;
  return applicants.find(({ outcome }) => id === outcome || /^-[\w.~-]{1,100}$/.test(after(id, outcome))) ?? null;
}

/** What follows the outcome in an id; empty when the id does not begin with it. */
function after(id: string, outcome: string): string {
  return id.startsWith(outcome) ? id.slice(outcome.length) : "";
}
