import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";

/** Presses Tab until what is wanted has the focus. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press("Tab");
    const reached = await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, wanted);
    if (reached) return;
  }
  throw new Error(`Tab never reaches ${wanted}`);
}

const typed: Readonly<Record<string, string>> = {
  "country-of-residence": "Unit",
  "first-name": "Ada",
  "last-name": "Brook",
  "date-of-birth": "04171991",
  nationality: "Port",
  "address-line": "210 Congress Avenue",
  "postal-code": "78701",
  city: "Austin",
  state: "CA",
  email: "ada@example.com",
  phone: "+15125550142",
  "social-security-number": "078051120",
};

test("the whole way by keyboard alone", async ({ browser, product }) => {
  // English of the United States: the order in which a date is typed follows the language.
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  await page.goto(`${product.demo}/`);
  await expect(page.locator("[data-shown=consent]")).toBeVisible();

  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the current step" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("kyc-consent").getByRole("checkbox")).toHaveAttribute("aria-disabled", "false");
  await tabTo(page, "kyc-consent");
  await page.keyboard.press("Space");
  await tabTo(page, ".consent > .button");
  await page.keyboard.press("Enter");

  await expect(page.locator("#step-title")).toHaveText("Your details");
  await expect(page.locator("#step-title")).toBeFocused();
  await answerByKeyboard(page);
  await answerByKeyboard(page);

  await expect(page.locator("[data-shown=checking]")).toBeVisible();
  await expect(page.locator("#step-title")).toBeFocused();
  await expect(page.locator("#stage .checking-countdown")).not.toBeEmpty();
  await product.letReviewEnd();
  await tabTo(page, "#stage > .button");
  await page.keyboard.press("Enter");
  await expect(page.locator("#step-title")).toHaveText("You are cleared to buy");
  await expect(page.locator("#step-title")).toBeFocused();
  await context.close();
});

/** Answers each empty field in turn as the focus comes to it, and sends the form from its button. */
async function answerByKeyboard(page: Page): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    const focus = await page.evaluate(() => {
      const active = document.activeElement;
      const isField = active instanceof HTMLInputElement || active instanceof HTMLSelectElement;
      return {
        field: isField && active.closest("#stage") !== null && active.value === "" ? active.name : null,
        send: active?.matches(".details > .button") ?? false,
      };
    });
    if (focus.send) {
      await page.keyboard.press("Enter");
      await expect(page.locator(".details .progress:visible")).toHaveCount(0);
      return;
    }
    if (focus.field !== null) await answer(page, focus.field);
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab never reaches the button of the form");
}

async function answer(page: Page, field: string): Promise<void> {
  if (field === "country-of-residence") await page.keyboard.type("United States");
  else await page.keyboard.type(typed[field] ?? "");
}
