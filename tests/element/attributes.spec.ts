import type { KycConsent } from "../../www/element/index.ts";
import { expect, test } from "./test.ts";

const padding = (part: string) => `[part~=${part}]`;

for (const [tag, script] of [
  ["kyc-consent", "element.js"],
  ["kyc-flow", "flow.js"],
  ["kyc-status", "status.js"],
] as const) {
  test(`<${tag}> takes less space where it is compact, by attribute and by property`, async ({ page, site }) => {
    site.html = `<${tag}></${tag}>`;
    site.script = script;
    await page.goto(site.url);
    const base = page.locator(`${tag} ${padding("base")}`);
    const space = () =>
      base.evaluate((card) => {
        const { paddingTop, rowGap } = getComputedStyle(card);
        return [Number.parseFloat(paddingTop), Number.parseFloat(rowGap)] as const;
      });
    await expect(base).toBeAttached();
    const [wide, wideGap] = await space();
    await page.locator(tag).evaluate((element) => element.setAttribute("density", "compact"));
    const [narrow, narrowGap] = await space();
    expect(narrow).toBeLessThan(wide);
    expect(narrowGap).toBeLessThan(wideGap);
    await page.locator(tag).evaluate((element) => Object.assign(element, { density: "" }));
    expect(await space()).toEqual([wide, wideGap]);
    await page.locator(tag).evaluate((element) => Object.assign(element, { density: "compact" }));
    expect(await space()).toEqual([narrow, narrowGap]);
  });
}

test("the box of a compact consent is as big as any", async ({ consent, site }) => {
  site.html = site.html.replace("<kyc-consent ", `<kyc-consent density="compact" `);
  await consent.open();
  const box = await consent.box.boundingBox();
  expect(box?.width).toBeGreaterThanOrEqual(24);
  expect(box?.height).toBeGreaterThanOrEqual(24);
});

// A framework that finds no property writes disabled="false", and that is disabled.
test("a framework can disable it by a property, and enable it again", async ({ consent }) => {
  await consent.open();
  await consent.host.evaluate((element: KycConsent) => Object.assign(element, { disabled: true }));
  await expect(consent.box).toBeDisabled();
  await expect(consent.host).toHaveAttribute("disabled", "");
  await consent.host.evaluate((element: KycConsent) => Object.assign(element, { disabled: false }));
  await expect(consent.box).toBeEnabled();
  await consent.box.click();
  expect((await consent.state()).checked).toBe(true);
});

test("properties that were set before the element was defined count", async ({ page, site }) => {
  site.html = `<kyc-consent></kyc-consent>`;
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const element = document.querySelector("kyc-consent");
      if (!element) return;
      Object.assign(element, {
        policy: "crossmint-privacy-policy",
        optional: true,
        disabled: true,
        density: "compact",
      });
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(site.url);
  const host = page.locator("kyc-consent");
  for (const name of ["optional", "disabled"]) await expect(host).toHaveAttribute(name, "");
  await expect(host).toHaveAttribute("policy", "crossmint-privacy-policy");
  await expect(host).toHaveAttribute("density", "compact");
});
