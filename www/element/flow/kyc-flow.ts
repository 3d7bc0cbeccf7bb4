import { reflectText } from "../attributes.ts";
import { el } from "./dom.ts";
import { Draft } from "./draft.ts";
import type { KycFlowEventMap } from "./events.ts";
import { FlowElement } from "./flow-element.ts";
import type { Caller } from "./gateway.ts";
import type { Notice } from "./notice.ts";
import type { Stage, Step, StoreFile } from "./stage.ts";
import type { Flow, FlowTask } from "./task.ts";
import { drawTimeline } from "./timeline.ts";
import type { Speech } from "./words.ts";

const TEXT_ATTRIBUTES = ["keep"] as const;

/** Each step is fetched when it is needed. */
async function drawTask(stage: Stage, task: FlowTask): Promise<Step> {
  switch (task.kind) {
    case "consent":
      return (await import("./steps/consent.ts")).draw(stage, task);
    case "form":
      return (await import("./steps/form.ts")).draw(stage, task);
    case "documents":
      return (await import("./steps/documents.ts")).draw(stage, task);
    case "start":
      return (await import("./steps/start.ts")).draw(stage, task);
    case "wait":
    case "link":
    case "outside":
      return (await import("./steps/waiting.ts")).draw(stage, task);
    default:
      return (await import("./steps/result.ts")).draw(stage, task);
  }
}

/** What a step is called, where it has a name beside what the core says is next. */
function titleOf(task: FlowTask, speech: Speech): string | undefined {
  // A form about one thing alone is called by that: several partners may ask for one each.
  const groups = task.kind === "form" ? [...new Set(task.fields.map(({ group }) => group))] : [];
  const [only] = groups.length === 1 ? groups : [];
  return speech.find(only === "sign-in" ? "group.sign-in" : `title.${task.kind}`);
}

/**
 * The whole way of a person in one tag: consent, the details and documents that are required, the check, and its result.
 * What comes next, and what is asked for, the gateway says.
 *
 * @attr {string} gateway - The base URL of the gateway; may be relative to the page.
 * @attr {string} scopes - The scopes that are wanted, with commas; else those that the gateway is configured for.
 * @attr {string} lang - The language to show, as a BCP 47 tag; else that of the nearest ancestor, else the browser's.
 * @attr {"none"} keep - `none`: what is typed is not kept over a reload.
 * @attr {"include"} credentials - `include` where the gateway is of another origin and keeps a sign-in of its own.
 * @attr {"compact"} density - `compact`: less space between parts.
 * @attr {"1"|"2"|"3"|"4"|"5"|"6"} heading-level - The level of the step's heading; else 2.
 *
 * @slot logo - The logo of the first policy's company.
 * @slot logo-<policy> - The logo of that policy's company.
 * @slot outside - The host's own part of the way, shown when it is next.
 * @slot done - What the person can do once nothing is missing.
 *
 * @event {CustomEvent} kyc-flow-task - Another task is shown.
 * @event {CustomEvent} kyc-flow-done - Nothing is left to do, and the answer is yes.
 * @event {CustomEvent} kyc-flow-outside - The host's own part is next.
 * @event {CustomEvent} kyc-flow-failed - Something did not work; the person has been told.
 *
 * @csspart base - The whole card.
 * @csspart timeline - The list of steps.
 * @csspart heading - The heading of the step.
 * @csspart form - A form.
 * @csspart group - A group of fields, or one document.
 * @csspart field - A field with its label, hint and error.
 * @csspart control - An input or a list.
 * @csspart error - What is wrong with a field.
 * @csspart errors - The summary of what is wrong.
 * @csspart button - A button.
 * @csspart primary - The button that carries the step on.
 * @csspart preview - The picture of a chosen file.
 * @csspart status - Progress and results.
 * @csspart failure - The status while it tells of a failure.
 * @csspart retry - The button that tries again.
 *
 * @cssproperty --kyc-flow-accent - Buttons, links and the focus ring.
 * @cssproperty --kyc-flow-on-accent - The text on a button.
 * @cssproperty --kyc-flow-text - The text.
 * @cssproperty --kyc-flow-muted - Hints, and the border of fields.
 * @cssproperty --kyc-flow-danger - Whatever is wrong.
 * @cssproperty --kyc-flow-good - Whatever is done.
 * @cssproperty --kyc-flow-surface - The background.
 * @cssproperty --kyc-flow-line - The card's border.
 * @cssproperty --kyc-flow-gap - The space between parts.
 * @cssproperty --kyc-flow-padding - The card's padding.
 * @cssproperty --kyc-flow-radius - The card's corners.
 *
 * @cssstate loading - Nothing is known yet.
 * @cssstate done - Nothing is left to do.
 */
export class KycFlow extends FlowElement {
  static override readonly observedAttributes = [...FlowElement.observedAttributes, ...TEXT_ATTRIBUTES];

  static {
    reflectText(KycFlow, TEXT_ATTRIBUTES);
  }

