import type { KycConsent } from "../../www/element/index.ts";
import { expect, test } from "./test.ts";

// The back/forward cache is switched off for the other tests: in Chromium by Playwright, in Firefox by our own settings.
// Chromium's headless shell has none.
const { CHROMIUM_WHOLE: executablePath } = process.env;
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const firefoxUserPrefs = { ...launchOptions.firefoxUserPrefs, "browser.sessionhistory.max_total_viewers": -1 };
    const browser = executablePath && { executablePath };
    await use({ ...launchOptions, ...browser, firefoxUserPrefs, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  },
});

// Playwright asks a page in vain that has come back in Firefox. So the page tells its server how it is.
test("a page that comes back from the back/forward cache is unticked", async ({ consent, page, site }) => {
  const told = () => site.calls.filter(({ path }) => path === "/told").map(({ body }) => JSON.parse(body));
  await consent.open();
  await consent.box.click();
  expect(await consent.state()).toMatchObject({ checked: true });
  const frame = await consent.box.boundingBox();
  await consent.host.evaluate((element: KycConsent) => {
    const tell = (news: string) => {
      const { checked, value } = element;
      const box = element.shadowRoot?.querySelector("input")?.matches(":checked");
      const sent = element.form ? [...new FormData(element.form).values()] : [];
      fetch("gateway/told", { method: "POST", body: JSON.stringify({ news, checked, box, value, sent }) });
    };
    addEventListener("pageshow", ({ persisted }) => persisted && tell("back"));
    addEventListener("kyc-consent-withdrawn", ({ detail }) => tell(detail.reason));
    addEventListener("kyc-consent-given", () => tell("given"));
  });
  await page.goto(`${site.url}sent`);
  await page.evaluate(() => history.back());
  const unticked = { checked: false, box: false, value: "", sent: [] };
  const both = [
    { news: "page-restored", ...unticked },
    { news: "back", ...unticked },
  ];
  await expect.poll(told).toEqual(expect.arrayContaining(both));
  await page.mouse.click((frame?.x ?? 0) + 5, (frame?.y ?? 0) + 5);
  await expect.poll(() => told().at(-1)).toMatchObject({ news: "given", checked: true, box: true });
});
