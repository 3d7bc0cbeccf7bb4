import type { Page } from "@playwright/test";
import { focus, tabTo } from "./accessibility.ts";
import { atTask, FIELDS, flowAt } from "./flow-answers.ts";
import { expect, test } from "./test.ts";

const PICTURE = {
  name: "passport.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
};

/** The step that is new has its heading focused. */
async function isAt(page: Page, heading: string): Promise<void> {
  await expect(page.getByRole("heading", { name: heading })).toBeFocused();
}

/** A busy browser may show a dialog of its own to the first press, which nobody sees: see below. */
async function chooseFile(page: Page): Promise<void> {
  await expect(async () => {
    const chooser = page.waitForEvent("filechooser", { timeout: 5_000 });
    await page.keyboard.press("Space");
    await (await chooser).setFiles(PICTURE);
  }).toPass();
}

test("the whole way by keyboard alone: the focus is always somewhere, seen, and at the new step", async ({
  page,
  site,
}) => {
  // Every key of the whole way: on a busy machine it takes longer than a test usually may before it counts as hung.
  test.slow();
  // Someone listens from the start: with the first listener Playwright tells the browser to show no dialog of its own, which may
  // arrive later than the key that opens it.
  page.on("filechooser", () => {});
  atTask(site, "consent");
  await page.goto(site.url);
  await expect(page.getByRole("checkbox")).toHaveAttribute("aria-disabled", "false");
  site.routes["POST /flow/tasks/one.details/fields"] = () => ({ body: { fields: FIELDS } });
  site.routes["POST /flow/tasks/one.details"] = () => ({ body: flowAt("documents") });
  const upload = "POST /flow/tasks/one.documents/documents/";
  site.routes[`${upload}passport`] = () => ({ body: { received: ["passport"] } });
  site.routes[`${upload}selfie`] = () => ({ body: { received: ["passport", "selfie"] } });

  await tabTo(page, "I consent");
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox")).toBeChecked();
  site.routes["GET /flow"] = () => ({ body: flowAt("form") });
  await tabTo(page, "Agree and continue");
  await page.keyboard.press("Enter");
  await isAt(page, "Your details");

  await tabTo(page, "Continue");
  await page.keyboard.press("Enter");
  await expect(page.locator("[part~=errors]")).toBeFocused();
  await tabTo(page, "First name");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("First name")).toBeFocused();
  expect(await focus(page)).toMatchObject({ hasRing: true });
  await page.keyboard.type("Mara");
  await page.keyboard.press("Shift+Tab");
  await expect(page.getByLabel("Country you live in")).toBeFocused();
  await page.keyboard.type("Germ");
  await expect(page.getByLabel("Country you live in")).toHaveValue("DE");
  for (const [label, value] of [
    ["Day", "7"],
    ["Month", "4"],
    ["Year", "1991"],
  ] as const) {
    await tabTo(page, label);
    await page.keyboard.type(value);
  }
  await tabTo(page, "Employment");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByLabel("Employment")).toHaveValue("own");
  await tabTo(page, "Continue");
  await page.keyboard.press("Enter");
  await isAt(page, "Your documents");

  await tabTo(page, "Passport");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio").nth(1)).toBeChecked();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("radio").first()).toBeChecked();
  for (const part of ["Page of the passport", "Photo of your face"]) {
    await tabTo(page, part);
    await chooseFile(page);
    await expect(page.getByRole("img", { name: new RegExp(`Preview.*${part}`, "i") })).toBeVisible();
    expect((await focus(page)).at).not.toBe("body");
  }
  site.routes["GET /flow"] = () => ({ body: flowAt("done") });
  await tabTo(page, "Send documents");
  await page.keyboard.press("Enter");
  await isAt(page, "You are ready to continue");
  await tabTo(page, "To the payment");
  await page.keyboard.press("Enter");
  await page.waitForURL(/sent/);
});
