import type { KycConsent } from "../../www/element/index.ts";
import { LOGO, POLICY, presentation, words } from "./site.ts";
import { expect, test } from "./test.ts";

const REASON = words().notShown.replace("{company}", "Crossmint");

function withLogo(logo: string): string {
  return `<form action="sent"><kyc-consent policy="${POLICY.policy}" gateway="gateway">${logo}</kyc-consent><button>Continue</button></form>`;
}

test.describe("the box cannot be ticked, and says why, when the logo", () => {
  const cases: Record<string, string> = {
    "is missing": "",
    "is not in its slot": LOGO.replace(` slot="logo"`, ""),
    "is text": `<span slot="logo">Crossmint</span>`,
    "did not load": LOGO.replace("logo.svg", "none.svg"),
    "is too small": LOGO.replace(`width="132" height="24"`, `class="tiny"`),
    "is not rendered": LOGO.replace("<img", `<img class="gone"`),
    "is invisible": LOGO.replace("<img", `<img class="unseen"`),
    "is in something that is not rendered": `<span slot="logo" class="gone">${LOGO.replace(` slot="logo"`, "")}</span>`,
  };
  for (const [name, logo] of Object.entries(cases)) {
    test(name, async ({ consent, page, site }) => {
      site.html = withLogo(logo);
      await page.goto(site.url);
      await expect(consent.note).toHaveText(REASON);
      await expect(consent.box).toHaveAttribute("aria-disabled", "true");
      await expect(consent.box).toHaveAccessibleDescription(REASON);

      // Whoever uses the keyboard comes past it, and learns why.
      await page.keyboard.press("Tab");
      await expect(consent.box).toBeFocused();
      await page.keyboard.press("Space");
      await consent.box.click({ force: true });
      await consent.sentence.click({ position: { x: 10, y: 10 } });
      await expect(consent.box).not.toBeChecked();
      expect(await consent.state()).toMatchObject({ checked: false, valid: false, states: ["unready"] });
      expect(await consent.events()).toEqual([]);
      expect(await consent.host.evaluate((element: KycConsent) => element.validationMessage)).toBe(REASON);
    });
  }
});

test.describe("the box can be ticked when the logo is", () => {
  const cases: Record<string, string> = {
    "an image": LOGO,
    "an image in a picture": `<picture slot="logo">${LOGO.replace(` slot="logo"`, "")}</picture>`,
    "an image in a link": `<a slot="logo" href="https://www.crossmint.com/">${LOGO.replace(` slot="logo"`, "")}</a>`,
    "an inline svg": `<svg slot="logo" width="100" height="24" role="img" aria-label="Crossmint"><rect width="9" height="9"/></svg>`,
  };
  for (const [name, logo] of Object.entries(cases)) {
    test(name, async ({ consent, site }) => {
      site.html = withLogo(logo);
      await consent.open();
      await consent.box.click();
      expect(await consent.state()).toMatchObject({ checked: true });
      expect(await consent.host.evaluate((element: KycConsent) => element.evidence?.logo.shown)).toBe(true);
    });
  }
});

test("an image on its way: not ready, nothing to complain of, until it is there", async ({ consent, page, site }) => {
  let arrive: (found: boolean) => void = () => {};
  site.logo = () => new Promise((resolve) => (arrive = resolve));
  await page.goto(site.url, { waitUntil: "commit" });
  await expect(consent.sentence).toHaveText(/I consent/);
  await expect(consent.box).toHaveAttribute("aria-disabled", "true");
  await expect(consent.note).toHaveText("");
  await consent.box.click({ force: true });
  await expect(consent.note).toHaveText(REASON);
  arrive(true);
  await expect(consent.box).toHaveAttribute("aria-disabled", "false");
  await expect(consent.note).toHaveText("");
  await consent.box.click();
  expect(await consent.state()).toMatchObject({ checked: true });
});

test("a logo put in later makes it ready, one taken out makes it unready again", async ({ consent, page, site }) => {
  site.html = withLogo("");
  await page.goto(site.url);
  await expect(consent.note).toHaveText(REASON);
  await consent.host.evaluate((element) => {
    const image = document.createElement("img");
    Object.assign(image, { slot: "logo", src: "logo.svg", alt: "Crossmint", width: 132, height: 24 });
    element.append(image);
  });
  await expect(consent.box).toHaveAttribute("aria-disabled", "false");
  expect(await consent.events()).toEqual(["kyc-consent-ready"]);
  await consent.host.evaluate((element) => element.querySelector("img")?.remove());
  await expect(consent.box).toHaveAttribute("aria-disabled", "true");
  expect(await consent.state()).toMatchObject({ states: ["unready"] });
});

test("a logo that is gone keeps the tick, which can be taken back", async ({ consent }) => {
  await consent.open();
  await consent.box.click();
  await consent.host.evaluate((element) => element.querySelector("img")?.remove());
  expect(await consent.state()).toMatchObject({ checked: true });
  await consent.box.click();
  expect(await consent.state()).toMatchObject({ checked: false });
  await consent.box.click({ force: true });
  expect(await consent.state()).toMatchObject({ checked: false });
});

test("no logo is needed when the presentation asks for none", async ({ consent, site }) => {
  site.html = withLogo("");
  site.routes[`GET /policies/${POLICY.policy}/presentation`] = () => ({
    body: { ...presentation(), logo: { of: "Crossmint", required: false } },
  });
  await consent.open();
  await consent.box.click();
  expect(await consent.state()).toMatchObject({ checked: true });
  expect(await consent.host.evaluate((element: KycConsent) => element.evidence?.logo)).toEqual({
    shown: false,
    width: 0,
    height: 0,
  });
});

test("a sentence that cannot be seen cannot be agreed to", async ({ consent }) => {
  await consent.open();
  await consent.host.evaluate((element) => element.classList.add("no-sentence"));
  await consent.box.click();
  await expect(consent.box).not.toBeChecked();
  expect(await consent.state()).toMatchObject({ checked: false });
  await expect(consent.status).toHaveText(REASON);
  expect(await consent.details("kyc-consent-failed")).toEqual([
    { operation: "tick", error: { code: "invalid-input", rules: ["not-visible"] } },
  ]);
});
