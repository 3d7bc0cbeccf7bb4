import type { KycConsent } from "../../www/element/index.ts";
import { ELEMENT, POLICY, words } from "./site.ts";
import { expect, test } from "./test.ts";

const VALUE = `${POLICY.policy}@${POLICY.version}`;

test("sent without the consent, the form stays, and says what is missing", async ({ consent, page, site }) => {
  await consent.open();
  expect(await consent.host.evaluate((element: KycConsent) => element.checkValidity())).toBe(false);
  await expect(consent.note).toHaveText("");
  await page.getByRole("button", { name: "Continue" }).click();
  expect(page.url()).toBe(site.url);
  await expect(consent.box).toBeFocused();
  await expect(consent.note).toHaveText(words().required);
  await expect(consent.box).toHaveAccessibleDescription(words().required);
  await expect(consent.box).toHaveAttribute("aria-invalid", "true");
  expect(await consent.state()).toMatchObject({ valid: false, states: ["invalid"] });
  expect(
    await consent.host.evaluate((element: KycConsent) => [element.validationMessage, element.validity.valueMissing]),
  ).toEqual([words().required, true]);

  await consent.box.click();
  await expect(consent.note).toHaveText("");
  await expect(consent.box).toHaveAttribute("aria-invalid", "false");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/sent/);
  expect(page.url()).toContain(`consent=${encodeURIComponent(VALUE)}`);
});

test("reportValidity() moves to the box and tells the person, in the page's language", async ({ consent, site }) => {
  site.attributes = `lang="ar" dir="rtl"`;
  await consent.open();
  expect(await consent.host.evaluate((element: KycConsent) => element.reportValidity())).toBe(false);
  await expect(consent.box).toBeFocused();
  await expect(consent.note).toHaveText(words("ar").required);
});

test("an optional one does not hold the form back", async ({ consent, page, site }) => {
  site.html = `<form action="sent">${ELEMENT.replace("<kyc-consent", "<kyc-consent optional")}<button>Continue</button></form>`;
  await consent.open();
  await expect(consent.box).not.toHaveAttribute("required");
  expect(await consent.state()).toEqual({ checked: false, value: "", form: [], valid: true, states: [] });
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/sent/);
  expect(new URL(page.url()).search).toBe("");
});

test("properties stand for attributes", async ({ consent }) => {
  await consent.open();
  const seen = await consent.host.evaluate((element: KycConsent) => {
    const before = [element.policy, element.gateway, element.name, element.optional];
    element.optional = true;
    element.name = "other";
    Reflect.set(element, "gateway", undefined);
    const after = [element.hasAttribute("optional"), element.getAttribute("name"), element.hasAttribute("gateway")];
    return [...before, ...after];
  });
  expect(seen).toEqual([POLICY.policy, "gateway", "consent", false, true, "other", false]);
});

test("a label of the page that points to it moves the focus, and ticks nothing", async ({ consent, page, site }) => {
  site.html = `<label for="c">Consent</label>${ELEMENT.replace("<kyc-consent", `<kyc-consent id="c"`)}`;
  await consent.open();
  await page.getByText("Consent", { exact: true }).click();
  await expect(consent.box).toBeFocused();
  expect(await consent.state()).toMatchObject({ checked: false });
});

test("two of them keep to themselves", async ({ consent, page, site }) => {
  site.html = `<form>${ELEMENT}${ELEMENT}</form>`;
  await consent.open();
  await consent.box.click();
  await expect(page.locator("kyc-consent").nth(1).getByRole("checkbox")).not.toBeChecked();
  expect(await consent.state()).toMatchObject({ form: [VALUE] });
});
