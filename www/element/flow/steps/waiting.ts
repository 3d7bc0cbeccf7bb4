import { el } from "../dom.ts";
import type { Stage, Step } from "../stage.ts";
import type { FlowTask } from "../task.ts";

/** What is done elsewhere: checked by the partner, or done there or at the host by the person. */
export function draw(stage: Stage, task: Extract<FlowTask, { kind: "wait" | "link" | "outside" }>): Step {
  const { speech } = stage;
  const looked = el("p", { part: "small" });
  const mark = () => {
    looked.textContent = speech.say("wait.looked", { time: speech.time(new Date()) });
  };
  const again = el("button", { type: "button", part: "button" }, speech.say("action.look"));
  again.addEventListener("click", () => stage.look());
  const content: Node[] = [];
  const actions = el("div", { part: "actions" });
  if (task.kind === "link" && /^https:\/\//.test(task.url)) {
    const link = { href: task.url, target: "_blank", rel: "noopener noreferrer", part: "button primary" };
    content.push(el("p", {}, speech.say("link.text")));
    actions.append(el("a", link, speech.say("action.open")));
  }
  if (task.kind === "outside") {
    content.push(el("p", {}, speech.say("outside.text")), el("slot", { name: "outside" }));
  }
  if (task.kind !== "link") content.push(...shown(task.show ?? []));
  actions.append(again);
  mark();
  content.push(el("p", { part: "small" }, speech.say("wait.automatic")), looked, actions);
  return { content, looked: mark };
}

/** The partner's words that may be shown, in whatever language they are. */
export function shown(words: readonly string[]): HTMLElement[] {
  return words.map((text) => el("p", { part: "shown", lang: "" }, el("bdi", {}, text)));
}
