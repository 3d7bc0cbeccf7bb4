import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";

const stage = (page: Page) => page.locator("#stage-kriptomat");
const handOver = (page: Page) => stage(page).getByRole("button", { name: "Hand over to Kriptomat" });

test("one press hands over; the end of the review comes by itself", async ({ checkout, page, product }) => {
  await checkout.openWay("kriptomat");
  await expect(page.locator("#kriptomat-next")).toContainText("press once");
  await handOver(page).click();
  await expect(stage(page).locator(".checking")).toContainText("Your details are being checked");
  await expect(stage(page).locator(".checking-countdown")).toContainText(/We ask again in [23]:\d\d/);
  await expect(page.getByRole("heading", { name: "Hand over from Sumsub to Kriptomat" })).toBeFocused();
  await expect(checkout.planRow("kriptomat wait review")).toBeVisible();
  await product.letReviewEnd();
  await expect(stage(page).locator(".result-proceed")).toBeVisible({ timeout: 30_000 });
  await expect(checkout.planRow("kriptomat proceed")).toBeVisible();
  await expect(checkout.standing("kriptomat")).toHaveText("Done");
});

test("two presses send one hand-over", async ({ checkout, page, product }) => {
  const before = await product.now();
  await checkout.openWay("kriptomat");
  await expect(handOver(page)).toBeVisible();
  await handOver(page).evaluate((button: HTMLButtonElement) => {
    button.click();
    button.click();
  });
  await expect(stage(page).locator(".checking")).toBeVisible();
  expect(await product.countSince(before, "kriptomat.importKyc")).toBe(1);
  expect(await product.countSince(before, "sumsub.createShareToken")).toBe(1);
});

test("a hand-over that another tab has made is told so, and not made again", async ({ checkout, page, product }) => {
  const before = await product.now();
  await checkout.openWay("kriptomat");
  await expect(handOver(page)).toBeVisible();
  // This page does not learn of it.
  await page.route("**/me", (route) => route.abort());
  await page.route("**/me/stream", (route) => route.abort());
  const other = await page.context().newPage();
  await other.goto(`${product.demo}/#kriptomat`);
  await handOver(other).click();
  await expect(stage(other).locator(".checking")).toBeVisible();
  await other.close();
  await handOver(page).click();
  await expect(stage(page)).toContainText("This was handed over before. Nothing was sent a second time.");
  expect(await product.countSince(before, "kriptomat.importKyc")).toBe(1);
});

test("a long review is waited for, and a reload goes on waiting", async ({ checkout, page, product }) => {
  await checkout.openWay("kriptomat", "slow");
  await handOver(page).click();
  await expect(stage(page).locator(".checking")).toBeVisible();
  await product.letReviewEnd();
  await page.reload();
  await expect(checkout.way("kriptomat")).toHaveAttribute("aria-selected", "true");
  await expect(stage(page).locator(".checking-countdown")).toContainText(/We ask again in \d:\d\d/);
  await stage(page).getByRole("button", { name: "Ask now" }).click();
  await expect(stage(page).locator(".checking")).toBeVisible();
  await expect(checkout.standing("kriptomat")).toHaveText("Being checked");
});

test("where Sumsub wants better pictures its words for the person are shown, and no others", async ({
  checkout,
  page,
  product,
}) => {
  await checkout.openWay("kriptomat", "more-data");
  await expect(stage(page).locator(".said")).toContainText("Please take a sharp photo of the whole document.");
  await expect(checkout.planRow("sumsub provide").locator(".said")).toContainText("sharp photo");
  await expect(stage(page)).toContainText("Open your check at Sumsub");
  await expect(handOver(page)).toBeHidden();
  // What Sumsub tells the shop alone is nowhere on the page, backstage included.
  await expect(page.locator("body")).not.toContainText("PRIVATE");
  await product.review(await checkout.subject(), "retry", { reviewStatus: "completed", reviewAnswer: "GREEN" });
  await expect(handOver(page)).toBeVisible({ timeout: 30_000 });
});

