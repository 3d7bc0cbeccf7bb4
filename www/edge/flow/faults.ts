import type { FlowProblem } from "../../package/types.ts";
import { Refusal } from "../problem.ts";

/** Everything that is wrong with the answers, at once. */
export function faults(fields: readonly FlowProblem[]): Refusal {
  const message = "some answers are missing or cannot be taken; see fields";
  return new Refusal(422, { code: "invalid-input", message, fields });
}
