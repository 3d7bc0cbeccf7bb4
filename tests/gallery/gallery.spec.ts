import { expect, test } from "@playwright/test";
import { isKept, type Look, openGallery, show, stateNames, take } from "./gallery-page.ts";

/** Every theme with both directions, every size with both directions. */
const LOOKS: readonly Look[] = [
  { theme: "light", lang: "en", width: "640" },
  { theme: "dark", lang: "ar", width: "640" },
  { theme: "forced", lang: "en", width: "320" },
  { theme: "light", lang: "ar", width: "320" },
  { theme: "dark", lang: "en", width: "wide" },
  { theme: "forced", lang: "ar", width: "wide" },
];

/** Edges of letters differ from one machine to another; a line, a colour or a place that has changed is more than that. */
const TOLERANCE = { maxDiffPixels: 60, threshold: 0.25 };

for (const look of LOOKS) {
  const name = Object.values(look).join("-");
  test(`every state looks as it did: ${name}`, async ({ page }) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await openGallery(page, look);
    for (const state of await stateNames(page)) {
      const picture = await take(await show(page, state), 16);
      const file = [name, `${state}.png`] as const;
      if (isKept(picture, test.info().snapshotPath(...file))) continue;
      expect.soft(picture, state).toMatchSnapshot(file, TOLERANCE);
    }
    expect(errors).toEqual([]);
  });
}

/** What README.md shows. */
const README: readonly (readonly [state: string, look: Look])[] = [
  ["flow-consent", { theme: "light", lang: "en", width: "640" }],
  ["flow-documents-chosen", { theme: "dark", lang: "en", width: "640" }],
  ["flow-wait", { theme: "light", lang: "ar", width: "640" }],
];

test.describe("README.md", () => {
  test.use({ deviceScaleFactor: 1.5 });

  for (const [state, look] of README) {
    test(`its picture of ${state} is what is there`, async ({ page }) => {
      await openGallery(page, look);
      const picture = await take(await show(page, state), 32);
      expect(picture).toMatchSnapshot(["readme", `${state}.png`], TOLERANCE);
    });
  }
});
