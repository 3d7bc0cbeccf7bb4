import { test as base, expect } from "@playwright/test";
import { CheckoutPage } from "./checkout-page.ts";
import { Product } from "./product.ts";

export { expect };

interface OwnFixtures {
  readonly checkout: CheckoutPage;
  readonly silent: undefined;
}

/** Every test runs against the started product; a script's error or a broken content security policy fails it. */
export const test = base.extend<OwnFixtures, { product: Product }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern.
    async ({}, use) => {
      const product = await Product.start();
      await use(product);
      await product.remove();
    },
    { scope: "worker" },
  ],

  checkout: async ({ page, product }, use) => use(new CheckoutPage(page, product)),

  silent: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => {
        const expected = /^Failed to load resource|blocked by CORS policy/.test(message.text());
        if (message.type() === "error" && !expected) errors.push(message.text());
      });
      await use(undefined);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});
