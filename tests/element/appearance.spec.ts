import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { KycConsent } from "../../www/element/index.ts";
import { POLICY, RECORDED, type Site, words } from "./site.ts";
import { type Consent, expect, test, type Wishes, wish } from "./test.ts";

/** The states in which the element is looked at, and how to get there. */
const states = {
  unticked: async () => {},
  ticked: (consent: Consent) => consent.box.click(),
  missing: (_: Consent, page: Page) => page.getByRole("button", { name: "Continue" }).click(),
  recorded: async (consent: Consent, _: Page, site: Site) => {
    site.routes["POST /consents"] = () => ({ status: 201, body: { ...RECORDED, receipt: true } });
    await consent.box.click();
    await consent.host.evaluate((element: KycConsent) => element.record().then(() => undefined));
    await expect(consent.host.locator("[part=receipt]")).toBeVisible();
  },
  withdrawn: async (consent: Consent) => {
    await consent.box.click();
    await consent.host.evaluate((element: KycConsent) => element.record().then(() => undefined));
    await consent.box.click();
    await expect(consent.status).not.toHaveText("");
  },
  "not loaded": async (consent: Consent, page: Page, site: Site) => {
    site.routes[`GET /policies/${POLICY.policy}/presentation`] = () => "cut";
    await page.goto(site.url);
    await expect(consent.retry).toBeVisible();
  },
  failed: async (consent: Consent, page: Page) => {
    await page.route("**/consents", (route) => route.abort());
    await consent.box.click();
    await consent.host.evaluate((element: KycConsent) => element.record().catch(() => {}));
    await expect(consent.retry).toBeVisible();
  },
  "without its logo": async (consent: Consent) => {
    await consent.host.evaluate((element) => element.querySelector("img")?.remove());
    await expect(consent.note).not.toHaveText("");
  },
};

const looks: Record<string, Wishes> = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "forced colours": { forcedColors: "active" },
};

for (const [look, media] of Object.entries(looks)) {
  for (const [state, reach] of Object.entries(states)) {
    test(`axe finds nothing: ${state}, ${look}`, async ({ consent, page, site }) => {
      if (look === "dark") site.attributes = `lang="ar" dir="rtl"`;
      await wish(page, { ...media, reducedMotion: "reduce" });
      await consent.open();
      await reach(consent, page, site);
      // There are no frames, so nothing has to be put together in a second page, which takes three times as long.
      const { violations, passes } = await new AxeBuilder({ page })
        .setLegacyMode(true)
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
        .analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      const inside = passes.filter(({ nodes }) => nodes.some(({ target }) => target.flat().length > 1));
      expect(inside.map(({ id }) => id)).toContain(state === "not loaded" ? "button-name" : "label");
      // axe asks for no contrast in forced colours, nor of what belongs to a box that cannot be ticked yet.
      const isAsked = look !== "forced colours" && state !== "without its logo";
      if (isAsked) expect(inside.map(({ id }) => id)).toContain("color-contrast");
    });
  }
}

for (const look of ["light", "dark"] as const) {
  test(`the box's border stands out from the card by 3:1 and more, ${look}`, async ({ consent, page }) => {
    await wish(page, { colorScheme: look });
    await consent.open();
    const [border, surface] = await consent.box.evaluate((box) => {
      const { borderTopColor } = getComputedStyle(box);
      const { backgroundColor } = getComputedStyle(box.closest("[part~=base]") as Element);
      return [borderTopColor, backgroundColor];
    });
    expect(contrast(border, surface)).toBeGreaterThan(3);
  });
}

test("box, link and button are big enough to hit", async ({ consent, page }) => {
  await consent.open();
  const box = await consent.box.boundingBox();
  expect(box?.width).toBeGreaterThanOrEqual(24);
  expect(box?.height).toBeGreaterThanOrEqual(24);
  await states.failed(consent, page);
  expect((await consent.retry.boundingBox())?.height).toBeGreaterThanOrEqual(24);
});

test("box and sentence keep their size in a page of small print", async ({ consent, page }) => {
  await consent.open();
  await page.evaluate(() => document.documentElement.classList.add("small-print"));
  expect((await consent.box.boundingBox())?.width).toBeGreaterThanOrEqual(24);
});

for (const [zoom, width] of [
  [200, 640],
  [400, 320],
  [400, 256],
] as const) {
  test(`nothing is cut off or to be scrolled sideways at ${zoom} %, ${width} px wide`, async ({
    consent,
    page,
    site,
  }) => {
    site.attributes = `lang="de"`;
    await page.setViewportSize({ width, height: 800 });
    await consent.open();
    if (zoom === 200) await page.evaluate(() => document.documentElement.classList.add("double"));
    await consent.host.evaluate((element: KycConsent) => element.reportValidity());
    const { scroll, client } = await page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      client: document.documentElement.clientWidth,
    }));
    expect(scroll).toBeLessThanOrEqual(client);
    for (const part of [consent.box, consent.sentence, consent.note]) {
      const frame = await part.boundingBox();
      expect(frame?.x).toBeGreaterThanOrEqual(0);
      expect((frame?.x ?? 0) + (frame?.width ?? 0)).toBeLessThanOrEqual(width);
    }
  });
}

test("the focus can be seen", async ({ consent, page }) => {
  await consent.open();
  await page.keyboard.press("Tab");
  const outline = await consent.box.evaluate((box) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(box);
    const { backgroundColor } = getComputedStyle(box.closest("[part~=base]") as Element);
    return { outlineStyle, outlineWidth, outlineColor, backgroundColor };
  });
  expect(outline).toMatchObject({ outlineStyle: "solid", outlineWidth: "2px" });
  expect(contrast(outline.outlineColor, outline.backgroundColor)).toBeGreaterThan(3);
});

test("nothing moves for those who want it so", async ({ consent, page }) => {
  await wish(page, { reducedMotion: "reduce" });
  await consent.open();
  expect(await consent.box.evaluate((box) => getComputedStyle(box).transitionDuration)).toBe("0s");
});

test("all of it can be reached by parts, states and properties", async ({ consent, page }) => {
  await wish(page, { reducedMotion: "reduce" });
  await consent.open();
  await page.evaluate(() => document.documentElement.classList.add("styled"));
  const style = (selector: string, property: string) =>
    consent.host.evaluate(
      (element, [inner, name]) =>
        getComputedStyle(element.shadowRoot?.querySelector(inner) as Element).getPropertyValue(name),
      [selector, property] as const,
    );
  expect(await style("[part~=base]", "background-color")).toBe("rgb(1, 2, 3)");
  expect(await style("[part~=sentence]", "font-style")).toBe("italic");
  await consent.box.click();
  expect(await style("[part~=box]", "background-color")).toBe("rgb(4, 5, 6)");
  expect(await style("[part~=base]", "border-top-color")).toBe("rgb(7, 8, 9)");
});

test("the link says in words that it opens a new tab, and shows it", async ({ consent }) => {
  await consent.open();
  await expect(consent.link).toHaveAccessibleDescription(words().newTab);
  await expect(consent.link).toHaveAttribute("href", POLICY.link);
  expect(await consent.link.evaluate((link) => getComputedStyle(link, "::after").content)).toContain("↗");
});

/** Contrast of two colours written as `rgb(…)`, by WCAG 2. */
function contrast(one = "", other = ""): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const channels = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((channel) => {
    const share = Number(channel) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = channels;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
