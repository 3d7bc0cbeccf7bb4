import { el } from "../flow/dom.ts";
import { FlowElement } from "../flow/flow-element.ts";
import type { Notice } from "../flow/notice.ts";
import type { Flow } from "../flow/task.ts";
import { drawTimeline } from "../flow/timeline.ts";
import type { Speech } from "../flow/words.ts";

/**
 * How far a verification has come, live, for a page that only wants to show it.
 *
 * Attributes: `gateway`, `scopes`, `lang`, `credentials`, as of `<kyc-flow>`.
 *
 * @event {CustomEvent} kyc-status-changed - The timeline has changed.
 * @event {CustomEvent} kyc-flow-failed - It could not be loaded; the person has been told.
 *
 * @csspart base - The whole card.
 * @csspart timeline - A list of steps.
 * @csspart step - One of them; also `step-done`, `step-current`, `step-ahead`, `step-failed`.
 * @csspart status - Progress and failures.
 * @csspart retry - The button that tries again.
 *
 * The custom properties are those of `<kyc-flow>`.
 */
export class KycStatus extends FlowElement {
  #drawn = "";
  #isTold = false;
  readonly #list = el("div", { part: "step-body" });

  constructor() {
    super();
    this.base.part.add("vertical");
    this.feed.follow(true);
  }

  protected override spoken(notice: Notice): void {
    this.base.replaceChildren(this.#list, notice.element);
    this.#drawn = "";
  }

  protected override told(speech: Speech, flow: Flow): void {
    const drawing = JSON.stringify(flow.timeline);
    if (drawing === this.#drawn) return;
    const isNews = this.#drawn !== "";
    this.#drawn = drawing;
    this.#list.replaceChildren(...drawTimeline(speech, flow.timeline, true));
    if (!isNews && this.#isTold) return;
    this.#isTold = true;
    this.emit("kyc-status-changed", { timeline: flow.timeline });
    const now = flow.timeline.find(({ state }) => state === "current") ?? flow.timeline.at(-1);
    if (isNews && now) this.announce(`${speech.say(`step.${now.step}`)}: ${speech.say(`state.${now.state}`)}`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kyc-status": KycStatus;
  }
}
