/** What the plan's panel shows: the steps in their order, and the partners of which nothing is known. */
import type { Partner, PlanStep } from "../../../package/types.ts";
import { isSignedOut, type Me, type PartnerProblem } from "../me.ts";
import { stateOf } from "../ways/way.ts";

export type Row =
  | { readonly kind: "step"; readonly key: string; readonly step: PlanStep; readonly first: boolean }
  | { readonly kind: "sign-in"; readonly key: string; readonly partner: Partner; readonly first: boolean }
  | { readonly kind: "problem"; readonly key: string; readonly partner: Partner; readonly problem: PartnerProblem };

/** The rows, in order. The first thing that the person can do is marked; where nothing is left to do, none is. */
export function rowsOf({ plan, problems }: Me): readonly Row[] {
  const signedOut = problems.filter(isSignedOut);
  const firstStep = plan.steps[0];
  const mayAct = firstStep !== undefined && stateOf(firstStep.next) === "your-turn";
  return [
    ...plan.steps.map((step): Row => ({ kind: "step", key: keyOf(step), step, first: mayAct && step === firstStep })),
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
