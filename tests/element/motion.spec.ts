import type { Page } from "@playwright/test";
import { moving } from "./accessibility.ts";
import { atTask, flowAt } from "./flow-answers.ts";
import type { Site } from "./site.ts";
import { expect, test, wish } from "./test.ts";

/** Holds the gateway's answer to the step back, so that the flow shows that it is at work. */
async function atWork(page: Page, site: Site): Promise<void> {
  atTask(site, "start");
  site.routes["POST /flow/tasks/one.check"] = () => new Promise(() => {});
  await page.goto(site.url);
  await page.getByRole("button", { name: "Start the check" }).click();
  await expect(page.locator("[part~=activity]")).toBeVisible();
}

test("what works moves, for those who do not mind", async ({ page, site }) => {
  await wish(page, { reducedMotion: "no-preference" });
  await atWork(page, site);
  expect(await moving(page)).toBeGreaterThan(0);
});

test("nothing moves in <kyc-flow> for those who want it so: at work", async ({ page, site }) => {
  await wish(page, { reducedMotion: "reduce" });
  await atWork(page, site);
  expect(await moving(page)).toBe(0);
});

for (const tag of ["kyc-flow", "kyc-status"] as const) {
  test(`nothing moves in <${tag}> for those who want it so: waiting`, async ({ page, site }) => {
    await wish(page, { reducedMotion: "reduce" });
    if (tag === "kyc-flow") atTask(site, "wait");
    else Object.assign(site, { script: "status.js", html: `<kyc-status gateway="gateway"></kyc-status>` });
    site.routes["GET /flow"] = () => ({ body: flowAt("wait") });
    await page.goto(site.url);
    await expect(page.getByRole("listitem").filter({ hasText: "Check" })).toHaveAttribute("aria-current", "step");
    expect(await moving(page)).toBe(0);
  });
}
