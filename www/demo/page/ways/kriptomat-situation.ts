/** What the person can do about the hand-over to Kriptomat, read from Sumsub's decision and Kriptomat's. */
import type { Decision } from "../../../package/types.ts";
import type { TextKey } from "../texts/en.ts";

/** What the panel offers: the hand-over, a wait, or nothing but another look. */
export type Offer = "hand-over" | "wait" | "look" | "none";

export interface Situation {
  /** One sentence: what is next. */
  readonly next: TextKey;
  /** What to do about it, or what it means; nothing where the decisions say enough. */
  readonly more: TextKey | null;
  readonly offer: Offer;
  /** How it is shown. */
  readonly tone: "plain" | "good" | "caution" | "danger";
  /** Whose words decide. */
  readonly decision: Decision | null;
}

export function situationOf(review: Decision | null, kyc: Decision | null): Situation {
  switch (kyc?.next) {
    case undefined:
      return { next: "kriptomat.next.unknown", more: null, offer: "look", tone: "plain", decision: null };
    case "start-verification":
      return beforeHandOver(review, kyc);
    case "wait":
      return { next: "checking.next", more: null, offer: "wait", tone: "plain", decision: kyc };
    case "proceed":
      return { next: "kriptomat.next.done", more: null, offer: "none", tone: "good", decision: kyc };
    case "provide":
      return {
        next: "kriptomat.next.more",
        more: kyc.other.includes("edd") ? "kriptomat.edd.more" : null,
        offer: "look",
        tone: "caution",
        decision: kyc,
      };
    case "stop":
      return { next: "kriptomat.next.stop", more: "kriptomat.stop.more", offer: "none", tone: "danger", decision: kyc };
    case "ask-consent":
    case "hold":
      return { next: "kriptomat.next.hold", more: null, offer: "look", tone: "caution", decision: kyc };
  }
}

/** Sumsub's check decides whether there is anything to hand over. */
function beforeHandOver(review: Decision | null, kyc: Decision): Situation {
  switch (review?.next) {
    case "proceed":
      return {
        next: "kriptomat.next.hand-over",
        more: "kriptomat.what",
        offer: "hand-over",
        tone: "plain",
        decision: kyc,
      };
    case "wait":
      return { next: "kriptomat.next.review", more: null, offer: "wait", tone: "plain", decision: review };
    case "provide":
      return {
        next: "kriptomat.next.sumsub",
        more: "kriptomat.sumsub.more",
        offer: "look",
        tone: "caution",
        decision: review,
      };
    case "stop":
      return {
        next: "kriptomat.next.stop",
        more: "kriptomat.sumsub.stop",
        offer: "none",
        tone: "danger",
        decision: review,
      };
    case undefined:
      return { next: "kriptomat.next.unknown", more: null, offer: "look", tone: "plain", decision: null };
    default:
      return { next: "kriptomat.next.hold", more: null, offer: "look", tone: "caution", decision: review };
  }
}
