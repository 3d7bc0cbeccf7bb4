import { expect } from "vitest";
import type { KycConsent, KycConsentEvents } from "../../www/element/index.ts";
import type { Site } from "../element/site.ts";
import type { Element, WebKit } from "./webdriver.ts";

/** What the tests do with the page that has a `<kyc-consent>`. */
export class ConsentPage {
  readonly #webkit: WebKit;

  constructor(webkit: WebKit) {
    this.#webkit = webkit;
  }

  /** Opens the site, signs the person in, and waits until the box can be ticked. */
  async open(site: Site): Promise<void> {
    await this.#webkit.open(site.url);
    await expect.poll(() => this.#webkit.call(() => customElements.get("kyc-consent") !== undefined)).toBe(true);
    await this.#webkit.call(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      for (const name of ["given", "withdrawn", "recorded", "failed"] satisfies string[]) {
        addEventListener(`kyc-consent-${name}` as keyof KycConsentEvents, () => seen.push(name));
      }
      addEventListener("kyc-receipt-saved", () => seen.push("receipt"));
      const element = document.querySelector("kyc-consent") as KycConsent;
      element.authorize = () => "token";
    });
    await expect
      .poll(() =>
        this.#webkit.call(
          () => document.querySelector("kyc-consent")?.shadowRoot?.querySelector("input")?.ariaDisabled,
        ),
      )
      .toBe("false");
  }

  part(name: string): Promise<Element> {
    return this.#webkit.find("kyc-consent", `[part~=${name}]`);
  }

  async click(part: string): Promise<void> {
    await this.#webkit.click(await this.part(part));
  }

  /** The text of a part; empty where it is not there. */
  text(part: string): Promise<string> {
    return this.#webkit.call(
      (name: string) =>
        document.querySelector("kyc-consent")?.shadowRoot?.querySelector(`[part~=${name}]`)?.textContent ?? "",
      part,
    );
  }

  /** The part that has the focus. */
  focused(): Promise<string> {
    return this.#webkit.call(
      () =>
        document.activeElement?.shadowRoot?.activeElement?.getAttribute("part") ??
        document.activeElement?.localName ??
        "",
    );
  }

  /** What the element and its form say. */
  state(): Promise<{ checked: boolean; box: boolean; value: string; sent: string[]; events: string[] }> {
    return this.#webkit.call(() => {
      const element = document.querySelector("kyc-consent") as KycConsent;
      const { checked, value, form } = element;
      const box = element.shadowRoot?.querySelector("input")?.matches(":checked") === true;
      const sent = form ? [...new FormData(form).values()].map(String) : [];
      const { seen: events } = globalThis as unknown as { seen: string[] };
      return { checked, box, value, sent, events };
    });
  }

  /** Calls `record()` of the element, and waits until it is over. */
  async record(): Promise<void> {
    await this.#webkit.call(() =>
      (document.querySelector("kyc-consent") as KycConsent).record().then(
        () => undefined,
        () => undefined,
      ),
    );
  }
}
