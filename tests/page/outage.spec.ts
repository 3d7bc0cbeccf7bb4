import { expect, test } from "./test.ts";

test("everything goes down in the middle, comes back, and the checkout goes on by itself", async ({
  checkout,
  page,
  product,
}) => {
  await checkout.open();
  await checkout.agree();
  await checkout.at("details");
  await checkout.fillIn();
  await checkout.field("last-name").fill("Ortega");
  await product.stop();
  await checkout.onward.click();
  await expect(checkout.failure).toContainText("cannot be reached");
  await expect(checkout.failure.locator(".failure-countdown")).toContainText("Trying again in");
  await expect(checkout.field("last-name")).toHaveValue("Ortega");
  await expect(checkout.answers.first()).toContainText("no answer");
  await product.start();
  await expect(page.locator("[data-shown=documents]")).toBeVisible({ timeout: 30_000 });
});

test("the gateway is down on arrival: the page says so and starts when it is back", async ({
  checkout,
  page,
  product,
}) => {
  await page.route(`${product.gateway}/**`, (route) => route.abort("connectionrefused"));
  await page.goto(product.demo);
  await expect(checkout.failure).toContainText("cannot be reached");
  await page.unroute(`${product.gateway}/**`);
  await expect(page.locator("[data-shown=consent]")).toBeVisible({ timeout: 30_000 });
});

test("the consent is kept while the gateway is away, and recorded once", async ({ checkout, page, product }) => {
  await checkout.open();
  await expect(checkout.box).toHaveAttribute("aria-disabled", "false");
  await checkout.box.click();
  await product.stop();
  await checkout.onward.click();
  await expect(checkout.failure).toContainText("cannot be reached");
  await expect(checkout.box).toBeChecked();
  await product.start();
  await expect(page.locator("[data-shown=details]")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("heading", { name: "Your consent", exact: true })).toBeVisible();
});

test("the check goes on after an outage", async ({ checkout, product }) => {
  await checkout.open();
  await checkout.carryOnTo("checking");
  await expect(checkout.page.locator("#stage .checking-countdown")).not.toBeEmpty();
  await product.stop();
  await checkout.lookNow.click();
  await expect(checkout.failure).toContainText("cannot be reached");
  await product.start();
  await product.letReviewEnd();
  await expect(checkout.page.locator("[data-shown=result]")).toBeVisible({ timeout: 30_000 });
});
