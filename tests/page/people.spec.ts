import { expect, test } from "./test.ts";

test("a verified person is asked for everything once and may buy", async ({ checkout }) => {
  await checkout.open("verified");
  const steps = await checkout.carryOnTo("result");
  expect(steps).toEqual(["consent", "details", "documents", "checking", "result"]);
  await expect(checkout.title).toHaveText("You are cleared to buy");
  await expect(checkout.next).toContainText("payment");
});

test("a rejected person is told so, and that nothing is charged", async ({ checkout }) => {
  await checkout.open("rejected");
  await checkout.carryOnTo("result");
  await expect(checkout.title).toHaveText("We cannot sell to you");
  await expect(checkout.next).toContainText("nothing is charged");
});

test("a manual review waits until somebody decides it", async ({ checkout, product, page }) => {
  await checkout.open("manual-review");
  await checkout.carryOnTo("checking");
  await product.letReviewEnd();
  await checkout.askUntil(() =>
    expect(page.locator(".checking-state")).toContainText("Somebody at Crossmint", { timeout: 2_000 }),
  );
  await expect(page.locator("#stage .checking-countdown")).toContainText("15:00");
  await product.decide(await checkout.subject(), "verified");
  await checkout.askUntil(() => checkout.at("result", 2_000));
  await expect(checkout.title).toHaveText("You are cleared to buy");
});

test("more data is asked for with everything given before still there", async ({ checkout }) => {
  await checkout.open("more-data");
  await checkout.carryOnTo("checking");
  await checkout.carryOn();
  await checkout.at("details");
  await expect(checkout.next).toContainText("Crossmint needs more");
  await expect(checkout.field("first-name")).toHaveValue("Mara");
  await expect(checkout.field("phone")).toHaveValue("");
  await checkout.carryOnTo("result");
  await expect(checkout.title).toHaveText("You are cleared to buy");
});

test("a proof of address is asked for where the partner wants one", async ({ checkout, page }) => {
  await checkout.open("documents");
  await checkout.carryOnTo("checking");
  await checkout.carryOn();
  await checkout.at("documents");
  await expect(page.getByRole("group", { name: "Proof of address" })).toBeVisible();
  await expect(page.getByRole("group", { name: "Identity document" })).toHaveCount(0);
  await checkout.carryOnTo("result");
  await expect(checkout.title).toHaveText("You are cleared to buy");
});

test("enhanced due diligence asks for address and income", async ({ checkout, page }) => {
  await checkout.open("edd");
  await checkout.carryOnTo("checking");
  await checkout.carryOn();
  await checkout.at("documents");
  await expect(page.getByRole("group", { name: "Proof of address" })).toBeVisible();
  await expect(page.getByRole("group", { name: "Proof of income" })).toBeVisible();
  await checkout.carryOnTo("result");
  await expect(checkout.title).toHaveText("You are cleared to buy");
});

test("an outdated policy is asked for again before anything is sent", async ({ checkout, product }) => {
  await checkout.open("policy-outdated");
  const before = await product.now();
  await checkout.agree();
  await expect(checkout.next).toContainText("needs your consent again");
  await expect(checkout.box).not.toBeChecked();
  const operations = await product.callsSince(before);
  for (const sends of ["putUser", "uploadDocument", "triggerVerification"]) {
    expect(operations).not.toContain(`crossmint.${sends}`);
  }
  expect(operations).toContain("crossmint.acceptLegalDocument");
  await checkout.carryOnTo("result");
  await expect(checkout.title).toHaveText("You are cleared to buy");
});

test("a feature that is not enabled is nobody's fault and can be tried again", async ({ checkout }) => {
  await checkout.open("not-enabled");
  await checkout.agree();
  await expect(checkout.failure).toContainText("cannot offer the check");
  await expect(checkout.failure).toContainText("not-enabled");
  await checkout.again.click();
  await expect(checkout.failure).toContainText("cannot offer the check");
});
