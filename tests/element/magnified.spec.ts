import type { KycConsent } from "../../www/element/index.ts";
import { cutOff, smallTargets, spaceText } from "./accessibility.ts";
import { atTask, flowAt, type Kind, TASKS } from "./flow-answers.ts";
import { expect, test } from "./test.ts";

/** A window of 1280 by 1024 px, magnified to 400 %. */
test.use({ viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });

for (const kind of Object.keys(TASKS) as Kind[]) {
  test(`at 400 % and with text set apart, nothing of <kyc-flow> is cut off or small: ${kind}`, async ({
    page,
    site,
  }) => {
    atTask(site, kind);
    site.attributes = `lang="de"`;
    await page.goto(site.url);
    await expect(page.locator("kyc-flow [part~=heading]")).toBeVisible();
    expect(await page.evaluate(() => devicePixelRatio)).toBe(4);
    if (kind === "form" || kind === "documents") {
      await page.locator("kyc-flow button[type=submit]").click();
      await expect(page.locator("[part~=errors]")).toBeFocused();
    }
    if (kind === "consent") await expect(page.getByRole("checkbox")).toHaveAttribute("aria-disabled", "false");
    expect(await smallTargets(page)).toEqual([]);
    await spaceText(page);
    expect(await cutOff(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
  });
}

test("at 400 % and with text set apart, nothing of <kyc-consent> is cut off or small", async ({
  consent,
  page,
  site,
}) => {
  site.attributes = `lang="de"`;
  site.routes["POST /consents"] = () => "cut";
  await consent.open();
  await spaceText(page);
  await consent.host.evaluate((element: KycConsent) => element.reportValidity());
  expect(await cutOff(page)).toEqual([]);
  expect(await smallTargets(page)).toEqual([]);
  await consent.box.click();
  await consent.host.evaluate((element: KycConsent) => element.record().catch(() => undefined));
  await expect(consent.retry).toBeVisible();
  expect(await cutOff(page)).toEqual([]);
  expect(await smallTargets(page)).toEqual([]);
});

for (const kind of ["wait", "stop"] as const) {
  test(`at 400 % and with text set apart, nothing of <kyc-status> is cut off or small: ${kind}`, async ({
    page,
    site,
  }) => {
    site.script = "status.js";
    site.html = `<kyc-status gateway="gateway"></kyc-status>`;
    site.routes["GET /flow"] = () => ({ body: { ...flowAt(kind), lookAgainAfter: null } });
    await page.goto(site.url);
    await expect(page.getByRole("listitem").first()).toBeVisible();
    await spaceText(page);
    expect(await cutOff(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
  });
}
