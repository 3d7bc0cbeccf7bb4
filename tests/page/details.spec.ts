import { expect, test } from "./test.ts";

const FIRST = ["country-of-residence", "first-name", "last-name", "date-of-birth"];

test.beforeEach(async ({ checkout }) => {
  await checkout.open();
  await checkout.agree();
  await checkout.at("details");
});

async function answerFirst(checkout: import("./checkout-page.ts").CheckoutPage, country: string): Promise<void> {
  await checkout.field("country-of-residence").selectOption(country);
  await checkout.field("first-name").fill("Ines");
  await checkout.field("last-name").fill("Prado");
  await checkout.field("date-of-birth").fill("1988-02-29");
  await checkout.onward.click();
  await expect(checkout.field("nationality")).toBeVisible();
}

test("only the first questions stand at the start", async ({ page }) => {
  const names = await page.locator("#stage [name]").evaluateAll((all) => all.map((one) => one.getAttribute("name")));
  expect(names).toEqual(FIRST);
});

test("Germany is asked for a passport number, not for a state or a social security number", async ({ checkout }) => {
  await answerFirst(checkout, "DE");
  await expect(checkout.field("nationality")).toBeFocused();
  await expect(checkout.field("identity-number")).toBeVisible();
  await expect(checkout.field("employment")).toBeVisible();
  for (const item of ["state", "phone", "social-security-number", "yearly-income"]) {
    await expect(checkout.field(item)).toHaveCount(0);
  }
});

test("the United States are asked for state, telephone and social security number", async ({ checkout }) => {
  await answerFirst(checkout, "US");
  for (const item of ["state", "phone", "social-security-number"]) await expect(checkout.field(item)).toBeVisible();
  for (const item of ["identity-number", "employment"]) await expect(checkout.field(item)).toHaveCount(0);
});

test("due diligence comes and goes with the state", async ({ checkout }) => {
  await answerFirst(checkout, "US");
  await checkout.field("state").fill("TX");
  await checkout.field("state").blur();
  await expect(checkout.field("yearly-income")).toBeVisible();
  await checkout.field("state").fill("CA");
  await checkout.field("state").blur();
  await expect(checkout.field("yearly-income")).toHaveCount(0);
  await expect(checkout.field("state")).toHaveValue("CA");
});

test("another residence asks for other things and keeps what was typed", async ({ checkout }) => {
  await answerFirst(checkout, "DE");
  await checkout.field("city").fill("Köln");
  await checkout.field("country-of-residence").selectOption("US");
  await expect(checkout.field("social-security-number")).toBeVisible();
  await expect(checkout.field("identity-number")).toHaveCount(0);
  await expect(checkout.field("city")).toHaveValue("Köln");
  await expect(checkout.field("first-name")).toHaveValue("Ines");
});

test("empty fields are listed, tied to their errors, and one click away", async ({ checkout, page }) => {
  await checkout.onward.click();
  await expect(checkout.errors).toBeFocused();
  await expect(checkout.errors.getByRole("listitem")).toHaveCount(FIRST.length);
  const name = checkout.field("first-name");
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await expect(name).toHaveAccessibleDescription("Please fill this in.");
  await checkout.errors.getByRole("link", { name: /First name/ }).click();
  await expect(name).toBeFocused();
  await page.keyboard.type("Ines");
  await expect(name).not.toHaveAttribute("aria-invalid");
});

test("a value that the core refuses is marked at its field, and nothing is sent", async ({ checkout, product }) => {
  await checkout.fillIn();
  await checkout.field("email").fill("not an address");
  const before = await product.now();
  await checkout.onward.click();
  await expect(checkout.errors).toContainText("Email: This cannot be right");
  await expect(checkout.field("email")).toHaveAttribute("aria-invalid", "true");
  expect(await product.callsSince(before)).not.toContain("crossmint.putUser");
});

test("residents of the US hand in no documents", async ({ checkout }) => {
  await answerFirst(checkout, "US");
  await checkout.fillIn();
  await checkout.onward.click();
  await checkout.at("checking");
});
