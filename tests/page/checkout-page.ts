import { expect, type Locator, type Page } from "@playwright/test";
import type { Product } from "./product.ts";

export type Way = "crossmint" | "kriptomat" | "b2core";
export type Step = "consent" | "details" | "documents" | "checking" | "result";

/** The checkout as a person uses it. */
export class CheckoutPage {
  readonly page: Page;
  readonly #product: Product;

  constructor(page: Page, product: Product) {
    this.page = page;
    this.#product = product;
  }

  /** Opens the page as somebody new of this outcome and waits for the consent. */
  async open(person = "verified", { query = "" } = {}): Promise<void> {
    await this.page.context().clearCookies();
    await this.page.goto(`${this.#product.demo}/${query}`);
    await this.at("consent");
    if (person !== "verified") {
      await this.signInAs(person);
      await this.at("consent");
    }
  }

  /** Opens the page as somebody new of this outcome, at one of the ways. */
  async openWay(way: Way, person = "verified"): Promise<void> {
    await this.open(person);
    await this.way(way).click();
    await expect(this.page.locator(`#panel-${way}`)).toBeVisible();
  }

  async signInAs(person: string): Promise<void> {
    await this.page.getByLabel("Sign in as").selectOption(person);
    await expect(this.page.locator("#subject")).toContainText(`${person}-`);
  }

  /** Waits until the page is at the step, and ready for it. */
  async at(step: Step, timeout?: number): Promise<void> {
    const options = timeout === undefined ? {} : { timeout };
    await expect(this.page.locator("#stepper [aria-current=step]")).toHaveAttribute("data-step", step, options);
    await expect(this.page.locator(`[data-shown=${step}]`)).toBeVisible(options);
  }

  async step(): Promise<Step> {
    const step = await this.page.locator("#stage").getAttribute("data-shown");
    return step as Step;
  }

  get title(): Locator {
    return this.page.locator("#step-title");
  }

  /** The sentence that says what is next. */
  get next(): Locator {
    return this.page.locator("#step-next");
  }

  get box(): Locator {
    return this.page.locator("kyc-consent").getByRole("checkbox");
  }

  /** The button that carries the step on. */
  get onward(): Locator {
    return this.page.locator("#stage form > .button[type=submit]");
  }

  get lookNow(): Locator {
    return this.page.locator("#panel-crossmint").getByRole("button", { name: "Ask now" });
  }

  /** Asks where the check stands, unless the page has found out by itself meanwhile. */
  async askNow(): Promise<void> {
    await this.page.locator("#stage").evaluate((stage) => {
      if (stage.getAttribute("data-shown") === "checking")
        stage.querySelector<HTMLElement>(":scope > .button")?.click();
    });
  }

  /** Asks until it holds: a look that began before the partner's answer changed may still be on its way. */
  async askUntil(holds: () => Promise<void>): Promise<void> {
    await expect(async () => {
      await this.askNow();
      await holds();
    }).toPass({ timeout: 60_000 });
  }

  /** The tab of a way. */
  way(way: Way): Locator {
    return this.page.locator(`#way-${way}`);
  }

  /** Where the person stands on a way. */
  standing(way: Way): Locator {
    return this.way(way).locator(".way-state");
  }

  get plan(): Locator {
    return this.page.locator("#plan-steps > .plan-row");
  }

  /** The rows of the plan, by partner and what is next with it, in order. */
  planRows(): Promise<(string | null)[]> {
    return this.plan.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-key")));
  }

  planRow(key: string): Locator {
    return this.page.locator(`#plan-steps > [data-key="${key}"]`);
  }

  get failure(): Locator {
    return this.page.locator("#stage .failure");
  }

  get again(): Locator {
    return this.failure.getByRole("button");
  }

  get errors(): Locator {
    return this.page.locator(".summary-of-errors");
  }

  /** What the gateway answered, newest first. */
  get answers(): Locator {
    return this.page.locator("#answers > li");
  }

  field(item: string): Locator {
    return this.page.locator(`#stage [name="${item}"]`);
  }

  async agree(): Promise<void> {
    await expect(this.box).toHaveAttribute("aria-disabled", "false");
    await this.box.click();
    await this.onward.click();
  }

  /** Two presses with nothing in between, so that the button cannot have moved away from under the second. */
  async pressTwice(): Promise<void> {
    await this.onward.evaluate((button: HTMLButtonElement) => {
      button.click();
      button.click();
    });
  }

  async fillIn(): Promise<void> {
    const button = this.page.getByRole("button", { name: "Fill in sample data" });
    await button.click();
    await expect(button).toHaveAttribute("aria-busy", "false");
  }

  async fault(fault: string): Promise<void> {
    await this.page.getByLabel("Fault at the partner").selectOption(fault);
  }

  async subject(): Promise<string> {
    return (await this.page.locator("#subject").textContent()) ?? "";
  }

  /** Does what the step asks for, with sample data, and waits for the next. */
  async carryOn(): Promise<void> {
    const visit = await this.page.locator("#stage").getAttribute("data-visit");
    switch (await this.step()) {
      case "consent":
        await this.agree();
        break;
      case "details":
      case "documents":
        await this.fillIn();
        await this.onward.click();
        break;
      case "checking":
        await expect(this.lookNow).toBeEnabled();
        await expect(this.page.locator("#stage .checking-countdown")).not.toBeEmpty();
        await this.#product.letReviewEnd();
        await this.askNow();
        break;
      case "result":
        throw new Error("the checkout is at its end");
    }
    await expect(this.page.locator("#stage")).not.toHaveAttribute("data-visit", visit ?? "");
    await expect(this.page.locator("#stage")).not.toHaveAttribute("data-shown", "looking");
  }

  /** Goes on until the step is reached; names the steps on the way, the last one included. */
  async carryOnTo(last: Step): Promise<Step[]> {
    const steps: Step[] = [];
    for (let turn = 0; turn < 12; turn += 1) {
      steps.push(await this.step());
      if (steps.at(-1) === last) return steps;
      await this.carryOn();
    }
    throw new Error(`the checkout never came to ${last}: ${steps.join(", ")}`);
  }
}
