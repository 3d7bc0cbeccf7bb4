/** Asks the gateway where the person stands: on arrival, after a consent, and whenever the answer may have changed. */
import type { Position } from "../position.ts";
import type { Checkout, Step } from "../step.ts";
import { Task } from "../task.ts";

export function lookingStep(checkout: Checkout, position: () => Promise<Position>): Step {
  const task = new Task();
  return {
    title: "looking.title",
    next: "looking.next",
    content: [task.element],
    enter: () => void task.run("looking.progress", async () => checkout.go(await position())),
    leave: () => task.leave(),
  };
}
