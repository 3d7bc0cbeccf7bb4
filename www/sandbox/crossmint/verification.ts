// Identity verification: trigger, review by the sandbox's clock, outcome.

import { Refusal } from "../partner.ts";
import { type Depth, type Missing, missingFor, PRODUCTS, type Product } from "./requirements.ts";
import type { User } from "./user.ts";

/** Where a product stands once it was triggered. */
export type Verdict =
  /** `question` marks the extra question that the person `more-data` is asked. */
  | { kind: "requires-data"; missing: Missing; question?: true }
  | { kind: "decided"; status: "verified" | "rejected" | "pending-manual-review" }
  | { kind: "review"; endsAt: number; then: Verdict };

/** One line of the eligibility list. */
export interface Eligibility {
  type: Product;
  status: string;
  missingData?: string[];
  missingDocuments?: string[];
}

export interface Rules {
  now: number;
  /** The person's outcome. */
  outcome: string;
  policyAccepted: boolean;
  /** A new acceptance ends pending-privacy-policy only at the next trigger. */
  policyAtTrigger: boolean;
  reviewSeconds: number;
  /** Missing things are told in the reply of the trigger, not only after the review. */
  missingAtOnce: boolean;
  onrampLight: boolean;
  selfie: boolean;
}

const DEPTHS: Record<string, Depth> = { documents: "with-documents", edd: "edd" };

function isFullRamp(product: Product): boolean {
  return product === "onramp" || product === "offramp";
}

function products(rules: Rules): Product[] {
  return PRODUCTS.filter((product) => product !== "onramp-light" || rules.onrampLight);
}

/** The verdict as it stands now: a review that has ended is replaced by what it led to. */
function settled(verdict: Verdict | undefined, now: number): Verdict | undefined {
  return verdict?.kind === "review" && now >= verdict.endsAt ? verdict.then : verdict;
}

function judge(product: Product, user: User, rules: Rules): Verdict {
  const missing = missingFor(product, user.facts, user.documents, {
    depth: DEPTHS[rules.outcome] ?? "standard",
    selfie: rules.selfie,
    today: new Date(rules.now).toISOString().slice(0, 10),
  });
  if (missing.data.length + missing.documents.length > 0) return { kind: "requires-data", missing };
  if (rules.outcome === "rejected") return { kind: "decided", status: "rejected" };
  if (isFullRamp(product)) {
    if (rules.outcome === "manual-review") return { kind: "decided", status: "pending-manual-review" };
    if (rules.outcome === "more-data") {
      const answered = user.askedAtRevision !== null && user.revision > user.askedAtRevision;
      if (!(answered && user.facts.email && user.facts.phone)) {
        return { kind: "requires-data", missing: { data: ["kyc-data"], documents: [] }, question: true };
      }
    }
  }
  return { kind: "decided", status: "verified" };
}

function line(type: Product, verdict: Verdict | undefined): Eligibility {
  switch (verdict?.kind) {
    case undefined:
      return { type, status: "not-started" };
    case "review":
      return { type, status: "pending-review" };
    case "decided":
      return { type, status: verdict.status };
    case "requires-data": {
      const { data, documents } = verdict.missing;
      return {
        type,
        status: "requires-data",
        ...(data.length > 0 && { missingData: data }),
        ...(documents.length > 0 && { missingDocuments: documents }),
      };
    }
  }
}

/** The eligibility list as a status call gives it. Notes on the user when the policy stands in the way. */
export function eligibility(user: User, rules: Rules): Eligibility[] {
  if (!rules.policyAccepted) user.heldByPolicy = true;
  const isHeld = !rules.policyAccepted || (rules.policyAtTrigger && user.heldByPolicy);
  return products(rules).map((type) =>
    isHeld ? { type, status: "pending-privacy-policy" } : line(type, settled(user.verdicts[type], rules.now)),
  );
}

/**
 * Starts a verification and gives the reply of the trigger. Products that are verified, rejected or under review stay
 * as they are; the others are judged by what is stored at this moment and answer `not-started` once.
 */
export function trigger(user: User, rules: Rules): Eligibility[] {
  if (!rules.policyAccepted) return eligibility(user, rules);
  user.heldByPolicy = false;
  return products(rules).map((type): Eligibility => {
    const before = settled(user.verdicts[type], rules.now);
    if (before?.kind === "review" || before?.kind === "decided") return line(type, before);
    const then = judge(type, user, rules);
    if (then.kind === "requires-data" && then.question) user.askedAtRevision ??= user.revision;
    if (then.kind === "requires-data" && rules.missingAtOnce) {
      user.verdicts[type] = then;
      return line(type, then);
    }
    user.verdicts[type] = { kind: "review", endsAt: rules.now + rules.reviewSeconds * 1000, then };
    return { type, status: "not-started" };
  });
}

/** Decides a manual review, as the partner's staff would; gives the products that were decided. */
export function decide(user: User, status: "verified" | "rejected", now: number): string[] {
  const decided: string[] = [];
  for (const [type, verdict] of Object.entries(user.verdicts)) {
    const stands = settled(verdict, now);
    if (stands?.kind === "decided" && stands.status === "pending-manual-review") {
      user.verdicts[type] = { kind: "decided", status };
      decided.push(type);
    }
  }
  if (decided.length === 0) throw new Refusal(409, "nothing_to_decide", "no product of this user is in manual review");
  return decided;
}
