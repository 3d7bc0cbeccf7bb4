import { B2corePage } from "./b2core-page.ts";
import { test as base, expect } from "./test.ts";

const test = base.extend<{ b2core: B2corePage }>({
  b2core: async ({ checkout, product }, use) => use(new B2corePage(checkout, product)),
});

test("sign in with both factors, hand in a document, and the level is there", async ({ b2core, checkout, page }) => {
  await checkout.openWay("b2core");
  await expect(checkout.standing("b2core")).toHaveText("Sign in");
  await b2core.signIn();
  await expect(b2core.levels).toHaveText(["Level 0"]);
  await expect(checkout.planRow("b2core start-verification")).toBeVisible();
  await b2core.start();
  await b2core.stage.getByLabel("Identity card").check();
  await b2core.send();
  await expect(b2core.stage.locator(".result-proceed")).toContainText("B2CORE has granted you the level.");
  await expect(b2core.levels).toHaveText(["Level 1", "Level 0"]);
  await expect(checkout.planRow("b2core proceed")).toBeVisible();
  await expect(checkout.standing("b2core")).toHaveText("Done");
  await b2core.button("Sign out of B2CORE").click();
  await expect(b2core.email).toHaveValue("");
  await expect(checkout.planRow("b2core sign-in")).toBeVisible();
  const kept = await page.evaluate(() => [document.cookie, { ...localStorage }, { ...sessionStorage }, location.href]);
  expect(kept).toEqual(["", {}, {}, expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#b2core$/)]);
});

test("a wrong password and a wrong code are told at their fields, and too many tries are stopped before B2CORE blocks", async ({
  b2core,
  checkout,
  product,
}) => {
  const before = await product.now();
  await checkout.openWay("b2core");
  await b2core.typePassword("not-it");
  await expect(b2core.password).toBeFocused();
  await expect(b2core.password).toHaveAccessibleDescription("E-mail or password is not right.");
  await expect(b2core.email).toHaveValue(await b2core.ownEmail());
  await b2core.typePassword();
  await b2core.button("From my authenticator app").click();
  for (let wrong = 0; wrong < 2; wrong += 1) {
    await b2core.code.fill("000000");
    await b2core.button("Confirm").click();
    await expect(b2core.code).toHaveAccessibleDescription(/This code was not accepted/);
    await expect(b2core.code).toHaveValue("");
  }
  await b2core.code.fill("000000");
  await b2core.button("Confirm").click();
  await expect(b2core.code).toHaveAccessibleDescription(/Too many tries. Please wait [01]:\d\d/);
  expect(await product.countSince(before, "b2core.submitGoogleCode")).toBe(2);
});

test("empty fields are marked, and nothing is sent", async ({ b2core, checkout, product }) => {
  const before = await product.now();
  await checkout.openWay("b2core");
  await b2core.button("Sign in").click();
  await expect(b2core.email).toBeFocused();
  await expect(b2core.email).toHaveAccessibleDescription("Please fill this in.");
  await expect(b2core.password).toHaveAttribute("aria-invalid", "true");
  expect(await product.countSince(before, "b2core.startSignIn")).toBe(0);
});

test("an installation with two factors to choose from is told which one", async ({ b2core, checkout, product }) => {
  await product.control("PUT", "settings/b2core", { secondFactor: "both" });
  await checkout.openWay("b2core");
  await b2core.typePassword();
  await b2core.button("By text message").click();
  await expect(b2core.code).toBeFocused();
  await b2core.button("Get the code another way").click();
  await b2core.enterCode();
  await expect(b2core.levels.first()).toBeVisible();
  await product.control("PUT", "settings/b2core", { secondFactor: "google" });
});

test("where no second factor is asked for, the password is enough", async ({ b2core, checkout, product }) => {
  await product.control("PUT", "settings/b2core", { secondFactor: "none" });
  await checkout.openWay("b2core");
  await b2core.typePassword();
  await expect(b2core.levels.first()).toBeVisible();
  await product.control("PUT", "settings/b2core", { secondFactor: "google" });
});

test("two steps: the second asks for all of its documents, each sent once", async ({ b2core, checkout, product }) => {
  const before = await product.now();
  await checkout.openWay("b2core", "documents");
  await b2core.signIn();
  await b2core.start();
  await b2core.button("Send documents").click();
  await expect(b2core.fileErrors).toBeFocused();
  await expect(b2core.fileErrors.getByRole("link")).toHaveCount(1);
  await b2core.send();
  await expect(b2core.stage.getByRole("group", { name: "All of these" })).toBeVisible();
  await expect(b2core.stage.locator("input[type=file]")).toHaveCount(2);
  await checkout.fillIn();
  await b2core.button("Send documents").evaluate((button: HTMLButtonElement) => {
    button.click();
    button.click();
  });
  await expect(b2core.levels).toHaveText(["Level 1", "Level 0"]);
  expect(await product.countSince(before, "b2core.runWizard")).toBe(3);
});

test("documents that lead to no level: the person is told, and may start over", async ({ b2core, checkout }) => {
  await checkout.openWay("b2core", "declined");
  await b2core.signIn();
  await b2core.start();
  await b2core.send();
  await expect(b2core.stage.locator(".result-hold")).toContainText("granted no level");
  await b2core.start();
});

test("who has the level already is asked for nothing", async ({ b2core, checkout }) => {
  await checkout.openWay("b2core", "manual-review");
  await b2core.signIn();
  await expect(b2core.stage.locator(".result-proceed")).toBeVisible();
  await expect(b2core.button("Hand in documents")).toHaveCount(0);
});

test("a session that ends in the middle: sign in again, and what was chosen is still there", async ({
  b2core,
  checkout,
  page,
  product,
}) => {
  await checkout.openWay("b2core");
  await b2core.signIn();
  // Also after a reload, when the page does not know any more who has signed in.
  await page.reload();
  await expect(b2core.levels.first()).toBeVisible();
  await b2core.start();
  await checkout.fillIn();
  await product.letPass(3700);
  await b2core.button("Send documents").click();
  await expect(b2core.next).toContainText("Your session at B2CORE is over");
  await b2core.email.fill(await b2core.ownEmail());
  await b2core.password.fill("sandbox-only-password");
  await b2core.button("Sign in").click();
  await b2core.enterCode();
  await expect(b2core.stage.locator(".part-status")).toContainText("Chosen: sample.png");
  await b2core.button("Send documents").click();
  await expect(b2core.levels).toHaveText(["Level 1", "Level 0"]);
});

test("a reload stays signed in, at the same way", async ({ b2core, checkout, page }) => {
  await checkout.openWay("b2core");
  await b2core.signIn();
  await page.reload();
  await expect(checkout.way("b2core")).toHaveAttribute("aria-selected", "true");
  await expect(b2core.levels).toHaveText(["Level 0"]);
  await b2core.start();
  await b2core.send();
  await expect(b2core.levels).toHaveText(["Level 1", "Level 0"]);
});

test("somebody else at the shop is not signed in at B2CORE", async ({ b2core, checkout }) => {
  await checkout.openWay("b2core");
  await b2core.signIn();
  await checkout.signInAs("declined");
  await expect(b2core.email).toHaveValue("");
  await expect(b2core.levels).toHaveCount(0);
  await expect(checkout.planRow("b2core sign-in")).toBeVisible();
});

test("a fault while documents are sent: nothing is lost, and another try goes through", async ({
  b2core,
  checkout,
  product,
}) => {
  await checkout.openWay("b2core");
  await b2core.signIn();
  await b2core.start();
  await product.faults("502", "b2core.runWizard", 1);
  await b2core.send();
  const failure = b2core.stage.locator(".wizard .failure");
  await expect(failure).toContainText("B2CORE does not answer right now.");
  await failure.getByRole("button", { name: "Try again now" }).click();
  await expect(b2core.levels).toHaveText(["Level 1", "Level 0"]);
});

test("an answer that is lost on its way: the plan tells that the level is there", async ({
  b2core,
  checkout,
  product,
}) => {
  await checkout.openWay("b2core");
  await b2core.signIn();
  await b2core.start();
  await product.faults("lost-reply", "b2core.runWizard", 1);
  await b2core.send();
  await expect(b2core.levels).toHaveText(["Level 1", "Level 0"], { timeout: 30_000 });
  await expect(b2core.stage.locator(".result-proceed")).toBeVisible();
});

test("what the installation refuses is told at its file, and the wizard can be started over", async ({
  b2core,
  checkout,
  page,
}) => {
  await checkout.openWay("b2core");
  await b2core.signIn();
  await b2core.start();
  await page.route("**/b2core/files", (route) => route.fulfill({ json: { path: "y/1_not-issued.png" } }));
  await b2core.send();
  await expect(b2core.fileErrors).toContainText("This document was not accepted.");
  await page.unroute("**/b2core/files");
  await b2core.button("Start over").click();
  await b2core.send();
  await expect(b2core.levels).toHaveText(["Level 1", "Level 0"]);
});

test("the host stores files of whoever is signed in there alone, and only pictures and PDFs", async ({
  product,
  request,
}) => {
  const files = `${product.demo}/b2core/files`;
  const png = { "content-type": "image/png" };
  expect((await request.post(files, { headers: png })).status()).toBe(401);
  expect((await request.post(`${product.demo}/backstage/authenticator-code`)).status()).toBe(401);
  await request.post(`${product.demo}/sign-in`, { data: { person: "verified" } });
  const html = { "content-type": "text/html" };
  expect((await request.post(files, { headers: html, data: Buffer.from("x") })).status()).toBe(422);
  expect((await request.post(files, { headers: png, data: Buffer.alloc(0) })).status()).toBe(422);
  const large = Buffer.alloc(10 * 1024 * 1024 + 1);
  expect((await request.post(files, { headers: png, data: large })).status()).toBe(413);
  const stored = await request.post(files, { headers: png, data: Buffer.from("x") });
  expect(await stored.json()).toEqual({ path: expect.stringMatching(/^[a-z]\/\d+_document\.png$/) });
});
