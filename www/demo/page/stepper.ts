/** The list of steps at the top: which are behind, which is now. */
import { byId, el } from "./dom.ts";
import { words } from "./language.ts";
import { type StepName, stepNames } from "./position.ts";

export function drawStepper(): void {
  byId("stepper", HTMLOListElement).replaceChildren(
    ...stepNames.map((name) =>
      el("li", { "data-step": name }, el("span", { class: "step-name" }, words(`step.${name}`))),
    ),
  );
}

/** Marks the step; null while it is not known, then the mark stays where it was. */
export function showStep(current: StepName | null): void {
  if (current === null) return;
  const at = stepNames.indexOf(current);
  for (const [index, item] of [...byId("stepper", HTMLOListElement).children].entries()) {
    item.classList.toggle("step-done", index < at);
    if (index === at) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  }
}
