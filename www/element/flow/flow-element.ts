import { reflectText, takeOverProperties } from "../attributes.ts";
import { preferredLanguages } from "../language.ts";
import { el } from "./dom.ts";
import type { KycFlowEvents } from "./events.ts";
import { FlowFeed } from "./feed.ts";
import { askFlow, type Caller, openStream } from "./gateway.ts";
import { Notice } from "./notice.ts";
import { flowSheet } from "./styles.ts";
import type { Flow } from "./task.ts";
import { BEFORE_LOADING, loadWords, Speech } from "./words.ts";

/** Importing this where there is no document (Node, Workers) must do no harm. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

const TEXT_ATTRIBUTES = ["gateway", "scopes", "density"] as const;

/** An element that shows what `GET /flow` says, kept up to date, in the language of its place in the page. */
export class FlowElement extends Base {
  static readonly observedAttributes: readonly string[] = ["gateway", "scopes", "lang"];

  static {
    reflectText(FlowElement, TEXT_ATTRIBUTES);
  }

  /** The base URL of the gateway; may be relative to the page. */
  declare gateway: string;
  /** The scopes that are wanted, with commas; empty for those that the gateway is configured for. */
  declare scopes: string;
  /** `compact`: less space between parts. */
  declare density: "compact" | "";
  /** Used instead of the global `fetch`. Uploads then tell nothing of their progress. */
  declare fetch: typeof globalThis.fetch | undefined;

  protected speech: Speech | null = null;
  protected notice: Notice | null = null;
  /** How often in a row something of the package could not be fetched. */
  protected missed = 0;
  protected flow: Flow | null = null;
  protected readonly root = this.attachShadow({ mode: "open" });
  protected readonly base = el("div", { part: "base" });
  protected readonly feed = new FlowFeed({
    ask: (etag, signal) => askFlow(this.caller, etag, signal),
    stream: (signal) => openStream(this.caller, signal),
    told: (flow) => {
      this.flow = flow;
      this.#answered();
    },
    looked: () => this.#answered(),
    failed: (error) => this.notice?.fail(error, this.feed.look),
  });

  #authorize: Caller["authorize"];
  #own: Readonly<Record<string, string>> = {};
  #started = "";
  #speaking = 0;
  readonly #announcer = el("p", { part: "announcer", role: "status" });
  readonly #languageWatch = new MutationObserver(() => void this.#speak());

  constructor() {
    super();
    this.root.adoptedStyleSheets = [flowSheet()];
    this.root.append(this.base, this.#announcer);
  }

  connectedCallback(): void {
    takeOverProperties(this, [...this.#attributes, ...TEXT_ATTRIBUTES, "authorize", "words"]);
    this.#languageWatch.observe(document.documentElement, { attributeFilter: ["lang"] });
    this.#restart();
  }

  disconnectedCallback(): void {
    this.#languageWatch.disconnect();
    this.feed.stop();
    this.#started = "";
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
    this.#started = "";
    this.#restart();
  }

  /** The host's own words, by key: `item.first-name`, `action.continue` … as in src/flow/words/en.json. */
  get words(): Readonly<Record<string, string>> {
    return this.#own;
  }

  set words(value: Readonly<Record<string, string>>) {
    this.#own = value ?? {};
    if (this.isConnected) void this.#speak();
  }

  protected get caller(): Caller {
    const { gateway, scopes, authorize, fetch } = this;
    const credentials = (this.getAttribute("credentials") ?? "same-origin") as RequestCredentials;
    return { gateway, scopes, authorize, fetch, credentials, languages: preferredLanguages(this) };
  }

  /** There are words, or others than before, and a notice to go with them. Draws what is known. */
  protected spoken(_notice: Notice): void {}

  /** The gateway has said where the person stands. */
  protected told(_speech: Speech, _flow: Flow): void {}

  protected newNotice(speech: Speech): Notice {
    this.notice = new Notice(speech, (error) => {
      this.emit("kyc-flow-failed", { error });
      // What is shown is no longer what is next.
      if (error.code === "consent-required" || error.code === "not-found") this.feed.look();
    });
    return this.notice;
  }

  protected announce(text: string): void {
    this.#announcer.textContent = text;
  }

  protected emit<Name extends keyof KycFlowEvents>(name: Name, detail: KycFlowEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** In place of all else: something of the package could not be fetched. */
  protected showMissing(text: string, retry: string, again: () => void): void {
    const button = el("button", { type: "button", part: "button retry" }, retry);
    // Some engines remember for as long as the page is there that a module could not be fetched (Firefox does).
    const isRemembered = this.missed++ > 0;
    button.addEventListener("click", () => (isRemembered && navigator.onLine ? location.reload() : again()));
    this.base.replaceChildren(el("p", { part: "status failure", role: "status" }, text), button);
  }

  #answered(): void {
    this.notice?.recover();
    this.#show();
  }

  #show(): void {
    if (this.speech && this.flow) this.told(this.speech, this.flow);
  }

  get #attributes(): readonly string[] {
    return (this.constructor as typeof FlowElement).observedAttributes;
  }

  #restart(): void {
    // The attributes of a new element arrive one by one.
    queueMicrotask(async () => {
      const wanted = this.#attributes.map((name) => this.getAttribute(name)).join();
      if (!this.isConnected || !this.gateway || wanted === this.#started) return;
      this.#started = wanted;
      await this.#speak();
      if (this.isConnected) this.feed.start();
    });
  }

  async #speak(): Promise<void> {
    const turn = ++this.#speaking;
    const preferred = preferredLanguages(this);
    const words = await loadWords(preferred).catch(() => null);
    if (turn !== this.#speaking) return;
    // What is on the screen stays, in its language, when another cannot be fetched.
    if (!words && this.speech) return;
    if (!words) {
      this.base.lang = "en";
      const again = () => void this.#speak().then(() => this.feed.start());
      return this.showMissing(BEFORE_LOADING.text, BEFORE_LOADING.retry, again);
    }
    this.missed = 0;
    this.speech = new Speech(words, preferred, this.#own);
    const { language, direction } = this.speech;
    for (const part of [this.base, this.#announcer]) Object.assign(part, { lang: language, dir: direction });
    this.spoken(this.newNotice(this.speech));
    this.#show();
  }
}
