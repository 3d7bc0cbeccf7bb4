import { expect, test } from "./test.ts";

test.beforeEach(async ({ checkout }) => {
  await checkout.open();
  await checkout.agree();
  await checkout.at("details");
  await checkout.fillIn();
});

for (const [fault, told, code] of [
  ["502", "Crossmint does not answer right now", "unavailable"],
  ["cut", "The answer could not be understood", "unreadable"],
  ["wrong-json", "The answer could not be understood", "unreadable"],
] as const) {
  test(`${fault}: the person is told, loses nothing and tries again`, async ({ checkout, page }) => {
    await checkout.fault(fault);
    await checkout.onward.click();
    await expect(checkout.failure).toContainText(told);
    await expect(checkout.failure).toContainText(code);
    await expect(page.getByRole("alert").filter({ hasText: told })).toBeVisible();
    await expect(checkout.field("first-name")).toHaveValue("Mara");
    await expect(checkout.answers.first()).toContainText(code);
    await checkout.fault("");
    await checkout.again.click();
    await checkout.at("documents");
  });
}

test("429: the page counts down and tries again by itself", async ({ checkout, page }) => {
  await page.clock.install();
  await checkout.fault("429");
  await checkout.onward.click();
  await expect(checkout.failure).toContainText("too many requests");
  await expect(checkout.failure).toContainText(/Trying again in \d+ s\./);
  await checkout.fault("");
  await page.clock.runFor(61_000);
  await checkout.at("documents");
});

test("slow: progress is shown, and a second press does nothing", async ({ checkout, page }) => {
  let sent = 0;
  page.on("request", (request) => {
    if (request.method() === "PUT") sent += 1;
  });
  await checkout.fault("slow:4000");
  await checkout.onward.click();
  await expect(page.locator("#stage .progress-label")).toHaveText("Sending your details …");
  await expect(checkout.onward).toHaveAttribute("aria-disabled", "true");
  await expect(page.locator("#announcements")).toHaveText("Sending your details …");
  // Playwright itself would wait for a button that is marked as disabled.
  await checkout.onward.dispatchEvent("click");
  await expect(page.locator("[data-shown=documents]")).toBeVisible({ timeout: 30_000 });
  expect(sent).toBe(1);
});

test("a fault while the check is looked at: it is told, and the next look goes on", async ({ checkout }) => {
  await checkout.carryOnTo("checking");
  await expect(checkout.page.locator("#stage .checking-countdown")).not.toBeEmpty();
  await checkout.fault("502");
  await checkout.lookNow.click();
  await expect(checkout.failure).toContainText("does not answer");
  await checkout.fault("");
  await checkout.carryOnTo("result");
  await expect(checkout.title).toHaveText("You are cleared to buy");
});
