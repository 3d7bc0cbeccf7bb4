import config from "./playwright.config.ts";
import { expect, test } from "./test.ts";

// Playwright switches the back/forward cache off; without that switch Chromium has it.
test.use({ launchOptions: { ...config.use?.launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] } });

test("a page that comes back from the back/forward cache is unticked", async ({ consent, page, site }) => {
  await consent.open();
  await page.evaluate(() => {
    addEventListener("pageshow", ({ persisted }) => Object.assign(globalThis, { persisted }));
  });
  await consent.box.click();
  expect(await consent.state()).toMatchObject({ checked: true });
  await page.goto(`${site.url}sent`);
  await page.goBack({ waitUntil: "commit" });
  await expect.poll(() => page.evaluate(() => Reflect.get(globalThis, "persisted"))).toBe(true);
  await expect(consent.box).not.toBeChecked();
  expect(await consent.state()).toEqual({ checked: false, value: "", form: [], valid: false, states: [] });
  expect(await consent.details("kyc-consent-withdrawn")).toMatchObject([{ reason: "page-restored" }]);
  await consent.box.click();
  expect(await consent.state()).toMatchObject({ checked: true });
});
