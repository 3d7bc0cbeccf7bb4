import { el } from "../dom.ts";
import { handIn } from "../gateway.ts";
import type { DrawStep } from "../stage.ts";

/** Tasks that were started by themselves and came back: the next time the person presses. */
const tried = new WeakMap<ShadowRoot, Set<string>>();

/** Something that is started: by the person, or at once. */
export const draw: DrawStep<"start"> = (stage, task) => {
  const { speech, notice } = stage;
  const button = el("button", { type: "button", part: "button primary" }, speech.say("action.start"));
  const start = () =>
    void notice.run("progress.starting", async () => stage.take(await handIn(stage.caller(), task.id, {})));
  button.addEventListener("click", start);
  const before = tried.get(stage.root) ?? new Set();
  tried.set(stage.root, before);
  return {
    content: [el("div", { part: "actions" }, button)],
    entered: () => {
      if (!task.automatic || before.has(task.id)) return;
      before.add(task.id);
      start();
    },
  };
};
