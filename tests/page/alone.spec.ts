import type { Page } from "@playwright/test";
import { findings } from "./findings.ts";
import { expect, test } from "./test.ts";

function box(page: Page) {
  return page.locator("kyc-consent").getByRole("checkbox");
}

test("by itself, the element is checked by the core in the page", async ({ page, product }) => {
  await page.goto(`${product.demo}/alone.html`);
  await expect(page.locator("#core")).toContainText("The core is loaded");
  await expect(box(page)).toHaveAttribute("aria-disabled", "false");
  await box(page).click();
  await expect(page.locator("#rules")).toHaveText("The core finds no rule broken.");
  await expect(page.locator("#evidence")).toContainText('"byPerson": true');
  expect(await findings(page)).toEqual([]);
});

test("by itself, the element speaks every language of the policy", async ({ page, product }) => {
  await page.goto(`${product.demo}/alone.html`);
  await page.getByLabel("Language of the sentence").selectOption("ar");
  await expect(page.locator("kyc-consent [part~=sentence]")).toHaveAttribute("dir", "rtl");
});

test("with WebAssembly refused, the page says so and the same sentence can be agreed to", async ({ page, product }) => {
  await page.goto(`${product.demo}/alone.html`);
  await expect(box(page)).toHaveAttribute("aria-disabled", "false");
  const sentence = await page.locator("kyc-consent [part~=sentence]").textContent();
  const reply = await page.goto(`${product.demo}/alone-no-wasm.html`);
  expect(reply?.headers()["content-security-policy"]).not.toContain("wasm-unsafe-eval");
  await expect(page.locator("#core")).toContainText("does not allow WebAssembly");
  await expect(page.locator("kyc-consent [part~=sentence]")).toHaveText(sentence ?? "");
  await box(page).click();
  await expect(page.locator("#rules")).toContainText("the gateway alone checks");
  await expect(page.locator("#evidence")).toContainText('"byPerson": true');
});
