import { reflectText, takeOverProperties } from "../attributes.ts";
import { adopt, el } from "../flow/dom.ts";
import type { KycFlowEvents } from "../flow/events.ts";
import { FlowFeed } from "../flow/feed.ts";
import { askFlow, type Caller, openStream } from "../flow/gateway.ts";
import { Notice } from "../flow/notice.ts";
import { flowSheet } from "../flow/styles.ts";
import type { Flow } from "../flow/task.ts";
import { drawTimeline } from "../flow/timeline.ts";
import { BEFORE_LOADING, loadWords, Speech } from "../flow/words.ts";
import { preferredLanguages } from "../presentation.ts";

/** Importing this where there is no document (Node, Workers) must do no harm. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

const TEXT_ATTRIBUTES = ["gateway", "scopes", "density"] as const;

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
export class KycStatus extends Base {
  static readonly observedAttributes = ["gateway", "scopes", "lang"];

  static {
    reflectText(KycStatus, TEXT_ATTRIBUTES);
  }

  /** The base URL of the gateway; may be relative to the page. */
  declare gateway: string;
  /** The scopes that are shown, with commas. */
  declare scopes: string;
  /** `compact`: less space between parts. */
  declare density: "compact" | "";
  /** Used instead of the global `fetch`. */
  declare fetch: typeof globalThis.fetch | undefined;

  #authorize: Caller["authorize"];
  #own: Readonly<Record<string, string>> = {};
  #speech: Speech | null = null;
  #notice: Notice | null = null;
  #flow: Flow | null = null;
  #drawn = "";
  #isTold = false;
  readonly #root = this.attachShadow({ mode: "open" });
  readonly #base = el("div", { part: "base vertical" });
  readonly #list = el("div", { part: "step-body" });
  readonly #announcer = el("p", { part: "announcer", role: "status" });
  readonly #languageWatch = new MutationObserver(() => void this.#speak());
  readonly #feed = new FlowFeed({
    ask: (etag, signal) => askFlow(this.#caller, etag, signal),
    stream: (signal) => openStream(this.#caller, signal),
    told: (flow) => this.#told(flow),
    looked: () => this.#notice?.clear(),
    failed: (error) => this.#notice?.fail(error, this.#feed.look),
  });

  constructor() {
    super();
    adopt(this.#root, flowSheet());
    this.#root.append(this.#base, this.#announcer);
    this.#feed.follow(true);
  }

  connectedCallback(): void {
    takeOverProperties(this, [...TEXT_ATTRIBUTES, "authorize", "words"]);
    this.#languageWatch.observe(document.documentElement, { attributeFilter: ["lang"] });
    this.#restart();
  }

  disconnectedCallback(): void {
    this.#languageWatch.disconnect();
    this.#feed.stop();
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    if (name === "lang") void this.#speak();
    else this.#restart();
  }

  /** Gives the host's token for the person who is signed in. Called for each request; the token is kept nowhere. */
  get authorize(): Caller["authorize"] {
    return this.#authorize;
  }

  set authorize(value: Caller["authorize"]) {
    this.#authorize = value;
    if (this.isConnected) this.#restart();
  }

  /** The host's own words, by key, as of `<kyc-flow>`. */
  get words(): Readonly<Record<string, string>> {
    return this.#own;
  }

  set words(value: Readonly<Record<string, string>>) {
    this.#own = value ?? {};
    if (this.isConnected) void this.#speak();
  }

  get #caller(): Caller {
    const { gateway, scopes, authorize, fetch } = this;
    const credentials = (this.getAttribute("credentials") ?? "same-origin") as RequestCredentials;
    return { gateway, scopes, authorize, fetch, credentials };
  }

  #restart(): void {
    this.#feed.stop();
    queueMicrotask(async () => {
      if (!this.isConnected || !this.gateway) return;
      await this.#speak();
      if (this.isConnected) this.#feed.start();
    });
  }

  async #speak(): Promise<void> {
    try {
      const preferred = preferredLanguages(this);
      this.#speech = new Speech(await loadWords(preferred), preferred, this.#own);
    } catch {
      this.#base.lang = "en";
      return this.#base.replaceChildren(el("p", { part: "failure", role: "status" }, BEFORE_LOADING.text));
    }
    const { language, direction } = this.#speech;
    for (const part of [this.#base, this.#announcer]) Object.assign(part, { lang: language, dir: direction });
    this.#notice = new Notice(this.#speech, (error) => this.#emit("kyc-flow-failed", { error }));
    this.#base.replaceChildren(this.#list, this.#notice.element);
    this.#drawn = "";
    if (this.#flow) this.#told(this.#flow);
  }

  #told(flow: Flow): void {
    this.#flow = flow;
    if (!this.#speech) return;
    this.#notice?.clear();
    const drawing = JSON.stringify(flow.timeline);
    if (drawing === this.#drawn) return;
    const isNews = this.#drawn !== "";
    this.#drawn = drawing;
    this.#list.replaceChildren(...drawTimeline(this.#speech, flow.timeline, true));
    if (!isNews && this.#isTold) return;
    this.#isTold = true;
    this.#emit("kyc-status-changed", { timeline: flow.timeline });
    const now = flow.timeline.find(({ state }) => state === "current") ?? flow.timeline.at(-1);
    if (isNews && now) {
      this.#announcer.textContent = `${this.#speech.say(`step.${now.step}`)}: ${this.#speech.say(`state.${now.state}`)}`;
    }
  }

  #emit<Name extends keyof KycFlowEvents>(name: Name, detail: KycFlowEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kyc-status": KycStatus;
  }
}