test("a check that is not complete is to be finished first", async ({ checkout, page, product }) => {
  await checkout.openWay("kriptomat", "documents");
  await expect(page.locator("#kriptomat-next")).toContainText("finish your check at Sumsub");
  await expect(handOver(page)).toBeHidden();
  await product.review(await checkout.subject(), "init", { reviewStatus: "pending" });
  await stage(page).getByRole("button", { name: "Ask now" }).click();
  await expect(stage(page).locator(".checking-countdown")).toContainText(/We ask again in (1:00|0:\d\d)/);
});

test("a check that Sumsub has refused for good is not handed over", async ({ checkout, page }) => {
  await checkout.openWay("kriptomat", "rejected");
  await expect(stage(page).locator(".result-stop")).toContainText("there is nothing to hand over");
  await expect(handOver(page)).toBeHidden();
  await expect(checkout.standing("kriptomat")).toHaveText("Not possible");
  await expect(page.locator("body")).not.toContainText("PRIVATE");
});

test("whom Kriptomat declines is told what is not affected by it", async ({ checkout, page, product }) => {
  await checkout.openWay("kriptomat", "declined");
  await handOver(page).click();
  await expect(stage(page).locator(".checking")).toBeVisible();
  await product.letReviewEnd();
  await expect(stage(page).locator(".result-stop")).toContainText(
    "Your order with the other partners is not affected",
    {
      timeout: 30_000,
    },
  );
  await expect(checkout.planRow("kriptomat stop")).toBeVisible();
  await expect(checkout.standing("crossmint")).toHaveText("Your turn");
});

test("where due diligence is required it is named, with what to do", async ({ checkout, page, product }) => {
  await checkout.openWay("kriptomat", "edd");
  await handOver(page).click();
  await expect(stage(page).locator(".checking")).toBeVisible();
  await product.letReviewEnd();
  await expect(stage(page)).toContainText("payslips or bank statements", { timeout: 30_000 });
  await expect(checkout.planRow("kriptomat provide").locator(".plan-missing")).toHaveText(
    "Still missing: Proof of where your money comes from",
  );
});

test("a check that Kriptomat does not take is told, and each further try is a fresh one", async ({
  checkout,
  page,
  product,
}) => {
  const before = await product.now();
  await checkout.openWay("kriptomat", "not-enabled");
  await handOver(page).click();
  const failure = stage(page).locator(".failure");
  await expect(failure).toContainText("This check was not taken.");
  await expect(failure).toContainText("each try is a fresh one");
  await failure.getByRole("button", { name: "Try again now" }).click();
  await expect.poll(() => product.countSince(before, "kriptomat.importKyc")).toBe(2);
  await expect(failure).toBeVisible();
  expect(await product.countSince(before, "sumsub.createShareToken")).toBe(2);
});

for (const [fault, told] of [
  ["502", "Sumsub or Kriptomat does not answer right now."],
  ["429", "There are too many requests right now."],
  ["wrong-json", "The answer could not be understood."],
] as const) {
  test(`${fault}: the hand-over fails, is told, and goes through on another try`, async ({
    checkout,
    page,
    product,
  }) => {
    await checkout.openWay("kriptomat");
    await expect(handOver(page)).toBeVisible();
    await product.faults(fault, "kriptomat.getUser", 100);
    await handOver(page).click();
    const failure = stage(page).locator(".failure");
    await expect(failure).toContainText(told);
    await product.noFaults();
    await failure.getByRole("button", { name: "Try again now" }).click();
    await expect(stage(page).locator(".checking")).toBeVisible();
    await expect(failure).toBeHidden();
  });
}

test("a reply that is lost on its way is not answered with a second hand-over", async ({ checkout, page, product }) => {
  const before = await product.now();
  await product.faults("lost-reply", "kriptomat.importKyc", 1);
  await checkout.openWay("kriptomat");
  await handOver(page).click();
  await expect(stage(page).locator(".checking")).toBeVisible();
  expect(await product.countSince(before, "kriptomat.importKyc")).toBe(1);
});

test("the fault that is chosen backstage plays here too", async ({ checkout, page }) => {
  await checkout.openWay("kriptomat");
  await expect(handOver(page)).toBeVisible();
  await checkout.fault("502");
  await expect(checkout.planRow("kriptomat problem")).toBeVisible({ timeout: 30_000 });
  await expect(stage(page).locator(".station[data-state=no-answer]")).toHaveCount(2);
  await checkout.fault("");
  await expect(handOver(page)).toBeVisible({ timeout: 30_000 });
});
