import type { BrokenRule, Evidence } from "../package/types.ts";
import { agreedToEarlier } from "./agreed-earlier.ts";
import { reflectFlags, reflectText, takeOverProperties } from "./attributes.ts";
import { asConsentError, ConsentError } from "./calling.ts";
import { ConsentRecord, WORD_OF_CODE } from "./consent-record.ts";
import type { KycConsentEventMap, KycConsentEvents, WithdrawalReason } from "./events.ts";
import { readEvidence, type Start } from "./evidence.ts";
import { Feedback } from "./feedback.ts";
import { preferredLanguages } from "./language.ts";
import { isLogoLoading, measureLogo, watchLogo } from "./logo.ts";
import { isPresentation, type Presentation, presentationSource } from "./presentation.ts";
import { PresentationFeed } from "./presentation-feed.ts";
import type { ReceiptHolder } from "./receipt.ts";
import type { Caller, ReceiptFile, Recorded, Withdrawn } from "./recording.ts";
import { takeOver } from "./server-drawn.ts";
import { guardBox } from "./trusted-box.ts";
import { buildView, drawChanges, drawSentence, drawState, type ViewState } from "./view.ts";
import { isWhole, loadWording, tagOf, type Word, type Words, wordingOf } from "./words.ts";

/** Importing this where there is no document (Node, Workers) must do no harm. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/** Properties that are attributes too. */
const TEXT_ATTRIBUTES = ["policy", "region", "gateway", "name", "density"] as const;

/** The same, of attributes that are there or not. */
const FLAGS = ["optional", "disabled"] as const;

/**
 * A consent to a policy, as a checkbox that only the person can tick. Required in its form, unless `optional`.
 *
 * Its text comes from the gateway (`gateway`), from the host (`presentation`), or from the package itself
 * (`kyc-assent/element-alone`). `record()` puts the consent on record. Unticking one that is on record withdraws it:
 * the form's value is gone at once, and the gateway is told by `withdraw()`.
 *
 * One element is one consent: for several policies, several elements, each with a box of its own.
 *
 * @attr {string} policy - The policy to consent to, for example `crossmint-privacy-policy`.
 * @attr {string} region - The person's region, for a policy that differs by region where the gateway does not know it.
 * @attr {string} gateway - The base URL of the gateway; may be relative to the page.
 * @attr {string} name - The name under which the form submits `policy@version`.
 * @attr {string} lang - The language to show, as a BCP 47 tag; else that of the nearest ancestor, else the browser's.
 * @attr {boolean} optional - The form may be sent without this consent.
 * @attr {boolean} disabled - The box cannot be ticked, and the form does not submit it.
 * @attr {"compact"} density - `compact`: less space within the card. The box keeps its size.
 *
 * @slot logo - The company's logo: an `img` (also in a `picture`) or an inline `svg`, at least 16 by 16 CSS pixels.
 *
 * @event {CustomEvent} kyc-consent-ready - The sentence is shown and the box can be ticked.
 * @event {CustomEvent} kyc-consent-given - The person ticked the box.
 * @event {CustomEvent} kyc-consent-withdrawn - The consent is gone.
 * @event {CustomEvent} kyc-consent-recorded - The consent is on record.
 * @event {CustomEvent} kyc-receipt-saved - The person has saved the receipt.
 * @event {CustomEvent} kyc-consent-failed - Loading, ticking, recording or withdrawing did not work.
 * @event {CustomEvent} kyc-consent-stale - The policy has a newer version; the person is asked again.
 * @event input - The person has changed the box, as of a native checkbox.
 * @event change - The person has changed the box, as of a native checkbox.
 *
 * @csspart base - The whole card.
 * @csspart control - Box and sentence.
 * @csspart changes - What has changed, for a person who agreed to an earlier version.
 * @csspart box - The checkbox.
 * @csspart ticked - The checkbox while it is ticked.
 * @csspart sentence - The sentence.
 * @csspart link - The link within the sentence.
 * @csspart note - Why the box cannot be ticked, or that it must be.
 * @csspart status - Progress and results.
 * @csspart failure - The status while it tells of a failure.
 * @csspart retry - The button that tries again.
 * @csspart submit - The button of who has no script, where a server has drawn the element; gone once the script is there.
 * @csspart receipt - The button that saves the receipt, where the gateway signs receipts.
 *
 * @cssproperty --kyc-consent-accent - Ticked box, link and focus ring.
 * @cssproperty --kyc-consent-text - The text.
 * @cssproperty --kyc-consent-muted - Progress, and the border of the box.
 * @cssproperty --kyc-consent-danger - Whatever is wrong.
 * @cssproperty --kyc-consent-surface - The card's background.
 * @cssproperty --kyc-consent-line - The card's border.
 * @cssproperty --kyc-consent-padding - The card's padding.
 * @cssproperty --kyc-consent-radius - The card's corners.
 * @cssproperty --kyc-consent-logo-height - The greatest height of the logo.
 *
 * @cssstate ticked - The person has ticked the box.
 * @cssstate busy - The consent is being recorded or withdrawn.
 * @cssstate invalid - The form was sent without the consent, and the person has been told so.
 * @cssstate recorded - The consent is on record.
 * @cssstate unready - The box cannot be ticked: no text yet, or no logo.
 */
