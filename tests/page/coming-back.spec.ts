import { CheckoutPage } from "./checkout-page.ts";
import { expect, test } from "./test.ts";

test("a reload goes on where the person was, at every step", async ({ checkout, page }) => {
  await checkout.open();
  const subject = await checkout.subject();
  await checkout.agree();
  await checkout.at("details");
  await page.reload();
  await checkout.at("details");
  expect(await checkout.subject()).toBe(subject);
  await checkout.carryOnTo("checking");
  await page.reload();
  await checkout.at("checking");
  expect(await checkout.subject()).toBe(subject);
  await checkout.carryOnTo("result");
  await page.reload();
  await checkout.at("result");
  await expect(checkout.title).toHaveText("You are cleared to buy");
});

test("a reload between data and documents asks for the documents, and for the residence that they hang on", async ({
  checkout,
  page,
}) => {
  await checkout.open();
  await checkout.carryOnTo("documents");
  await page.reload();
  // The partner is asked to check, and says what it lacks.
  await checkout.at("checking");
  await checkout.carryOn();
  await checkout.at("documents");
  await expect(checkout.field("country-of-residence")).toBeVisible();
  await checkout.carryOnTo("result");
  await expect(checkout.title).toHaveText("You are cleared to buy");
});

test("a second tab takes up the same checkout", async ({ checkout, context, product }) => {
  await checkout.open();
  await checkout.carryOnTo("checking");
  const second = new CheckoutPage(await context.newPage(), product);
  await second.page.goto(product.demo);
  await second.at("checking");
  expect(await second.subject()).toBe(await checkout.subject());
  await second.carryOnTo("result");
  await checkout.askUntil(() => checkout.at("result", 2_000));
});

test("nothing of the person, and no token, is left in the browser's storage", async ({ checkout, page }) => {
  await checkout.open();
  await checkout.carryOnTo("result");
  const kept = await page.evaluate(() => ({ local: { ...localStorage }, session: { ...sessionStorage } }));
  expect(kept).toEqual({ local: {}, session: {} });
  expect(await page.evaluate(() => document.cookie)).toBe("");
  const stored = await page.evaluate(async () => [await indexedDB.databases(), await caches.keys()]);
  expect(stored).toEqual([[], []]);
  await expect(page.locator("#answers")).not.toContainText("eyJ");
});

test("a consent that is taken back is asked for again before anything else", async ({ checkout, page }) => {
  await checkout.open();
  await checkout.agree();
  await checkout.at("details");
  await page.getByRole("button", { name: "Withdraw consent" }).click();
  await checkout.at("consent");
  await expect(checkout.box).not.toBeChecked();
  await expect(page.getByRole("button", { name: "Withdraw consent" })).toHaveCount(0);
});
