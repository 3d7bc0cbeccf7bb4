/** What the plan's panel shows: the steps in their order, and the partners of which nothing is known. */
import type { Partner, PlanStep } from "../../../package/types.ts";
import { isSignedOut, type Me, type PartnerProblem } from "../me.ts";
import { stateOf } from "../ways/way.ts";

interface RowBase {
  /** Tells one row from the others, and from what it is when it has changed. */
  readonly key: string;
  readonly partner: Partner;
}

export type Row = RowBase &
  (
    | { readonly kind: "step"; readonly step: PlanStep; readonly first: boolean }
    | { readonly kind: "sign-in"; readonly first: boolean }
    | { readonly kind: "problem"; readonly problem: PartnerProblem }
  );

/** The rows, in order. The first thing that the person can do is marked; where nothing is left to do, none is. */
export function rowsOf({ plan, problems }: Me): readonly Row[] {
  const signedOut = problems.filter(isSignedOut);
  const firstStep = plan.steps[0];
  const mayAct = firstStep !== undefined && stateOf(firstStep.next) === "your-turn";
  return [
    ...plan.steps.map(
      (step): Row => ({
        kind: "step",
        key: keyOf(step),
        partner: step.partner,
        step,
        first: mayAct && step === firstStep,
      }),
    ),
    ...signedOut.map(({ partner }): Row => ({ kind: "sign-in", key: `${partner} sign-in`, partner, first: !mayAct })),
    ...problems
      .filter((problem) => !isSignedOut(problem))
      .map(
        (problem): Row => ({ kind: "problem", key: `${problem.partner} problem`, partner: problem.partner, problem }),
      ),
  ];
}

function keyOf({ partner, next, policy, reason }: PlanStep): string {
  return [partner, next, policy, reason].filter((part) => part !== undefined).join(" ");
}