export class KycConsent extends Base {
  static readonly formAssociated = true;
  static readonly observedAttributes = ["policy", "region", "gateway", "lang", "optional"];

  static {
    reflectText(KycConsent, TEXT_ATTRIBUTES);
    reflectFlags(KycConsent, FLAGS);
  }

  /** The policy to consent to, for example `crossmint-privacy-policy`. */
  declare policy: string;
  /** The person's region, for a policy that differs by region where the gateway does not know the residence. */
  declare region: string;
  /** The base URL of the gateway; may be relative to the page. */
  declare gateway: string;
  /** The name under which the form submits `policy@version`. */
  declare name: string;
  /** `compact`: less space within the card. */
  declare density: "compact" | "";
  /** Whether the form may be sent without this consent. */
  declare optional: boolean;
  /** Whether the box cannot be ticked, and the form does not submit it. A `fieldset` may disable it too. */
  declare disabled: boolean;
  /** Used instead of the global `fetch`. */
  declare fetch: typeof globalThis.fetch | undefined;

  #authorize: Caller["authorize"];
  #presentation: Presentation | null = null;
  /** The words of the presentation; null until they are there. */
  #words: Words | null = null;
  /** The person ticked the box under an earlier version, here and now. */
  #wasStale = false;
  #start: Start | null = null;
  #isAnnounced = false;
  /** The tick itself: no evidence, no tick. */
  #evidence: Evidence | null = null;
  /** The person has been told that the form needs this consent. */
  #isReported = false;
  /** The person has tried to tick a box that is not ready. */
  #isTried = false;
  #isQuiet = false;
  /** The box was ticked when the script took over; that did not count, and the person is to be told so. */
  #asksAgain = false;

