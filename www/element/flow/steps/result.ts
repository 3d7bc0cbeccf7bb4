import { el } from "../dom.ts";
import type { Stage, Step } from "../stage.ts";
import type { FlowTask } from "../task.ts";
import { shown } from "./waiting.ts";

/** How it has ended. What a person can do now is the host's to say, in the slot `done`. */
export function draw(stage: Stage, task: Extract<FlowTask, { kind: "done" | "stop" | "hold" }>): Step {
  const content: Node[] = shown(task.show ?? []);
  if (task.kind === "done") content.push(el("slot", { name: "done" }));
  else {
    const again = el("button", { type: "button", part: "button" }, stage.speech.say("action.look"));
    again.addEventListener("click", () => stage.look());
    content.push(el("div", { part: "actions" }, again));
  }
  return { content };
}
