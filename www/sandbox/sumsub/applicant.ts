// An applicant's review: where it stands, what status calls say of it, and the webhook about it.

import { type Context, Refusal } from "../partner.ts";
import type { SumsubAccount } from "./accounts.ts";
import { applicantNamed } from "./people.ts";
import { settingsOf } from "./settings.ts";

export interface ReviewResult {
  reviewAnswer: string;
  rejectLabels?: string[];
  reviewRejectType?: string;
  moderationComment?: string;
  clientComment?: string;
}

export interface Review {
  reviewStatus: string;
  reviewResult?: ReviewResult;
}

export interface Applicant {
  id: string;
  outcome: string;
  review: Review;
  createdAt: number;
  /** When the last review ended. */
  reviewedAt: number | null;
  attempts: number;
}

const LEVEL = "basic-kyc-level";

/** Which webhook tells of a status. */
const HOOK_TYPES: Record<string, string> = {
  init: "applicantReset",
  pending: "applicantPending",
  prechecked: "applicantPrechecked",
  awaitingService: "applicantAwaitingService",
  awaitingUser: "applicantAwaitingUser",
  onHold: "applicantOnHold",
  completed: "applicantReviewed",
};

function keyOf({ clientId, environment }: SumsubAccount, id: string): string {
  return `${clientId}/${environment}/${id}`;
}

/** The applicant as this account sees it. A made-up person is there from the first time that anybody asks. */
export function findApplicant(context: Context, account: SumsubAccount, id: string): Applicant {
  const stored = context.store.read<Applicant>("applicant", keyOf(account, id));
  const person = stored ?? applicantNamed(id);
  if (person === null) throw new Refusal(404, "", "Applicant not found");
  context.concerns(person.outcome);
  if (stored !== null) return stored;
  const applicant: Applicant = {
    id,
    outcome: person.outcome,
    review: person.review,
    createdAt: context.now - 600_000,
    reviewedAt: person.review.reviewStatus === "completed" ? context.now - 60_000 : null,
    attempts: 1,
  };
  keepApplicant(context, account, applicant);
  return applicant;
}

export function keepApplicant(context: Context, account: SumsubAccount, applicant: Applicant): void {
  context.store.write("applicant", keyOf(account, applicant.id), applicant);
}

export function isApproved({ review }: Applicant): boolean {
  return review.reviewStatus === "completed" && review.reviewResult?.reviewAnswer === "GREEN";
}

/** A time as Sumsub writes it, e.g. `2020-06-24 05:05:14+0000`. */
function dateTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ")}+0000`;
}

/** The body of a status call. */
export function statusOf(applicant: Applicant, now: number): Record<string, unknown> {
  const { id, createdAt, reviewedAt, attempts, review } = applicant;
  const started = review.reviewStatus !== "init";
  return {
    reviewId: `review-${id}`,
    attemptId: `attempt-${attempts}-${id}`,
    attemptCnt: attempts,
    levelName: LEVEL,
    ...(started && { elapsedSincePendingMs: (reviewedAt ?? now) - createdAt }),
    createDate: dateTime(createdAt),
    ...(reviewedAt !== null && { reviewDate: dateTime(reviewedAt) }),
    ...(review.reviewResult && { reviewResult: review.reviewResult }),
    reviewStatus: review.reviewStatus,
  };
}

/** Sets the review and sends the webhook that tells of it. */
export function setReview(context: Context, account: SumsubAccount, applicant: Applicant, review: Review): void {
  const completed = review.reviewStatus === "completed";
  const changed = { ...applicant, review, reviewedAt: completed ? context.now : null };
  keepApplicant(context, account, changed);
  const type = HOOK_TYPES[review.reviewStatus];
  if (type !== undefined) {
    const body = hookBody(changed, type, context);
    context.hooks.send({ type, about: applicant.id, body, dueAt: context.now });
  }
}

/** The bytes of a webhook. They are laid out as no serialiser of today lays them out: whoever checks others will fail. */
function hookBody({ id, review }: Applicant, type: string, context: Context): string {
  const { webhookDates } = settingsOf(context.settings);
  const createdAtMs =
    webhookDates === "milliseconds"
      ? new Date(context.now).toISOString().replace("T", " ").replace("Z", "")
      : dateTime(context.now);
  const fields = {
    applicantId: id,
    inspectionId: `inspection-${id}`,
    correlationId: `req-${crypto.randomUUID()}`,
    externalUserId: `person-of-${id}`,
    levelName: LEVEL,
    type,
    ...(review.reviewResult && { reviewResult: review.reviewResult }),
    reviewStatus: review.reviewStatus,
    createdAtMs,
  };
  return JSON.stringify(fields, null, 2).replaceAll('": ', '" : ');
}
