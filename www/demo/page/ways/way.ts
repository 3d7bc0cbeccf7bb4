/** The three ways to hand over, and where the person stands on each. Read from the decisions alone. */
import type { Decision, Next, Partner } from "../../../package/types.ts";
import { decisionOf, isSignedOut, type Me, problemOfPartner } from "../me.ts";
import { decisionAt } from "../position.ts";

export const ways = ["crossmint", "kriptomat", "b2core"] as const;

export type Way = (typeof ways)[number];

/** Sumsub's check is what is handed over to Kriptomat. */
export function wayOf(partner: Partner): Way {
  return partner === "sumsub" ? "kriptomat" : partner;
}

export function isWay(value: string): value is Way {
  return ways.some((way) => way === value);
}

/** In one word: whose turn it is. */
export type State =
  | "your-turn"
  | "sign-in"
  | "waiting"
  | "done"
  | "closed"
  | "open"
  | "no-answer"
  | "not-yet"
  | "unknown";

const states: Readonly<Record<Next, State>> = {
  "ask-consent": "your-turn",
  provide: "your-turn",
  "start-verification": "your-turn",
  wait: "waiting",
  proceed: "done",
  stop: "closed",
  hold: "open",
};

export function stateOf(next: Next): State {
  return states[next];
}

export function stateAt(way: Way, me: Me): State {
  const decision = decidingAt(way, me);
  if (decision !== null) return stateOf(decision.next);
  const problem = me.problems.find(({ partner }) => wayOf(partner) === way);
  if (problem === undefined) return "unknown";
  return isSignedOut(problem) ? "sign-in" : "no-answer";
}

function decidingAt(way: Way, me: Me): Decision | null {
  if (way === "crossmint") {
    const { decisions } = me;
    return decisionAt({ decisions: decisions.filter(({ partner }) => partner === "crossmint"), stored: null });
  }
  const decision = decisionOf(me, way);
  // Before anything is handed over, it is Sumsub's check that counts.
  if (way !== "kriptomat" || decision?.next !== "start-verification") return decision;
  if (problemOfPartner(me, "sumsub") !== null) return null;
  const review = decisionOf(me, "sumsub");
  return review === null || review.next === "proceed" ? decision : review;
}
