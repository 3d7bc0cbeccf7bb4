import { el, grouped } from "./dom.ts";
import type { FlowStep } from "./task.ts";
import type { Speech } from "./words.ts";

/** Draws how far the way has come: one list for each thing that the person came for. */
export function drawTimeline(speech: Speech, steps: readonly FlowStep[], withTimes: boolean): readonly HTMLElement[] {
  const groups = grouped(steps, keyOf);
  return [...groups.values()].flatMap((group) => {
    const scopes = [...new Set((group[0]?.scopes ?? []).map((scope) => speech.scope(scope)))];
    const title = new Intl.ListFormat(speech.language).format(scopes);
    const list = el("ol", { part: "timeline", "aria-label": title || speech.say("title.status") });
    list.append(...group.map((step) => drawStep(speech, step, withTimes)));
    return groups.size > 1 ? [el("p", { part: "scope" }, title), list] : [list];
  });
}

function keyOf({ partner, scopes }: FlowStep): string {
  return [partner, ...scopes].join();
}

function drawStep(speech: Speech, { step, state, at }: FlowStep, withTimes: boolean): HTMLElement {
  const moment = at && withTimes ? new Date(at) : null;
  const isCurrent = state === "current";
  return el(
    "li",
    { part: `step step-${state}`, "aria-current": isCurrent && "step" },
    el("span", { part: "mark", "aria-hidden": "true" }),
    el("span", { part: "step-name" }, speech.say(`step.${step}`)),
    el("span", { part: withTimes ? "step-state" : "unseen" }, speech.say(`state.${state}`)),
    moment !== null &&
      !Number.isNaN(moment.getTime()) &&
      el("time", { datetime: at }, speech.time(moment, { dateStyle: "medium", timeStyle: "short" })),
  );
}
