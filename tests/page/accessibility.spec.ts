import type { Step } from "./checkout-page.ts";
import { findings, sticksOut } from "./findings.ts";
import { expect, test } from "./test.ts";

for (const scheme of ["light", "dark"] as const) {
  test(`axe finds nothing at any step (${scheme})`, async ({ checkout, page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await checkout.open("documents");
    let step: Step = await checkout.step();
    while (step !== "result") {
      if (step === "details" || step === "documents") {
        await checkout.onward.click();
        await expect(checkout.errors).toBeVisible();
        expect.soft(await findings(page), `${step}, with errors`).toEqual([]);
        await checkout.fillIn();
      }
      expect.soft(await findings(page), step).toEqual([]);
      await checkout.carryOn();
      step = await checkout.step();
    }
    expect.soft(await findings(page), step).toEqual([]);
  });

  test(`axe finds nothing where something failed (${scheme})`, async ({ checkout, page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await checkout.open();
    await checkout.fault("502");
    await checkout.agree();
    await expect(checkout.failure).toBeVisible();
    await checkout.answers.first().locator("summary").click();
    expect(await findings(page)).toEqual([]);
  });
}

test("nothing sticks out at 320 pixels, nor at twice the text size", async ({ checkout, page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await checkout.open();
  let step: Step = await checkout.step();
  while (step !== "result") {
    if (step === "details" || step === "documents") await checkout.fillIn();
    expect.soft(await sticksOut(page), `${step} at 320 px`).toBeLessThanOrEqual(0);
    await checkout.carryOn();
    step = await checkout.step();
  }
  await page.setViewportSize({ width: 640, height: 640 });
  await page.evaluate(() => document.documentElement.classList.add("twice"));
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("html { font-size: 200% }");
    document.adoptedStyleSheets.push(sheet);
  });
  expect(await sticksOut(page)).toBeLessThanOrEqual(0);
});

test("the focus goes to the new step's heading, which is described by what is next", async ({ checkout, page }) => {
  await checkout.open();
  await checkout.agree();
  await checkout.at("details");
  await expect(checkout.title).toBeFocused();
  await expect(checkout.title).toHaveAccessibleDescription(/^Next: tell us who you are/);
  await expect(page.getByRole("navigation", { name: "Steps" }).getByText("Details")).toBeVisible();
});