  /** `none`: what is typed is not kept over a reload. */
  declare keep: string;
  /** Stores a file where a task wants it stored by the host. */
  declare storeFile: StoreFile | undefined;

  #step: Step | null = null;
  /** What is drawn: a task that looks the same stays as it is. */
  #drawn = "";
  #drawing = 0;
  /** Somebody did something here: the focus follows to the next step. */
  #isTouched = false;
  readonly #internals = this.attachInternals();
  readonly #draft = new Draft();

  constructor() {
    super();
    for (const type of ["submit", "click"]) this.root.addEventListener(type, () => (this.#isTouched = true));
    this.#internals.states.add("loading");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#step?.leave?.();
    this.#drawn = "";
  }

  /** The task that is shown; null while nothing is known. */
  get task(): FlowTask | null {
    return this.flow?.tasks[0] ?? null;
  }

  /** Asks the gateway anew where the person stands. */
  look(): void {
    this.feed.look();
  }

  protected override get caller(): Caller {
    const { authorize } = this;
    const asPerson = async () => {
      const token = (await authorize?.()) ?? "";
      this.#draft.keeps = this.keep !== "none";
      await this.#draft.belongTo(token);
      return token;
    };
    return { ...super.caller, authorize: authorize && asPerson };
  }

  protected override spoken(notice: Notice): void {
    this.#drawn = "";
    if (this.flow) return;
    this.base.replaceChildren(notice.element);
    setTimeout(() => {
      if (!this.flow && this.notice === notice) notice.wait("progress.loading");
    }, 1000);
  }

  protected override told(speech: Speech, flow: Flow): void {
    const kind = flow.tasks[0]?.kind;
    this.feed.follow(kind === "wait" || kind === "link" || kind === "outside" || kind === "hold");
    if (kind === "done" || kind === "stop") this.#draft.clear();
    void this.#draw(speech, flow);
  }

  async #draw(speech: Speech, flow: Flow): Promise<void> {
    const [task] = flow.tasks;
    if (!task) return;
    // A form or documents that the person is at work on are not drawn anew because somebody looked.
    const drawing = JSON.stringify([task, flow.timeline]);
    if (drawing === this.#drawn) return this.#step?.looked?.();
    const isNews = this.#drawn !== "";
    this.#drawn = drawing;
    const turn = ++this.#drawing;
    const hadFocus = this.root.activeElement !== null;
    const notice = this.newNotice(speech);
    const stage = this.#stage(speech, notice);
    let step: Step;
    try {
      step = await drawTask(stage, task);
    } catch {
      if (turn !== this.#drawing) return;
      this.#drawn = "";
      const text = speech.say(navigator.onLine ? "failure.unavailable" : "failure.offline");
      return this.showMissing(text, speech.say("action.retry"), () => void this.#draw(speech, flow));
    }
    this.missed = 0;
    if (turn !== this.#drawing) return;
    this.#step?.leave?.();
    this.#step = step;
    this.#show(speech, flow, task, notice, step);
    this.#tell(task, isNews, hadFocus);
    step.entered?.();
  }

  #stage(speech: Speech, notice: Notice): Stage {
    return {
      root: this.root,
      speech,
      notice,
      draft: this.#draft,
      caller: () => this.caller,
      storeFile: () => this.storeFile,
      take: (flow) => this.feed.take(flow),
      look: () => this.feed.look(),
      announce: (text) => this.announce(text),
    };
  }

  #show(speech: Speech, flow: Flow, task: FlowTask, notice: Notice, step: Step): void {
    const { title, text } = speech.next(task.text);
    const level = Math.min(6, Math.max(1, Number(this.getAttribute("heading-level")) || 2)) as 1 | 2 | 3 | 4 | 5 | 6;
    const heading = el(`h${level}`, { part: "heading", tabindex: "-1" }, titleOf(task, speech) ?? title);
    const body = el("div", { part: "step-body" }, ...step.content);
    this.base.part.toggle("waiting", task.kind === "wait");
    this.base.replaceChildren(
      ...drawTimeline(speech, flow.timeline, false),
      heading,
      el("p", { part: "intro" }, text),
      body,
      notice.element,
    );
  }

  /** The focus goes where the person's own doing led; whoever is elsewhere on the page is told, and left in peace. */
  #tell(task: FlowTask, isNews: boolean, hadFocus: boolean): void {
    this.#internals.states.delete("loading");
    this.#internals.states[task.kind === "done" ? "add" : "delete"]("done");
    const heading = this.base.querySelector<HTMLElement>("[part~=heading]");
    if (isNews && (hadFocus || this.#isTouched)) heading?.focus();
    else if (isNews) this.announce(heading?.textContent ?? "");
    this.#isTouched = false;
    const { id, kind } = task;
    this.emit("kyc-flow-task", { id, kind });
    if (kind === "done") this.emit("kyc-flow-done", { id, kind });
    if (kind === "outside") this.emit("kyc-flow-outside", { id, kind });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kyc-flow": KycFlow;
  }
  interface GlobalEventHandlersEventMap extends KycFlowEventMap {}
}
