import type { Page } from "@playwright/test";
import { B2corePage } from "./b2core-page.ts";
import type { CheckoutPage } from "./checkout-page.ts";
import { findings, sticksOut } from "./findings.ts";
import type { Product } from "./product.ts";
import { expect, test } from "./test.ts";

const kriptomat = (page: Page) => page.locator("#stage-kriptomat");

/** Goes through what the two newer ways can look like, and calls `look` at each. */
async function tour(
  checkout: CheckoutPage,
  product: Product,
  look: (state: string) => Promise<void>,
  query = "",
): Promise<void> {
  const { page } = checkout;
  const b2core = new B2corePage(checkout, product);
  await checkout.open("verified", { query });
  // Until it is drawn it pushes down what a press is meant for.
  await expect(checkout.plan).toHaveCount(4);
  await look("the plan, Crossmint");
  await checkout.way("kriptomat").click();
  await expect(kriptomat(page)).toBeVisible();
  await look("Kriptomat, before the hand-over");
  await kriptomat(page).locator(".button:visible").click();
  await expect(kriptomat(page).locator(".checking")).toBeVisible();
  await look("Kriptomat, waiting");
  await checkout.way("b2core").click();
  await b2core.stage.locator("[type=submit]").click();
  await look("B2CORE, sign-in with errors");
  await checkout.fillIn();
  await b2core.stage.locator("[type=submit]").click();
  await expect(b2core.stage.locator(".code-ways")).toBeVisible();
  await look("B2CORE, second factor");
  await checkout.fillIn();
  await b2core.stage.locator("[type=submit]").click();
  await expect(b2core.levels.first()).toBeVisible();
  await look("B2CORE, levels");
  await b2core.stage.locator(".actions .button").first().click();
  await b2core.stage.locator("[type=submit]").click();
  await expect(b2core.fileErrors).toBeVisible();
  await look("B2CORE, documents with errors");
  await checkout.signInAs("more-data");
  await expect(checkout.planRow("sumsub provide")).toBeVisible({ timeout: 30_000 });
  await checkout.way("kriptomat").click();
  await expect(kriptomat(page).locator(".said")).toBeVisible();
  await look("Kriptomat, Sumsub wants better pictures");
  await product.faults("502", "sumsub.getApplicantStatus", 1000);
  await expect(checkout.planRow("sumsub problem")).toBeVisible({ timeout: 30_000 });
  await look("a partner that does not answer");
  await product.noFaults();
}

test("axe finds nothing at the plan and the ways (light)", async ({ checkout, page, product }) => {
  await tour(checkout, product, async (state) => expect.soft(await findings(page), state).toEqual([]));
});

test("axe finds nothing at the plan and the ways (dark, Arabic)", async ({ checkout, page, product }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  const look = async (state: string) => expect.soft(await findings(page), state).toEqual([]);
  await tour(checkout, product, look, "?lang=ar");
});

test("nothing of it sticks out at 320 pixels, nor at twice the text size", async ({ checkout, page, product }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await tour(checkout, product, async (state) => {
    expect.soft(await sticksOut(page), `${state} at 320 px`).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 640, height: 640 });
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("html { font-size: 200% }");
      document.adoptedStyleSheets = [sheet];
    });
    expect.soft(await sticksOut(page), `${state} at 200 %`).toBeLessThanOrEqual(0);
    await page.evaluate(() => {
      document.adoptedStyleSheets = [];
    });
    await page.setViewportSize({ width: 320, height: 640 });
  });
});

test("the three ways stand side by side, and below each other on a phone", async ({ checkout, page }) => {
  await checkout.open();
  const tops = () =>
    page.locator(".way").evaluateAll((ways) => new Set(ways.map((way) => way.getBoundingClientRect().top)).size);
  expect(await tops()).toBe(1);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await tops()).toBe(3);
});

test("the tabs by keyboard: arrows go round and open, in Arabic the other way", async ({ checkout, page }) => {
  await checkout.open();
  await checkout.way("crossmint").focus();
  await page.keyboard.press("ArrowRight");
  await expect(checkout.way("kriptomat")).toBeFocused();
  await expect(page.getByRole("tabpanel")).toHaveAccessibleName(/^Kriptomat/);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(checkout.way("b2core")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(checkout.way("crossmint")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(checkout.way("kriptomat")).not.toBeFocused();
  await page.locator("#language").selectOption("ar");
  await checkout.way("crossmint").focus();
  await page.keyboard.press("ArrowLeft");
  await expect(checkout.way("kriptomat")).toBeFocused();
});

test("Kriptomat and B2CORE by keyboard alone", async ({ checkout, page, product }) => {
  const b2core = new B2corePage(checkout, product);
  await checkout.open();
  const email = await b2core.ownEmail();
  await page.locator("body").press("Tab");
  const tabTo = async (wanted: string) => {
    for (let press = 0; press < 60; press += 1) {
      if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, wanted)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab never reaches ${wanted}`);
  };
  await expect(checkout.plan).toHaveCount(4);
  await tabTo("a[href='#kriptomat']");
  await page.keyboard.press("Enter");
  await expect(page.locator("#kriptomat-title")).toBeFocused();
  await tabTo("#stage-kriptomat .button");
  await page.keyboard.press("Enter");
  await expect(kriptomat(page).locator(".checking")).toBeVisible();
  await expect(page.locator("#kriptomat-title")).toBeFocused();
  await page.locator("#plan-title").focus();
  await tabTo("a[href='#b2core']");
  await page.keyboard.press("Enter");
  await tabTo("input[type=email]");
  await page.keyboard.type(email);
  await page.keyboard.press("Tab");
  await page.keyboard.type("sandbox-only-password");
  await page.keyboard.press("Enter");
  await expect(page.locator("#b2core-title")).toBeFocused();
  await tabTo(".code-ways .button");
  await page.keyboard.press("Enter");
  await expect(b2core.code).toBeFocused();
  await page.keyboard.type(await b2core.authenticatorCode());
  await page.keyboard.press("Enter");
  await expect(b2core.levels.first()).toBeVisible();
  await expect(page.locator("#b2core-title")).toBeFocused();
});

test("all three to their end: the plan has nothing left to do, and nothing personal is left in the browser", async ({
  checkout,
  page,
  product,
}) => {
  const b2core = new B2corePage(checkout, product);
  await checkout.open();
  await checkout.carryOnTo("result");
  await checkout.way("kriptomat").click();
  await kriptomat(page).getByRole("button", { name: "Hand over to Kriptomat" }).click();
  await expect(kriptomat(page).locator(".checking")).toBeVisible();
  await product.letReviewEnd();
  await checkout.way("b2core").click();
  await b2core.signIn();
  await b2core.start();
  await b2core.send();
  await expect(checkout.planRow("b2core proceed")).toBeVisible();
  await expect(checkout.planRow("kriptomat proceed")).toBeVisible({ timeout: 30_000 });
  await expect(checkout.planRow("crossmint proceed")).toBeVisible();
  await expect(page.locator(".plan-row-first")).toHaveCount(0);
  expect(new Set(await page.locator(".way-state").allTextContents())).toEqual(new Set(["Done"]));
  const kept = await page.evaluate(() => [document.cookie, { ...localStorage }, { ...sessionStorage }, location.hash]);
  expect(kept).toEqual(["", {}, {}, "#b2core"]);
  expect(await page.evaluate(async () => [await indexedDB.databases(), await caches.keys()])).toEqual([[], []]);
});
