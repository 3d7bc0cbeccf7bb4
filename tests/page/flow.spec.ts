import type { Page } from "@playwright/test";
import { findings, sticksOut } from "./findings.ts";
import { expect, test } from "./test.ts";

const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const ANSWERS: Readonly<Record<string, string>> = {
  "first-name": "Mara",
  "last-name": "Lindqvist",
  "address-line": "Hafenstraße 12",
  "postal-code": "20457",
  city: "Hamburg",
  email: "mara.lindqvist@example.com",
  phone: "+4940123456",
  "identity-number": "C01X00T47",
};

/** Answers every question that is asked, those first that decide what else is. */
async function answer(page: Page): Promise<void> {
  const flow = page.locator("kyc-flow");
  await flow.locator("[name=country-of-residence]").selectOption("DE");
  await expect(flow.locator("[part~=activity]:visible")).toHaveCount(0);
  await expect(flow.locator("[part~=announcer]")).not.toBeEmpty();
  for (const [name, value] of Object.entries(ANSWERS)) {
    const field = flow.locator(`input[name=${name}]`);
    if (await field.count()) await field.fill(value);
  }
  for (const [label, value] of Object.entries({ Day: "17", Month: "4", Year: "1991" })) {
    await flow.getByLabel(label, { exact: true }).fill(value);
  }
  for (const select of await flow.locator("select").all()) {
    if ((await select.inputValue()) === "") await select.selectOption({ index: 1 });
  }
}

test("the whole way in one tag: consent, details, a reload, documents, check, result; the status follows", async ({
  page,
  product,
}) => {
  await page.goto(`${product.demo}/flow.html`);
  const flow = page.locator("kyc-flow");
  const heading = flow.locator("[part~=heading]");
  await expect(flow.getByRole("checkbox")).toHaveAttribute("aria-disabled", "false");
  expect(await findings(page)).toEqual([]);
  await flow.getByRole("checkbox").click();
  await flow.getByRole("button", { name: "Agree and continue" }).click();
  await expect(heading).toHaveText("Your details");
  await expect(heading).toBeFocused();
  await answer(page);
  await page.reload();
  await expect(flow.locator("[name=first-name]")).toHaveValue("Mara");
  await expect(flow.locator("[name=city]")).toHaveValue("Hamburg");
  expect(await findings(page)).toEqual([]);
  await flow.getByRole("button", { name: "Continue" }).click();
  await expect(heading).toHaveText("Your documents");
  for (const input of await flow.locator("input[type=file]").all()) {
    await input.setInputFiles({ name: "mara.png", mimeType: "image/png", buffer: PICTURE });
  }
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await sticksOut(page)).toBeLessThanOrEqual(0);
  await flow.getByRole("button", { name: "Send documents" }).click();
  await expect(heading).toHaveText("Your details are being checked", { timeout: 20_000 });
  await product.letReviewEnd();
  await expect(async () => {
    const again = flow.getByRole("button", { name: "Look again now" });
    if (await again.isVisible()) await again.click();
    await expect(heading).not.toHaveText("Your details are being checked", { timeout: 1000 });
  }).toPass({ timeout: 40_000 });
  const status = page.locator("kyc-status");
  await expect(status.getByRole("listitem").filter({ hasText: "Consent" }).first()).toContainText("Done");
});

test("the whole way is offered in every language of the package, by its own name", async ({ page, product }) => {
  await page.goto(`${product.demo}/flow.html?person=verified`);
  const picker = page.getByLabel("Language");
  await expect(picker.getByRole("option")).toHaveCount(43);
  const names = await picker.getByRole("option").allInnerTexts();
  expect(names).toEqual(expect.arrayContaining(["English", "suomi", "עברית", "ไทย", "日本語"]));
  expect(new Set(names).size).toBe(43);
  for (const [tag, direction, sentence] of [
    ["ja", "ltr", /Crossmint.*同意/],
    ["he", "rtl", /Crossmint/],
  ] as const) {
    await picker.selectOption(tag);
    await expect(page.locator("kyc-flow [part~=base]").first()).toHaveAttribute("lang", tag);
    await expect(page.locator("kyc-flow [part~=base]").first()).toHaveAttribute("dir", direction);
    await expect(page.locator("kyc-consent [part~=sentence]")).toHaveText(sentence);
    expect(await findings(page)).toEqual([]);
  }
});
