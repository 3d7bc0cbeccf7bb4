import { expect, test } from "./test.ts";

test("the whole way in Arabic, from right to left", async ({ checkout, page }) => {
  await page.goto("about:blank");
  await checkout.open("verified", { query: "?lang=ar" });
  const html = page.locator("html");
  await expect(html).toHaveAttribute("dir", "rtl");
  await expect(html).toHaveAttribute("lang", "ar");
  await expect(checkout.title).toHaveText("موافقتك");
  const sentence = page.locator("kyc-consent [part~=sentence]");
  await expect(sentence).toHaveAttribute("dir", "rtl");
  const [flow, order] = await Promise.all([page.locator(".flow").boundingBox(), page.locator(".order").boundingBox()]);
  expect(flow?.x).toBeGreaterThan(order?.x ?? Number.POSITIVE_INFINITY);
  await expect(page.locator(".backstage")).toHaveAttribute("dir", "ltr");

  await checkout.agree();
  await checkout.at("details");
  // A version reads from left to right in the middle of Arabic.
  await expect(page.locator("#consent-on-record")).toContainText(/\u2066\d{4}-\d{2}-\d{2}\u2069/);
  await expect(page.locator("label[for^=field-first-name]")).toHaveText(/الاسم الأول/);
  await checkout.fillIn();
  await checkout.onward.click();
  await checkout.at("documents");
  await checkout.fillIn();
  await checkout.onward.click();
  await checkout.at("checking");
  await expect(checkout.title).toHaveText("جارٍ التحقق من هويتك");
});

for (const language of ["en", "de", "fr", "es", "it", "pt", "ar"]) {
  test(`the page speaks ${language}, and nothing of it is left in another language`, async ({ checkout, page }) => {
    await checkout.open("verified", { query: `?lang=${language}` });
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.locator("kyc-consent [part~=sentence]")).toHaveAttribute("lang", language);
    const words = await page.locator(".shop [data-text], #step-title, #step-next").allTextContents();
    await page
      .getByRole("combobox")
      .first()
      .selectOption(language === "en" ? "de" : "en");
    await expect(page.locator("html")).toHaveAttribute("lang", language === "en" ? "de" : "en");
    const others = await page.locator(".shop [data-text], #step-title, #step-next").allTextContents();
    expect(words.filter((text, index) => text === others[index])).toEqual([]);
  });
}

test("a change of language keeps what was typed, and asks for the tick anew", async ({ checkout, page }) => {
  await checkout.open();
  await checkout.box.click();
  await expect(checkout.box).toBeChecked();
  await page.getByLabel("Language").selectOption("de");
  await expect(checkout.box).not.toBeChecked();
  await checkout.agree();
  await checkout.at("details");
  await checkout.field("first-name").fill("Ines");
  await page.getByLabel("Sprache").selectOption("fr");
  await expect(checkout.title).toHaveText("Vos données");
  await expect(checkout.field("first-name")).toHaveValue("Ines");
});
