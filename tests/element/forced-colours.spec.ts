import { atTask, type Kind } from "./flow-answers.ts";
import { expect, test, wish } from "./test.ts";

/** Where the browser takes the page's colours away, what can be used still has an edge, and what differs still differs. */
for (const kind of ["form", "documents", "start"] as const satisfies readonly Kind[]) {
  test(`all that can be used has an edge: ${kind}, forced`, async ({ page, site }) => {
    await wish(page, { forcedColors: "active" });
    atTask(site, kind);
    await page.goto(site.url);
    await expect(page.locator("kyc-flow [part~=primary]")).toBeVisible();
    const edges = await page
      .locator("kyc-flow")
      .locator("button:visible, select, input:not([type=radio]):not([type=file]), label[part~=button]")
      .evaluateAll((all) =>
        all.map((one) => {
          const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(one);
          const behind = getComputedStyle(one.closest("[part~=base]") as Element).backgroundColor;
          return borderTopStyle !== "none" && Number.parseFloat(borderTopWidth) >= 1 && borderTopColor !== behind;
        }),
      );
    expect(edges.length).toBeGreaterThan(0);
    expect(edges).not.toContain(false);
  });
}

test("the focus, a tick and the steps of the way can be told apart, forced", async ({ page, site }) => {
  await wish(page, { forcedColors: "active" });
  atTask(site, "consent");
  await page.goto(site.url);
  const box = page.getByRole("checkbox");
  await expect(box).toHaveAttribute("aria-disabled", "false");
  await page.keyboard.press("Tab");
  await expect(box).toBeFocused();
  const card = await page.locator("kyc-consent [part~=base]").evaluate((one) => getComputedStyle(one).backgroundColor);
  expect(await box.evaluate((one) => getComputedStyle(one).outlineColor)).not.toBe(card);
  // The browser's own box, which shows its tick in any colours.
  expect(await box.evaluate((one) => getComputedStyle(one).appearance)).toBe("auto");
  const mark = (state: string) =>
    page
      .locator(`kyc-flow [part~=step-${state}] [part~=mark]`)
      .first()
      .evaluate((one) => {
        const { backgroundColor, borderTopWidth } = getComputedStyle(one);
        return [backgroundColor, borderTopWidth];
      });
  expect(await mark("current")).not.toEqual(await mark("ahead"));
});
