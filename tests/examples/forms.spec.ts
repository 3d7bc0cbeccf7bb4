// The same form in plain HTML, React, Vue and Svelte: what a person does there, and what the page hears of it.

import { inBrowser } from "./installed.ts";
import { expect, test } from "./test.ts";

for (const example of inBrowser) {
  test.describe(example, () => {
    test.beforeEach(async ({ host, page }) => {
      host.show(example);
      await page.goto(host.address);
      await expect(page.getByRole("checkbox")).toHaveAttribute("aria-disabled", "false");
    });

    test("is sent with the consent alone, which is then on record", async ({ host, page }) => {
      await page.getByRole("button", { name: "Continue" }).click();
      await expect(page.locator("kyc-consent [part~=note]")).toHaveText("Please tick this box to continue.");
      expect(await host.consents()).toEqual([]);
      await page.getByRole("checkbox").click();
      await expect(page.getByText(/^Agreed to version \S+$/)).toBeVisible();
      expect(await host.consents()).toEqual([]);
      await page.getByRole("button", { name: "Continue" }).click();
      await expect(page.getByText(/^On record since 20\S+Z$/)).toBeVisible();
      expect(await host.consents()).toEqual([expect.objectContaining({ policy: "crossmint-privacy-policy" })]);
    });

    test("sets properties, and attributes follow", async ({ page }) => {
      const host = page.locator("kyc-consent");
      await expect(host).toHaveAttribute("policy", "crossmint-privacy-policy");
      await page.getByRole("button", { name: "Lock" }).click();
      await expect(page.getByRole("checkbox")).toBeDisabled();
      await page.getByRole("button", { name: "Lock" }).click();
      await expect(page.getByRole("checkbox")).toBeEnabled();
      await expect(host).not.toHaveAttribute("disabled");
      // What only a property holds is nowhere in the page's HTML.
      expect(await host.evaluate((element) => element.outerHTML)).not.toContain("authorize");
    });

    test("begins anew when it is taken out and put in again", async ({ host, page }) => {
      const box = page.getByRole("checkbox");
      await box.click();
      await expect(box).toBeChecked();
      await page.getByRole("button", { name: "Start over" }).click();
      await expect(box).toHaveAttribute("aria-disabled", "false");
      await expect(box).not.toBeChecked();
      await expect(page.getByText(/^Agreed/)).toHaveCount(0);
      await box.click();
      await expect(page.getByText(/^Agreed to version/)).toBeVisible();
      await page.getByRole("button", { name: "Continue" }).click();
      await expect(page.getByText(/^On record since/)).toBeVisible();
      expect(await host.consents()).toHaveLength(1);
    });
  });
}
