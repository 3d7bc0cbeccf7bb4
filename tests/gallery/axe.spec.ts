import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { type Look, openGallery } from "./gallery-page.ts";

/** Every theme in every direction, as narrow as it gets. */
const LOOKS = (["light", "dark", "forced"] as const).flatMap((theme) =>
  (["en", "ar"] as const).map((lang): Look => ({ theme, lang, width: "320" })),
);

for (const look of LOOKS) {
  test(`axe finds nothing in any state: ${Object.values(look).join("-")}`, async ({ page }) => {
    await openGallery(page, look);
    const pictures = page.locator(".picture");
    await expect(pictures).not.toHaveCount(0);
    await expect(page.locator(".picture:not([data-ready])")).toHaveCount(0);
    // That landmarks have names of their own holds of a page with one element, and here are all states of it at once.
    const { violations, passes } = await new AxeBuilder({ page })
      .include(".picture")
      .setLegacyMode(true)
      .options({ resultTypes: ["violations"] })
      .disableRules("landmark-unique")
      .analyze();
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
    expect(found).toEqual([]);
    expect(passes.length).toBeGreaterThan(10);
  });
}
