import type { Locator, Page } from "@playwright/test";
import type { CheckoutPage } from "./checkout-page.ts";
import { expect, test } from "./test.ts";

const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

async function toDocuments(checkout: CheckoutPage, country: string): Promise<void> {
  await checkout.open();
  await checkout.agree();
  await checkout.at("details");
  await checkout.field("country-of-residence").selectOption(country);
  await checkout.fillIn();
  await checkout.onward.click();
  await checkout.at("documents");
}

function kinds(page: Page): Locator {
  return page.getByRole("group", { name: "Identity document" }).getByRole("radio");
}

function file(page: Page, label: string): Locator {
  return page.getByLabel(label, { exact: true }).and(page.locator("input[type=file]"));
}

test("residents of Germany may use a card, those of Spain a permit too, others a passport only", async ({
  checkout,
  page,
}) => {
  await toDocuments(checkout, "DE");
  await expect(kinds(page)).toHaveCount(2);
  await toDocuments(checkout, "ES");
  await expect(kinds(page)).toHaveCount(3);
  await toDocuments(checkout, "CH");
  await expect(file(page, "Passport")).toBeVisible();
  await expect(kinds(page)).toHaveCount(0);
});

test("a card takes both sides", async ({ checkout, page }) => {
  await toDocuments(checkout, "DE");
  await page.getByLabel("Identity card or driving licence").check();
  await file(page, "Front side").setInputFiles({ name: "front.png", mimeType: "image/png", buffer: PICTURE });
  await file(page, "Picture of your face").setInputFiles({ name: "face.png", mimeType: "image/png", buffer: PICTURE });
  await checkout.onward.click();
  await expect(checkout.errors).toContainText("Back side: Choose a file.");
  await file(page, "Back side").setInputFiles({ name: "back.png", mimeType: "image/png", buffer: PICTURE });
  await checkout.onward.click();
  await checkout.at("checking");
});

test("a file that is too large or empty is refused before it is sent", async ({ checkout, page }) => {
  await toDocuments(checkout, "DE");
  const large = { name: "large.png", mimeType: "image/png", buffer: Buffer.alloc(10 * 1024 * 1024 + 1) };
  await file(page, "Passport").setInputFiles(large);
  await expect(page.getByText("This file is too large").first()).toBeVisible();
  await file(page, "Picture of your face").setInputFiles({
    name: "no.png",
    mimeType: "image/png",
    buffer: Buffer.alloc(0),
  });
  await checkout.onward.click();
  await expect(checkout.errors).toContainText("Passport: This file is too large");
  await expect(checkout.errors).toContainText("Picture of your face: This file is empty");
});

test("an upload that fails leaves what has arrived and sends only the rest", async ({ checkout, page, product }) => {
  const before = await product.now();
  await toDocuments(checkout, "DE");
  await checkout.fillIn();
  let uploads = 0;
  await page.route("**/crossmint/documents", async (route) => {
    uploads += 1;
    if (uploads === 2) await route.abort("connectionreset");
    else await route.continue();
  });
  await checkout.onward.click();
  await expect(checkout.failure).toContainText("cannot be reached");
  await expect(page.locator(".part[data-state=done]")).toHaveCount(1);
  await checkout.again.click();
  await checkout.at("checking");
  expect(uploads).toBe(3);
  expect(await product.countSince(before, "crossmint.uploadDocument")).toBe(2);
});
