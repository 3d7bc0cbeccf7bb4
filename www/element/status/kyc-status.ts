import { el } from "../flow/dom.ts";
import { FlowElement } from "../flow/flow-element.ts";
import type { Notice } from "../flow/notice.ts";
import type { Flow } from "../flow/task.ts";
import { drawTimeline } from "../flow/timeline.ts";
import type { Speech } from "../flow/words.ts";

/**
 * How far a verification has come, live, for a page that only wants to show it.
 *
 * @attr {string} gateway - The base URL of the gateway; may be relative to the page.
 * @attr {string} scopes - The scopes that are shown, with commas; else those that the gateway is configured for.
 * @attr {string} lang - The language to show, as a BCP 47 tag; else that of the nearest ancestor, else the browser's.
 * @attr {"include"} credentials - `include` where the gateway is of another origin and keeps a sign-in of its own.
 * @attr {"compact"} density - `compact`: less space between parts.
 *
 * @event {CustomEvent} kyc-status-changed - The timeline has changed.
 * @event {CustomEvent} kyc-flow-failed - It could not be loaded; the person has been told.
 *
 * @csspart base - The whole card.
 * @csspart timeline - A list of steps.
 * @csspart step - One of them; also `step-done`, `step-current`, `step-ahead`, `step-failed`.
 * @csspart status - Progress and failures.
 * @csspart failure - The status while it tells of a failure.
 * @csspart retry - The button that tries again.
 *
 * @cssproperty --kyc-flow-accent - The current step, links and the focus ring.
 * @cssproperty --kyc-flow-text - The text.
 * @cssproperty --kyc-flow-muted - Times, and steps that are ahead.
 * @cssproperty --kyc-flow-danger - Whatever is wrong.
 * @cssproperty --kyc-flow-good - Whatever is done.
 * @cssproperty --kyc-flow-surface - The background.
 * @cssproperty --kyc-flow-line - The card's border.
 * @cssproperty --kyc-flow-gap - The space between parts.
 * @cssproperty --kyc-flow-padding - The card's padding.
 * @cssproperty --kyc-flow-radius - The card's corners.
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
