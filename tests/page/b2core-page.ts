import { expect, type Locator } from "@playwright/test";
import type { CheckoutPage } from "./checkout-page.ts";
import type { Product } from "./product.ts";

const PASSWORD = "sandbox-only-password";

/** The way to B2CORE as a person uses it. */
export class B2corePage {
  readonly stage: Locator;
  readonly #checkout: CheckoutPage;
  readonly #product: Product;

  constructor(checkout: CheckoutPage, product: Product) {
    this.#checkout = checkout;
    this.#product = product;
    this.stage = checkout.page.locator("#stage-b2core");
  }

  get email(): Locator {
    return this.stage.getByLabel("Email");
  }

  get password(): Locator {
    return this.stage.getByLabel("Password");
  }

  get code(): Locator {
    return this.stage.getByLabel("Code", { exact: true });
  }

  get next(): Locator {
    return this.stage.locator("#b2core-next");
  }

  get levels(): Locator {
    return this.stage.locator(".level-name");
  }

  get fileErrors(): Locator {
    return this.stage.locator(".summary-of-errors");
  }

  button(name: string): Locator {
    return this.stage.getByRole("button", { name, exact: true });
  }

  /** The address under which the sandbox knows whoever is signed in at the shop. */
  async ownEmail(): Promise<string> {
    return (await this.#checkout.page.locator("#b2core-email").textContent()) ?? "";
  }

  async authenticatorCode(): Promise<string> {
    const { code } = (await this.#product.control("POST", "partners/b2core/authenticator-code")) as { code: string };
    return code;
  }

  async typePassword(password = PASSWORD): Promise<void> {
    await this.email.fill(await this.ownEmail());
    await this.password.fill(password);
    await this.button("Sign in").click();
  }

  async enterCode(): Promise<void> {
    await this.button("From my authenticator app").click();
    await this.code.fill(await this.authenticatorCode());
    await this.button("Confirm").click();
  }

  /** Signs in with both factors, and waits for the levels. */
  async signIn(): Promise<void> {
    await this.typePassword();
    await this.enterCode();
    await expect(this.levels.first()).toBeVisible();
  }

  async start(): Promise<void> {
    await this.button("Hand in documents").click();
    await expect(this.button("Send documents")).toBeVisible();
  }

  async send(): Promise<void> {
    await this.#checkout.fillIn();
    await this.button("Send documents").click();
  }
}
