import type { Evidence } from "../package/types.ts";
import { ConsentError } from "./calling.ts";
import type { KycConsentEvents, WithdrawalReason } from "./events.ts";
import { readEvidence, type Start } from "./evidence.ts";
import { Loader, SLOW } from "./loader.ts";
import { isLogoLoading, logoImage, measureLogo } from "./logo.ts";
import { isPresentation, type Presentation, preferredLanguages, presentationSource } from "./presentation.ts";
import { newIdempotencyKey, type Recorded, recordConsent, type Withdrawn, withdrawConsent } from "./recording.ts";
import { type BrowserState, guardBox } from "./trusted-box.ts";
import { buildView, drawSentence, type View } from "./view.ts";
import { type Word, wordsBeforeLoading } from "./words.ts";

/** Importing this where there is no document (Node, Workers) must do no harm. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/** Properties that are attributes too. */
const TEXT_ATTRIBUTES = ["policy", "gateway", "name"] as const;

/**
 * A consent to a policy, as a checkbox that only the person can tick. Required in its form, unless `optional`.
 *
 * Its text comes from the gateway (`gateway`), from the host (`presentation`), or from the package itself
 * (`kyc-assent/element-alone`). `record()` puts the consent on record. Unticking one that is on record withdraws it:
 * the form's value is gone at once, and the gateway is told by `withdraw()`.
 *
 * Attributes: `policy`, `gateway`, `name`, `lang`, `optional`, `disabled`.
 *
 * @slot logo - The company's logo: an `img` (also in a `picture`) or an inline `svg`, at least 16 by 16 CSS pixels.
 *
 * @event {CustomEvent} kyc-consent-ready - The sentence is shown and the box can be ticked.
 * @event {CustomEvent} kyc-consent-given - The person ticked the box.
 * @event {CustomEvent} kyc-consent-withdrawn - The consent is gone.
 * @event {CustomEvent} kyc-consent-recorded - The consent is on record.
 * @event {CustomEvent} kyc-consent-failed - Loading, ticking, recording or withdrawing did not work.
 * @event {CustomEvent} kyc-consent-stale - The policy has a newer version; the person is asked again.
 * @event input - The person has changed the box, as of a native checkbox.
 * @event change - The person has changed the box, as of a native checkbox.
 *
 * @csspart base - The whole card.
 * @csspart control - Box and sentence.
 * @csspart box - The checkbox.
 * @csspart ticked - The checkbox while it is ticked.
 * @csspart sentence - The sentence.
 * @csspart link - The link within the sentence.
 * @csspart note - Why the box cannot be ticked, or that it must be.
 * @csspart status - Progress and results.
 * @csspart failure - The status while it tells of a failure.
 * @csspart retry - The button that tries again.
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
  static readonly observedAttributes = ["policy", "gateway", "lang", "optional"];

  static {
    for (const name of TEXT_ATTRIBUTES) {
      Object.defineProperty(KycConsent.prototype, name, {
        configurable: true,
        get(this: KycConsent) {
          return this.getAttribute(name) ?? "";
        },
        set(this: KycConsent, value: string | null | undefined) {
          if (value == null) this.removeAttribute(name);
          else this.setAttribute(name, value);
        },
      });
    }
  }

  /** The policy to consent to, for example `crossmint-privacy-policy`. */
  declare policy: string;
  /** The base URL of the gateway; may be relative to the page. */
  declare gateway: string;
  /** The name under which the form submits `policy@version`. */
  declare name: string;
  /** Gives the host's token for the person who is signed in. Called for each request; the token is kept nowhere. */
  declare authorize: (() => Promise<string> | string) | undefined;
  /** Used instead of the global `fetch`. */
  declare fetch: typeof globalThis.fetch | undefined;

  readonly #internals = this.attachInternals();
  readonly #view: View;
  readonly #browser: BrowserState;
  readonly #loader = new Loader(
    (signal) => this.#load(signal),
    () => this.#sayNotLoaded(),
    (error) => this.#failedToLoad(error),
  );
  readonly #logoWatch = new ResizeObserver(() => this.#update());
  readonly #languageWatch = new MutationObserver(() => this.#reload());

  #presentation: Presentation | null = null;
  #start: Start | null = null;
  #givenByHost = false;
  #announced = false;
  #loaded = "";
  #fresh = false;
  /** The tick itself: whoever has no evidence of it has no tick. */
  #evidence: Evidence | null = null;
  #key = "";
  #recorded: Recorded | null = null;
  #recording: Promise<Recorded> | null = null;
  #withdrawing: Promise<Withdrawn> | null = null;
  #reported = false;
  #quiet = false;
  #tried = false;
  #again: () => unknown = () => {};

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    const view = buildView(root);
    const element = this;
    this.#view = view;
    this.#browser = guardBox(root, view, {
      get ticked() {
        return element.checked;
      },
      mayToggle: () => this.#mayToggle(),
      toggle: () => this.#toggle(),
    });
    view.retry.addEventListener("click", () => this.#again());
    view.slot.addEventListener("slotchange", () => {
      this.#logoWatch.disconnect();
      for (const seen of [...view.slot.assignedElements(), logoImage(view.slot)])
        if (seen) this.#logoWatch.observe(seen);
      this.#update();
    });
    // Neither bubbles; the image is a descendant of this element all the same.
    for (const type of ["load", "error"]) this.addEventListener(type, () => this.#update(), true);
    this.addEventListener("invalid", () => {
      if (this.#quiet) return;
      this.#reported = this.#tried = true;
      if (!this.#presentation) this.#sayNotLoaded();
      this.#update();
    });
    this.#update();
  }

  connectedCallback(): void {
    // Set before the element was defined, a property hides the accessor of its name.
    for (const name of [...TEXT_ATTRIBUTES, "optional", "presentation", "checked"] as const) {
      const descriptor = Object.getOwnPropertyDescriptor(this, name);
      if (!descriptor) continue;
      delete (this as Partial<KycConsent>)[name];
      Object.assign(this, { [name]: descriptor.value });
    }
    addEventListener("pageshow", this.#onPageShow);
    this.#languageWatch.observe(document.documentElement, { attributeFilter: ["lang"] });
    this.#reload();
  }

  disconnectedCallback(): void {
    removeEventListener("pageshow", this.#onPageShow);
    this.#languageWatch.disconnect();
    this.#loader.stop();
  }

  attributeChangedCallback(name: string): void {
    if (name !== "optional") this.#reload();
    this.#update();
  }

  formResetCallback(): void {
    this.#reported = false;
    this.#untick("reset");
  }

  formDisabledCallback(disabled: boolean): void {
    this.#view.box.disabled = disabled;
  }

  // There is no formStateRestoreCallback: what the browser remembers of an earlier visit never ticks the box.

  /** What to show. Set it to feed the element yourself; set it to null to load it again from the gateway. */
  get presentation(): Presentation | null {
    return this.#presentation;
  }

  /** @throws {TypeError} when the value has no policy, version, language and words, or not exactly one https link */
  set presentation(value: Presentation | null) {
    if (value !== null && !isPresentation(value)) throw new TypeError("presentation: not one that can be shown");
    this.#givenByHost = value !== null;
    if (value) {
      this.#loader.stop();
      this.#present(value);
    } else {
      this.#clear();
      this.#reload();
    }
  }

  /** Whether the person has ticked the box. Setting it does nothing: nobody but the person ticks it. */
  get checked(): boolean {
    return this.#evidence !== null;
  }

  set checked(_: boolean) {}

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
    return this.#recorded;
  }

  /** Whether the form may be sent without this consent. */
  get optional(): boolean {
    return this.hasAttribute("optional");
  }

  set optional(value: boolean) {
    this.toggleAttribute("optional", Boolean(value));
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  get validity(): ValidityState {
    return this.#internals.validity;
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  /** Whether the form may be sent; the person is told nothing. */
  checkValidity(): boolean {
    this.#quiet = true;
    const valid = this.#internals.checkValidity();
    this.#quiet = false;
    return valid;
  }

  /** Whether the form may be sent; if not, the person is told what to do. */
  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /**
   * Puts the consent on record. One ticking makes one record: calls at the same time and later ones get the same answer.
   *
   * @throws {ConsentError} the tick is kept, unless `rules` has `stale-version`
   */
  record(): Promise<Recorded> {
    const evidence = this.#evidence;
    if (this.#recording) return this.#recording;
    if (this.#recorded) return Promise.resolve(this.#recorded);
    if (!evidence) return Promise.reject(new ConsentError("not-ticked", "The person has not ticked the box"));
    const retry = () => this.record().catch(() => {});
    this.#recording = this.#task("record", "saving", retry, async () => {
      const recorded = await recordConsent(this.#caller(), evidence, this.#key);
      // Reset meanwhile: the consent is on record, but the box no longer shows it.
      if (this.#evidence === evidence) {
        this.#recorded = recorded;
        this.#say("saved");
      }
      return recorded;
    });
    this.#recording.then(
      (recorded) => this.#emit("kyc-consent-recorded", { recorded }),
      () => {},
    );
    this.#update();
    return this.#recording;
  }

  /**
   * Takes the consent back: unticks the box and withdraws what is on record. Unticking a recorded consent does it too.
   *
   * @throws {ConsentError} the box stays unticked, and the person is offered another try
   */
  withdraw(): Promise<Withdrawn> {
    if (this.#withdrawing) return this.#withdrawing;
    const policy = this.#presentation?.policy ?? this.policy;
    const version = this.#presentation?.version ?? "";
    const retry = () => this.withdraw().catch(() => {});
    this.#withdrawing = this.#task("withdraw", "withdrawing", retry, async () => {
      await this.#recording?.catch(() => {});
      this.#untick("person", true);
      const withdrawn = await withdrawConsent(this.#caller(), policy);
      this.#say("withdrawn");
      return withdrawn;
    });
    this.#withdrawing.then(
      ({ withdrawnAt }) => this.#emit("kyc-consent-withdrawn", { policy, version, withdrawnAt, reason: "person" }),
      () => {},
    );
    this.#update();
    return this.#withdrawing;
  }

  readonly #onPageShow = (event: PageTransitionEvent): void => {
    if (event.persisted) this.#untick("page-restored");
  };

  #caller() {
    return { gateway: this.gateway, authorize: this.authorize, fetch: this.#fetch() };
  }

  #fetch(): typeof globalThis.fetch {
    return this.fetch ?? globalThis.fetch.bind(globalThis);
  }

  async #task<T>(operation: "record" | "withdraw", progress: Word, retry: () => unknown, run: () => Promise<T>) {
    const slow = setTimeout(() => this.#say(progress), SLOW);
    this.#say();
    try {
      return await run();
    } catch (cause) {
      const error = cause instanceof ConsentError ? cause : new ConsentError("unavailable", String(cause));
      if (error.rules.includes("stale-version")) this.#becomeStale(error);
      else this.#fail(operation, error, retry);
      throw error;
    } finally {
      clearTimeout(slow);
      if (operation === "record") this.#recording = null;
      else this.#withdrawing = null;
      this.#update();
    }
  }

  #fail(operation: "tick" | "record" | "withdraw", error: ConsentError, retry: () => unknown): void {
    const words: Partial<Record<string, Word>> = { offline: "offline", unauthorized: "signedOut" };
    this.#say(words[error.code] ?? (operation === "withdraw" ? "withdrawFailed" : "failed"), retry);
    this.#emit("kyc-consent-failed", { operation, error });
  }

  #becomeStale({ rules }: ConsentError): void {
    const { policy = "", version = "" } = this.#presentation ?? {};
    this.#say("stale");
    this.#clear();
    this.#fresh = true;
    if (!this.#givenByHost) this.#reload();
    this.#emit("kyc-consent-stale", { policy, version, rules });
  }

  /** Loads what is to be shown, unless it is there already. */
  #reload(): void {
    if (!this.isConnected || this.#givenByHost) return;
    const wanted = [this.gateway, this.policy, ...preferredLanguages(this)].join();
    if (wanted === this.#loaded) return;
    this.#clear();
    // The attributes of a new element arrive one by one.
    queueMicrotask(() => {
      if (this.#loaded !== wanted && this.isConnected && this.policy && presentationSource(this.gateway)) {
        this.#loaded = wanted;
        this.#loader.start();
      }
    });
  }

  async #load(signal: AbortSignal): Promise<void> {
    const { policy } = this;
    const options = { signal, fetch: this.#fetch(), fresh: this.#fresh };
    const presentation = await presentationSource(this.gateway)?.present(policy, preferredLanguages(this), options);
    if (signal.aborted) return;
    if (!isPresentation(presentation) || presentation.policy !== policy) {
      throw new ConsentError("unreadable", "This is no presentation of the policy");
    }
    this.#fresh = false;
    this.#present(presentation);
  }

  #failedToLoad(cause: unknown): void {
    const error = cause instanceof ConsentError ? cause : new ConsentError("unavailable", String(cause));
    this.#sayNotLoaded();
    this.#emit("kyc-consent-failed", { operation: "load", error });
  }

  #present(presentation: Presentation): void {
    if (!this.#view.retry.hidden) this.#say();
    this.#untick("text-replaced");
    this.#presentation = presentation;
    this.#announced = this.#tried = false;
    drawSentence(this.#view, presentation);
    this.#start = { presentedAt: new Date().toISOString(), tickedAtStart: this.#browser.isTicked() };
    this.#update();
  }

  #clear(): void {
    this.#loader.stop();
    this.#untick("text-replaced");
    this.#presentation = null;
    this.#loaded = "";
    this.#view.control.hidden = true;
    this.#update();
  }

  #isReady(): boolean {
    return this.#presentation !== null && (!this.#presentation.logo?.required || measureLogo(this.#view.slot).shown);
  }

  #mayToggle(): boolean {
    this.#tried = true;
    this.#update();
    return !this.#recording && !this.#withdrawing && (this.checked || this.#isReady());
  }

  #toggle(): void {
    const presentation = this.#presentation;
    if (this.#evidence) {
      const wasOnRecord = this.#recorded;
      this.#untick("person");
      if (wasOnRecord) this.withdraw().catch(() => {});
    } else if (presentation && this.#start) {
      const evidence = readEvidence(this.#view, presentation, this.#start);
      const rules = presentationSource(this.gateway)?.check?.(evidence) ?? (evidence.visible ? [] : ["not-visible"]);
      if (rules.length) {
        this.#say("notShown");
        const error = new ConsentError("invalid-input", "What is shown is not what must be shown", rules);
        return this.#emit("kyc-consent-failed", { operation: "tick", error });
      }
      this.#evidence = evidence;
      this.#key = newIdempotencyKey();
      this.#say();
      this.#update();
    }
    this.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    this.dispatchEvent(new Event("change", { bubbles: true }));
    if (this.#evidence) this.#emit("kyc-consent-given", { evidence: this.#evidence });
  }

  /** @param quiet whoever calls tells of it */
  #untick(reason: WithdrawalReason, quiet = false): void {
    const evidence = this.#evidence;
    const silent = quiet || this.#recorded;
    this.#evidence = null;
    this.#recorded = null;
    this.#update();
    if (!evidence) return;
    const { policy, version } = evidence;
    this.#say();
    if (!silent) this.#emit("kyc-consent-withdrawn", { policy, version, withdrawnAt: null, reason });
  }

  /** Draws what the state is, and tells form and assistive technology. */
  #update(): void {
    const { box, note } = this.#view;
    const ready = this.#isReady();
    const busy = Boolean(this.#recording || this.#withdrawing);
    const missing = !this.checked && !this.optional;
    const reason = ready ? "required" : "notShown";
    const seen = ready ? this.#reported && missing : this.#tried || !isLogoLoading(this.#view.slot);
    const states = {
      ticked: this.checked,
      busy,
      invalid: this.#reported && missing,
      recorded: this.#recorded !== null,
      unready: !ready,
    };
    for (const [state, on] of Object.entries(states)) this.#internals.states[on ? "add" : "delete"](state);

    this.#browser.sync();
    box.required = !this.optional;
    box.part.toggle("ticked", this.checked);
    box.ariaDisabled = String(busy || !(ready || this.checked));
    box.ariaInvalid = String(states.invalid);
    note.textContent = seen && !this.checked ? this.#word(reason) : "";
    note.part.toggle("failure", states.invalid);

    this.#internals.setFormValue(this.value || null);
    if (missing) {
      const message = this.#presentation ? this.#word(reason) : wordsBeforeLoading(preferredLanguages(this)).message;
      this.#internals.setValidity({ valueMissing: true }, message, this.#presentation ? box : this.#view.retry);
    } else {
      this.#internals.setValidity({});
    }
    if (!ready || this.#announced || !this.#presentation) return;
    this.#announced = true;
    const { policy, version, language, reviewed } = this.#presentation;
    this.#emit("kyc-consent-ready", { policy, version, language, reviewed });
  }

  #word(word: Word): string {
    const { words, logo } = this.#presentation ?? {};
    return (words?.[word] ?? "").replaceAll("{company}", logo?.of ?? "");
  }

  /** Says it in the live region. With `retry`, it is a failure that the person can do something about. */
  #say(word?: Word, retry?: () => unknown): void {
    this.#tell(word ? this.#word(word) : "", this.#word("retry"), retry);
  }

  #sayNotLoaded(): void {
    const { language, direction, message, retry } = wordsBeforeLoading(preferredLanguages(this));
    this.#view.base.lang = language;
    this.#view.base.dir = direction;
    this.#tell(message, retry, this.#loader.start);
  }

  #tell(message: string, label: string, retry?: () => unknown): void {
    const { status, retry: button } = this.#view;
    status.textContent = message;
    status.part.toggle("failure", Boolean(retry));
    button.textContent = label;
    button.hidden = !retry;
    if (retry) this.#again = retry;
  }

  #emit<Name extends keyof KycConsentEvents>(name: Name, detail: KycConsentEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kyc-consent": KycConsent;
  }
  interface HTMLElementEventMap extends KycConsentEventMap {}
}

/** The events of the element, as the document hands them out. */
export type KycConsentEventMap = { [Name in keyof KycConsentEvents]: CustomEvent<KycConsentEvents[Name]> };
