// Next's server draws the consent: it is in the HTML, works without script, and is taken over where there is one.

import { expect, test } from "./test.ts";

test("sentence, logo and box are in the HTML that the server sends", async ({ host, request }) => {
  const html = await (await request.get(host.next)).text();
  expect(html).toContain('<template shadowrootmode="open"');
  expect(html).toMatch(/<span part="sentence"[^>]*>I consent to my KYC data/);
  expect(html).toContain('type="checkbox"');
  expect(html).not.toMatch(/ checked/);
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("the form is posted, and the consent is on record", async ({ host, page }) => {
    await page.goto(host.next);
    await page.getByRole("checkbox").click();
    await page.getByRole("button", { name: "I agree" }).click();
    await expect(page.getByText("Sent without script: recorded")).toBeVisible();
    expect(await host.consents()).toEqual([expect.objectContaining({ policy: "crossmint-privacy-policy" })]);
  });
});

test("React takes over around it, and the element itself: nothing is drawn twice", async ({ host, page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await page.goto(host.next);
  const box = page.getByRole("checkbox");
  await expect(box).toHaveAttribute("aria-disabled", "false");
  await expect(page.getByRole("button", { name: "I agree" })).toHaveCount(0);
  await expect(page.locator("kyc-consent")).toHaveCount(1);
  await box.click();
  await expect(page.getByText(/^Agreed to version \S+$/)).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText(/^On record since 20\S+Z$/)).toBeVisible();
  expect(asked.filter((call) => call.includes("presentation"))).toEqual([]);
  expect(asked).toContain("POST /consents");
  expect(await host.consents()).toHaveLength(1);
});
