import { sticksOut } from "./findings.ts";
import { expect, test } from "./test.ts";

for (const look of ["theme=light&lang=en&width=wide", "theme=dark&lang=ar&width=320"]) {
  test(`the gallery gets every state there, under the strict policy of all pages: ${look}`, async ({
    page,
    product,
  }) => {
    await page.goto(`${product.demo}/gallery.html?${look}`);
    const pictures = page.locator(".picture");
    await expect(pictures).not.toHaveCount(0);
    await expect(page.locator(".picture:not([data-ready])")).toHaveCount(0);
    expect(await sticksOut(page)).toBeLessThanOrEqual(0);
    await page.getByLabel("State").selectOption("consent-ready");
    await expect(pictures).toHaveCount(1);
    await page.reload();
    await expect(pictures).toHaveCount(1);
  });
}