  readonly #internals = this.attachInternals();
  readonly #root = this.#internals.shadowRoot ?? this.attachShadow({ mode: "open", delegatesFocus: true });
  #drawn = takeOver(this.#root, this.getAttribute("policy") ?? "");
  readonly #view = buildView(this.#root);
  readonly #feedback = new Feedback(this.#view);
  readonly #box = guardBox(this.#root, this.#view, {
    isTicked: () => this.checked,
    mayToggle: () => this.#mayToggle(),
    toggle: () => this.#toggle(),
  });
  readonly #record = new ConsentRecord({
    evidence: () => this.#evidence,
    caller: () => this.#caller,
    say: (word, retry) => this.#say(word, retry),
    untick: () => this.#untick(),
    becomeStale: (error) => this.#becomeStale(error),
    offerReceipt: () => this.#offerReceipt(),
    update: () => this.#update(),
    emit: (name, detail) => this.#emit(name, detail),
  });
  readonly #feed = new PresentationFeed({
    element: this,
    caller: () => this.#caller,
    present: (presentation) => this.#present(presentation),
    clear: () => this.#clear(),
    notLoaded: (error) => {
      this.#sayNotLoaded();
      if (error) this.#emit("kyc-consent-failed", { operation: "load", error });
    },
  });
  readonly #languageWatch = new MutationObserver(() => this.#feed.reload());

  constructor() {
    super();
    watchLogo(this, this.#view.logo, () => this.#update());
    this.addEventListener("invalid", () => {
      if (this.#isQuiet) return;
      this.#isReported = this.#isTried = true;
      if (!this.#presentation) this.#sayNotLoaded();
      this.#update();
    });
    if (this.#drawn) this.#feed.take();
    this.#update();
  }

  connectedCallback(): void {
    takeOverProperties(this, [...TEXT_ATTRIBUTES, ...FLAGS, "authorize", "presentation", "checked"]);
    addEventListener("pageshow", this.#onPageShow);
    this.#languageWatch.observe(document.documentElement, { attributeFilter: ["lang"] });
    const drawn = this.#drawn;
    this.#drawn = null;
    if (drawn && !this.#presentation) {
      this.#asksAgain = drawn.wasTicked;
      this.#present(drawn.presentation);
    }
    this.#feed.reload();
  }

  disconnectedCallback(): void {
    removeEventListener("pageshow", this.#onPageShow);
    this.#languageWatch.disconnect();
    if (!this.#presentation) this.#feed.stop();
  }

  attributeChangedCallback(name: string): void {
    if (name !== "optional") this.#feed.reload();
    this.#update();
  }

  formResetCallback(): void {
    this.#isReported = false;
    this.#untick("reset");
  }

  formDisabledCallback(isDisabled: boolean): void {
    this.#view.box.disabled = isDisabled;
  }

  // There is no formStateRestoreCallback: what the browser remembers of an earlier visit never ticks the box.

  /** What to show. Set it to feed the element yourself; set it to null to load it again from the gateway. */
  get presentation(): Presentation | null {
    return this.#presentation;
  }

  /** @throws {TypeError} when the value has no policy, version or language, or not exactly one https link */
  set presentation(value: Presentation | null) {
    if (value && !isPresentation(value)) throw new TypeError("presentation: this is none that can be shown");
    this.#feed.isPaused = Boolean(value);
    this.#clear();
    if (value) this.#present(value);
    else this.#feed.reload();
  }

  /** Gives the host's token for the person who is signed in. Called for each request; the token is kept nowhere. */
  get authorize(): Caller["authorize"] {
    return this.#authorize;
  }

  set authorize(value: Caller["authorize"]) {
    this.#authorize = value;
    this.#showChanges();
  }

  /** Whether the person has ticked the box. Setting it does nothing: nobody but the person ticks it. */
  get checked(): boolean {
    return this.#evidence !== null;
  }

  set checked(_ignored: boolean) {}

  /** What the form submits: `policy@version` while the box is ticked, else an empty string. */
  get value(): string {
    return this.#evidence ? `${this.#evidence.policy}@${this.#evidence.version}` : "";
  }

  /** What the person saw when ticking the box; null while it is not ticked. */
  get evidence(): Evidence | null {
    return this.#evidence;
  }

  /** What the gateway answered, once the consent is on record. */
  get recorded(): Recorded | null {
    return this.#record.recorded;
  }

  /** The form that the element belongs to. */
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  /** As of a native checkbox. */
  get validity(): ValidityState {
    return this.#internals.validity;
  }

  /** What the person is told when the form needs this consent. */
  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  /** Whether the form looks at this element at all. */
  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  /** Whether the form may be sent; the person is told nothing. */
  checkValidity(): boolean {
    this.#isQuiet = true;
    try {
      return this.#internals.checkValidity();
    } finally {
      this.#isQuiet = false;
    }
  }

  /** Whether the form may be sent; if not, the person is told what to do. */
  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /**
   * Puts the consent on record. One ticking makes one record: calls at the same time and later ones get the same answer.
   *
   * @throws {ConsentError} the tick is kept and another try offered, unless `rules` has `stale-version`
   */
  record(): Promise<Recorded> {
    return this.#record.record();
  }

  /**
   * Takes the consent back: unticks the box and withdraws what is on record. Unticking a recorded consent does it too.
   *
   * @throws {ConsentError} the box stays unticked and another try is offered
   */
  withdraw(): Promise<Withdrawn> {
    const { policy, version } = this.#presentation ?? { policy: this.policy, version: "" };
    return this.#record.withdraw({ policy, version });
  }

  /**
   * The signed receipt of the consent that was last put on record, also after a withdrawal, or of the one of that id.
   * `kyc-assent/verify` verifies it.
   *
   * @throws {ConsentError} `not-enabled` where the gateway signs none; the person is told nothing
   */
  receipt(id?: string): Promise<ReceiptFile> {
    return this.#record.receipt(id);
  }

  readonly #onPageShow = (event: PageTransitionEvent): void => {
    if (event.persisted) this.#untick("page-restored");
  };

  get #fetch(): typeof globalThis.fetch {
    return this.fetch ?? globalThis.fetch.bind(globalThis);
  }

  get #caller(): Caller {
    return { gateway: this.gateway, authorize: this.authorize, fetch: this.#fetch };
  }

  #becomeStale({ rules }: ConsentError): void {
    const { policy, version } = this.#presentation ?? { policy: this.policy, version: "" };
    this.#say("stale");
    this.#wasStale = true;
    this.#feed.replaceStale();
    this.#emit("kyc-consent-stale", { policy, version, rules });
  }

  #offerReceipt(): void {
    const { policy, version } = this.#presentation ?? {};
    if (!policy || !version) return;
    const holder: ReceiptHolder = {
      row: this.#view.feedback,
      label: () => this.#wordOf("receipt"),
      fetch: () => this.receipt(),
      saved: () => {
        if (this.#feedback.isFailure) this.#feedback.clear();
        this.#emit("kyc-receipt-saved", { policy, version });
      },
      failed: (cause, retry) => {
        const error = asConsentError(cause);
        this.#say(WORD_OF_CODE[error.code] ?? "receiptFailed", retry);
        this.#emit("kyc-consent-failed", { operation: "receipt", error });
      },
    };
    // Without it the consent is on record all the same.
    import("kyc-assent/element-receipt").then(({ offerReceipt }) => offerReceipt(holder)).catch(() => {});
  }

  #present(presentation: Presentation): void {
    if (this.#feedback.isFailure) this.#feedback.clear();
    this.#presentation = presentation;
    this.#isAnnounced = this.#isTried = false;
    drawSentence(this.#view, presentation);
    this.#useWords(presentation);
    this.#start = { presentedAt: new Date().toISOString(), tickedAtStart: this.#box.isTicked() };
    this.#update();
    this.#showChanges();
  }

  /** The words of the presentation, and the package's for those that it has none of. */
  #useWords(presentation: Presentation): void {
    const { words, language } = presentation;
    this.#words = null;
    const use = (all: Words) => {
      if (presentation !== this.#presentation) return;
      this.#words = { ...all, ...words };
      this.#view["new-tab"].textContent = this.#wordOf("newTab");
      if (this.#asksAgain && !this.checked) this.#say("required");
      this.#asksAgain = false;
      this.#update();
    };
    const known = wordingOf([language]);
    if (isWhole(words)) use(words);
    else if (tagOf([language]) === known.language) use(known);
    else loadWording([language]).then(use);
  }

  /** One sentence of the interface, the company's name filled in. */
  #wordOf(word: Word): string {
    const words = this.#words ?? wordingOf([this.#presentation?.language ?? ""]);
    return words[word].replaceAll("{company}", this.#presentation?.logo?.of ?? "");
  }

  /** What has changed is news to those alone who agreed to an earlier version. */
  async #showChanges(): Promise<void> {
    const presentation = this.#presentation;
    if (!presentation?.changes) return;
    // Without a token, or an answer, nobody knows: then nothing is claimed.
    const isNews = this.#wasStale || (await agreedToEarlier(this.#caller, presentation).catch(() => false));
    if (isNews && presentation === this.#presentation) drawChanges(this.#view, this.#wordOf("changed"), presentation);
  }

  #clear(): void {
    this.#feed.stop();
    this.#untick("text-replaced");
    this.#presentation = null;
    this.#view.control.hidden = true;
    this.#update();
  }

  get #isReady(): boolean {
    return this.#presentation !== null && (!this.#presentation.logo?.required || measureLogo(this.#view.logo).shown);
  }

  #mayToggle(): boolean {
    this.#isTried = true;
    this.#update();
    return !this.#record.isBusy && (this.checked || this.#isReady);
  }

  #toggle(): void {
    if (this.#evidence) {
      const wasRecorded = this.recorded;
      this.#untick("person");
      if (wasRecorded) this.withdraw().catch(() => {});
    } else if (!this.#tick()) {
      return;
    }
    this.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    this.dispatchEvent(new Event("change", { bubbles: true }));
    if (this.#evidence) this.#emit("kyc-consent-given", { evidence: this.#evidence });
  }

  #tick(): boolean {
    if (!this.#presentation || !this.#start) return false;
    const evidence = readEvidence(this.#view, this.#presentation, this.#start);
    try {
      const check = presentationSource(this.gateway)?.check;
      const rules: readonly BrokenRule[] = evidence.visible ? (check?.(evidence) ?? []) : ["not-visible"];
      if (rules.length) throw new ConsentError("invalid-input", "What is shown is not what must be shown", rules);
    } catch (cause) {
      const error = asConsentError(cause);
      this.#say(error.rules.length ? "notShown" : "failed");
      this.#emit("kyc-consent-failed", { operation: "tick", error });
      return false;
    }
    this.#evidence = evidence;
    this.#record.renew();
    this.#feedback.clear();
    this.#update();
    return true;
  }

  /** @param reason left out when whoever calls tells of it */
  #untick(reason?: WithdrawalReason): void {
    const evidence = this.#evidence;
    const wasRecorded = this.recorded;
    this.#evidence = null;
    this.#record.renew();
    this.#update();
    if (!evidence) return;
    if (reason !== "text-replaced") this.#feedback.clear();
    const { policy, version } = evidence;
    if (reason && !wasRecorded) this.#emit("kyc-consent-withdrawn", { policy, version, withdrawnAt: null, reason });
  }

  /** Draws what the state is, and tells the form and assistive technology. */
  #update(): void {
    const presentation = this.#presentation;
    const ticked = this.checked;
    const ready = this.#isReady;
    const missing = !ticked && !this.optional;
    const reason = presentation && this.#words ? this.#wordOf(ready ? "required" : "notShown") : "";
    const state: ViewState = {
      ticked,
      busy: this.#record.isBusy,
      invalid: missing && this.#isReported,
      recorded: this.recorded !== null,
      unready: !ready,
    };
    const explains = ready ? state.invalid : this.#isTried || !isLogoLoading(this.#view.logo);
    drawState(this.#view, state, !this.optional, explains && !ticked ? reason : "");
    for (const [name, on] of Object.entries(state)) this.#internals.states[on ? "add" : "delete"](name);
    this.#box.sync();

    this.#internals.setFormValue(this.value || null);
    const message = reason || wordingOf(preferredLanguages(this)).notLoaded;
    this.#internals.setValidity({ valueMissing: missing }, message, presentation ? this.#view.box : this.#view.retry);
    if (!ready || this.#isAnnounced || !presentation) return;
    this.#isAnnounced = true;
    const { policy, version, language, reviewed } = presentation;
    this.#emit("kyc-consent-ready", { policy, version, language, reviewed });
  }

  #say(word?: Word, retry?: () => unknown): void {
    if (!word) this.#feedback.clear();
    else if (this.#presentation) this.#feedback.say(this.#wordOf(word), this.#wordOf("retry"), retry);
  }

  #sayNotLoaded(): void {
    const languages = preferredLanguages(this);
    const say = () => this.#feedback.sayNotLoaded(wordingOf(languages), this.#feed.retry);
    say();
    // No presentation, and so no words of it: the page's language may not be there either.
    loadWording(languages).then(() => {
      if (!this.#presentation && this.#feedback.isFailure) say();
    });
  }

  #emit<Name extends keyof KycConsentEvents>(name: Name, detail: KycConsentEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kyc-consent": KycConsent;
  }
  interface GlobalEventHandlersEventMap extends KycConsentEventMap {}
}
