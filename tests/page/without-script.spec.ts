// A consent that the server has drawn: with and without script, through the gateway, up to the ledger and the partner.

import type { Page } from "@playwright/test";
import { findings } from "./findings.ts";
import type { Product } from "./product.ts";
import { expect, test } from "./test.ts";

interface Consent {
  readonly policy: string;
  readonly delivery: string;
  readonly withdrawnAt?: string;
}

/** What is on the record of whoever is signed in. */
async function onRecord(page: Page, product: Product): Promise<readonly Consent[]> {
  const signedIn = await page.request.post(`${product.demo}/sign-in`, { data: {} });
  const { token } = (await signedIn.json()) as { token: string };
  const headers = { authorization: `Bearer ${token}` };
  const reply = await page.request.get(`${product.gateway}/consents`, { headers });
  return ((await reply.json()) as { consents: readonly Consent[] }).consents;
}

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("a person ticks and presses, and the consent is on record and told", async ({ page, product }) => {
    await page.goto(`${product.demo}/without-script?lang=de`);
    await expect(page.locator("kyc-consent [part=sentence]")).toContainText("Datenschutzerklärung");
    expect(await onRecord(page, product)).toEqual([]);
    await page.getByRole("checkbox").click();
    await page.getByRole("button", { name: "I agree" }).click();
    await expect(page.getByText("Your consent is on record.")).toBeVisible();
    // Nothing of the person is in the address.
    expect(page.url()).toBe(`${product.demo}/without-script?kyc-consent=recorded`);
    expect(await onRecord(page, product)).toEqual([
      expect.objectContaining({ policy: "crossmint-privacy-policy", delivery: "delivered" }),
    ]);
  });

  test("pressing twice records once", async ({ page, product }) => {
    await page.goto(`${product.demo}/without-script`);
    await page.getByRole("checkbox").click();
    await page.getByRole("button", { name: "I agree" }).dblclick();
    await expect(page.getByText("Your consent is on record.")).toBeVisible();
    expect(await onRecord(page, product)).toHaveLength(1);
  });

  test("after a withdrawal the person can agree anew", async ({ page, product }) => {
    await page.goto(`${product.demo}/without-script`);
    await page.getByRole("checkbox").click();
    await page.getByRole("button", { name: "I agree" }).click();
    await expect(page.getByText("Your consent is on record.")).toBeVisible();
    const signedIn = await page.request.post(`${product.demo}/sign-in`, { data: {} });
    const { token } = (await signedIn.json()) as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    await page.request.delete(`${product.gateway}/consents/crossmint-privacy-policy`, { headers });
    const [consent] = await onRecord(page, product);
    expect(consent?.withdrawnAt).toEqual(expect.any(String));
    await page.getByRole("checkbox").click();
    await page.getByRole("button", { name: "I agree" }).click();
    // The page was loaded anew, so its form is a new one: this is a consent of its own.
    await expect(page.getByText("Your consent is on record.")).toBeVisible();
    expect(await onRecord(page, product)).toHaveLength(2);
  });
});

test("with script the element takes over, and records by itself", async ({ page, product }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(product.gateway)) asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await page.goto(`${product.demo}/without-script`);
  const box = page.locator("kyc-consent").getByRole("checkbox");
  await expect(box).toHaveAttribute("aria-disabled", "false");
  await expect(page.getByRole("button", { name: "I agree" })).toHaveCount(0);
  expect(await findings(page, { preload: false })).toEqual([]);
  await box.click();
  await expect(page.locator("kyc-consent").getByRole("status")).toHaveText("Your consent has been saved.");
  expect(asked.filter((call) => call.startsWith("POST"))).toEqual(["POST /consents"]);
  expect(asked.filter((call) => call.includes("presentation"))).toEqual([]);
  expect(await onRecord(page, product)).toHaveLength(1);
});

// No person's act leads to this post, and the browser does not say that one did.
test("a script that ticks and posts by itself gives no consent", async ({ page, product }) => {
  await page.route("**/kyc-assent/element.js", (route) => route.abort());
  await page.addInitScript(() => {
    if (location.search === "")
      addEventListener("load", () => {
        const root = document.querySelector("kyc-consent")?.shadowRoot as ShadowRoot;
        (root.querySelector("input[type=checkbox]") as HTMLInputElement).click();
        (root.querySelector("[part=submit]") as HTMLButtonElement).click();
      });
  });
  await page.goto(`${product.demo}/without-script`);
  await page.waitForURL("**/without-script?kyc-consent=not-by-person");
  expect(await onRecord(page, product)).toEqual([]);
});
