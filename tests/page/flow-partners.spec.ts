import type { Locator, Page } from "@playwright/test";
import type { Product } from "./product.ts";
import { expect, test } from "./test.ts";

const heading = (page: Page) => page.locator("kyc-flow [part~=heading]");
const flow = (page: Page) => page.locator("kyc-flow");

async function open(page: Page, product: Product, person: string, scopes: string): Promise<void> {
  await page.goto(`${product.demo}/flow.html?person=${person}&scopes=${scopes}`);
  await expect(heading(page)).toBeVisible();
}

/** Looks again by the button, until the step has this heading. */
async function lookUntil(page: Page, text: string): Promise<void> {
  await expect(async () => {
    const again = flow(page).getByRole("button", { name: "Look again now" });
    if (await again.isVisible()) await again.click();
    await expect(heading(page)).toHaveText(text, { timeout: 1000 });
  }).toPass({ timeout: 40_000 });
}

/** Who is signed in at the host. */
async function subjectOf(page: Page): Promise<string> {
  const headers = { "content-type": "application/json" };
  return page.evaluate(async (more) => {
    const reply = await fetch("/sign-in", { method: "POST", headers: more, body: "{}" });
    return (await reply.json()).subject as string;
  }, headers);
}

function picture(page: Page): Promise<Buffer> {
  return page
    .evaluate(() => document.createElement("canvas").toDataURL("image/jpeg").split(",")[1] ?? "")
    .then((base64) => Buffer.from(base64, "base64"));
}

test.describe("B2CORE", () => {
  const field = (page: Page, name: string): Locator => flow(page).locator(`[name=${name}]`);

  async function signIn(page: Page, password: string): Promise<void> {
    const client = (await subjectOf(page)).slice(-8);
    await field(page, "client-email").fill(`two-steps-${client}@b2core.sandbox.example`);
    await field(page, "client-password").fill(password);
    await flow(page).getByRole("button", { name: "Continue" }).click();
  }

  test("sign-in with a wrong and a right password and code, the wizard with files at the host, the result", async ({
    page,
    product,
  }) => {
    await open(page, product, "more-data", "level");
    await expect(heading(page)).toHaveText("Sign in");
    await signIn(page, "wrong");
    await expect(flow(page).locator("[part~=errors]")).toBeFocused();
    await expect(field(page, "client-password")).toHaveAccessibleErrorMessage(/cannot be right/);
    await signIn(page, "sandbox-only-password");
    await expect(field(page, "second-factor")).toBeVisible();
    await field(page, "second-factor").selectOption("google");
    await flow(page).getByRole("button", { name: "Continue" }).click();
    await expect(field(page, "second-factor-code")).toHaveAttribute("autocomplete", "one-time-code");
    await field(page, "second-factor-code").fill("000000");
    await flow(page).getByRole("button", { name: "Continue" }).click();
    await expect(field(page, "second-factor-code")).toHaveAccessibleErrorMessage(/cannot be right/);
    // Neither a reload nor another tab has to begin again.
    await page.reload();
    await expect(field(page, "second-factor-code")).toHaveValue("");
    const { code } = (await product.control("POST", "partners/b2core/authenticator-code")) as { code: string };
    await field(page, "second-factor-code").fill(code);
    await flow(page).getByRole("button", { name: "Continue" }).click();
    const start = flow(page).getByRole("button", { name: "Start the check" });
    await expect(start).toBeVisible();
    await start.click();
    while ((await heading(page).textContent()) !== "You are ready to continue") {
      await expect(heading(page)).toHaveText("Your documents");
      const buffer = await picture(page);
      for (const input of await flow(page).locator("input[type=file]").all()) {
        await input.setInputFiles({ name: "Mara.jpg", mimeType: "image/jpeg", buffer });
      }
      await expect(flow(page).getByText("Preparing the file")).toHaveCount(0);
      const looked = page.waitForResponse((reply) => /\/flow\?/.test(reply.url()));
      await flow(page).getByRole("button", { name: "Send documents" }).click();
      await looked;
      // What comes next has nothing that was received.
      await expect(flow(page).locator("[part~=received]")).toHaveCount(0);
    }
    await expect(heading(page)).toHaveText("You are ready to continue");
  });
});

test.describe("Kriptomat", () => {
  test("hands over whom Sumsub has approved, once, waits, and is done in both tabs", async ({ page, product }) => {
    await open(page, product, "verified", "kyc");
    const before = await product.now();
    await flow(page)
      .getByRole("button", { name: "Start the check" })
      .evaluate((button: HTMLButtonElement) => {
        button.click();
        button.click();
      });
    await expect(heading(page)).toHaveText("Your details are being checked");
    expect(await product.countSince(before, "kriptomat.importKyc")).toBe(1);
    const other = await page.context().newPage();
    await other.goto(`${product.demo}/flow.html?scopes=kyc`);
    await expect(heading(other)).toHaveText("Your details are being checked");
    await product.letReviewEnd();
    await lookUntil(other, "You are ready to continue");
    await lookUntil(page, "You are ready to continue");
    await other.close();
  });
});

test.describe("Sumsub", () => {
  test("what it asks for is the host’s part; once it is approved the way is at its end", async ({ page, product }) => {
    await open(page, product, "documents", "identity");
    await expect(heading(page)).toHaveText("Go on with the check");
    await product.review(await subjectOf(page), "init", { reviewStatus: "completed", reviewAnswer: "GREEN" });
    await lookUntil(page, "You are ready to continue");
    await expect(flow(page).getByRole("link", { name: "To the checkout" })).toBeVisible();
  });
});

test.describe("when a partner fails", () => {
  test("the person is told, and the next try goes on", async ({ page, product }) => {
    await open(page, product, "verified", "kyc");
    await product.faults("502", "kriptomat.importKyc", 9);
    await flow(page).getByRole("button", { name: "Start the check" }).click();
    await expect(flow(page).locator("[part~=failure]")).toBeVisible({ timeout: 30_000 });
    await product.noFaults();
    await flow(page).getByRole("button", { name: "Try again" }).click();
    await expect(heading(page)).toHaveText("Your details are being checked", { timeout: 30_000 });
  });

  test("a reply that gets lost does nothing twice", async ({ page, product }) => {
    await open(page, product, "verified", "kyc");
    const before = await product.now();
    await product.faults("lost-reply", "kriptomat.importKyc", 1);
    await flow(page).getByRole("button", { name: "Start the check" }).click();
    const retry = flow(page).getByRole("button", { name: "Try again" });
    const waiting = flow(page).getByRole("heading", { name: "Your details are being checked" });
    await expect(retry.or(waiting)).toBeVisible({ timeout: 30_000 });
    if (await retry.isVisible()) await retry.click();
    await expect(waiting).toBeVisible({ timeout: 30_000 });
    expect(await product.countSince(before, "kriptomat.importKyc")).toBe(1);
  });
});
