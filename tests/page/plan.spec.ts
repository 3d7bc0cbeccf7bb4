import { expect, test } from "./test.ts";

const approve = { reviewStatus: "completed", reviewAnswer: "GREEN" };

test("the plan names all partners in order, and marks what to do first", async ({ checkout, page }) => {
  await checkout.open();
  await expect(checkout.plan).toHaveCount(4);
  expect(await checkout.planRows()).toEqual([
    "crossmint ask-consent crossmint-privacy-policy",
    "kriptomat start-verification",
    "sumsub proceed",
    "b2core sign-in",
  ]);
  await expect(page.locator(".plan-row-first")).toHaveCount(1);
  await expect(checkout.plan.first()).toContainText("Do this first");
  await expect(checkout.plan.first()).toContainText("We need your consent");
  await expect(checkout.plan.first()).toContainText("Crossmint · Privacy policy");
  await expect(checkout.planRow("sumsub proceed").getByRole("link")).toHaveCount(0);
  await expect(page.getByRole("list").filter({ has: page.getByText("Do this first") })).toBeVisible();
});

test("a link of the plan opens the right way and takes the reader to its heading", async ({ checkout, page }) => {
  await checkout.open();
  await checkout.plan.getByRole("link", { name: "Go to B2CORE" }).click();
  await expect(page.getByRole("heading", { name: "Documents for B2CORE" })).toBeFocused();
  await expect(checkout.way("b2core")).toHaveAttribute("aria-selected", "true");
  await expect(page.locator("#panel-crossmint")).toBeHidden();
  await checkout.plan.getByRole("link", { name: "Go to Kriptomat" }).click();
  await expect(page.getByRole("heading", { name: "Hand over from Sumsub to Kriptomat" })).toBeFocused();
  await checkout.plan.getByRole("link", { name: "Go to Crossmint" }).click();
  await expect(checkout.title).toBeFocused();
});

test("what the person does at Crossmint changes the plan, and what is missing is named", async ({ checkout, page }) => {
  await checkout.open("edd");
  await checkout.agree();
  await expect(page.locator("#announcements")).toContainText(/Next: .+ \((Crossmint|Kriptomat)\)\./);
  await expect(checkout.planRow("crossmint ask-consent crossmint-privacy-policy")).toHaveCount(0);
  await checkout.carryOnTo("checking");
  await checkout.carryOn();
  await checkout.at("documents");
  const row = checkout.planRow("crossmint provide");
  await expect(row.locator(".plan-missing")).toHaveText("Still missing: Proof of address and Proof of income");
  await checkout.carryOnTo("result");
  await expect(checkout.planRow("crossmint proceed")).toBeVisible();
  await expect(checkout.standing("crossmint")).toHaveText("Done");
});

test.describe("it changes by itself", () => {
  test("through the stream: nothing is asked, and nothing is loaded anew", async ({ checkout, page, product }) => {
    await checkout.open("more-data");
    await expect(page.locator("#line")).toHaveAttribute("data-line", "stream");
    await expect(checkout.planRow("sumsub provide")).toBeVisible();
    await expect(page.locator("#stage-kriptomat .station").first()).toContainText("Your turn");
    let asked = 0;
    await page.route("**/me", (route) => {
      asked += 1;
      return route.abort();
    });
    await product.review(await checkout.subject(), "retry", approve);
    await expect(checkout.planRow("sumsub proceed")).toBeVisible({ timeout: 30_000 });
    await expect(page.locator("#stage-kriptomat .station").first()).toContainText("Done");
    expect(asked).toBe(0);
    await expect(page.locator("#announcements")).toContainText("Sumsub: You are ready to continue");
    await expect(checkout.box).toBeVisible();
  });

  test("without a stream: it is asked again, and told when nothing is new", async ({ checkout, page, product }) => {
    await page.route("**/me/stream", (route) => route.abort());
    const statuses: number[] = [];
    page.on("response", (response) => {
      if (response.url().endsWith("/me")) statuses.push(response.status());
    });
    await checkout.open("more-data");
    await expect(page.locator("#line")).toHaveAttribute("data-line", "polling", { timeout: 30_000 });
    await expect.poll(() => statuses, { timeout: 30_000 }).toContain(304);
    await product.review(await checkout.subject(), "retry", approve);
    await expect(checkout.planRow("sumsub proceed")).toBeVisible({ timeout: 30_000 });
  });

  test("a stream that ends is opened again, also as another person", async ({ checkout, page }) => {
    const opened: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/me/stream")) opened.push(new Headers(request.headers()).get("authorization") ?? "");
    });
    await checkout.open();
    await expect(page.locator("#line")).toHaveAttribute("data-line", "stream");
    await checkout.signInAs("rejected");
    await expect(checkout.planRow("sumsub stop")).toBeVisible();
    await expect(page.locator("#line")).toHaveAttribute("data-line", "stream");
    expect(new Set(opened).size).toBe(2);
  });
});

test("a partner that fails is named, can be asked again, and leaves the others as they are", async ({
  checkout,
  page,
  product,
}) => {
  await product.faults("502", "sumsub.getApplicantStatus", 1000);
  await checkout.open();
  const row = checkout.planRow("sumsub problem");
  await expect(row).toContainText("Sumsub does not answer right now.");
  await expect(row).toContainText("Everything else goes on.");
  expect(await checkout.planRows()).toEqual([
    "crossmint ask-consent crossmint-privacy-policy",
    "kriptomat start-verification",
    "b2core sign-in",
    "sumsub problem",
  ]);
  await expect(checkout.standing("kriptomat")).toHaveText("No answer");
  await expect(checkout.standing("crossmint")).toHaveText("Your turn");
  const asked = page.waitForRequest((request) => request.url().endsWith("/me"));
  await row.getByRole("button", { name: "Try again now" }).click();
  await asked;
  await expect(page.locator("#announcements")).toHaveText("Sumsub does not answer right now.");
  await product.noFaults();
  await expect(checkout.planRow("sumsub proceed")).toBeVisible({ timeout: 30_000 });
  await expect(row).toHaveCount(0);
});

test("while the connection is gone the plan says that it may be old, and catches up", async ({
  checkout,
  page,
  product,
}) => {
  await checkout.open();
  await expect(checkout.plan).toHaveCount(4);
  await product.stop();
  await expect(page.locator("#plan-note")).toBeVisible({ timeout: 30_000 });
  await expect(checkout.plan).toHaveCount(4);
  await product.start();
  await expect(page.locator("#plan-note")).toBeHidden({ timeout: 30_000 });
});

test("a row with the focus keeps it when the plan is drawn anew", async ({ checkout, product }) => {
  await checkout.open("more-data");
  const link = checkout.plan.getByRole("link", { name: "Go to B2CORE" });
  await link.focus();
  await product.review(await checkout.subject(), "retry", approve);
  await expect(checkout.planRow("sumsub proceed")).toBeVisible({ timeout: 30_000 });
  await expect(link).toBeFocused();
});

test("the plan and the three ways speak every language of the page", async ({ checkout, page, request, product }) => {
  await checkout.open();
  const words = () =>
    page.locator(".way-what, .way-state, #kriptomat-title, #b2core-title, .plan-go").allTextContents();
  const english = await words();
  for (const language of ["de", "fr", "es", "it", "pt", "ar"]) {
    const texts = await (await request.get(`${product.demo}/texts/${language}.json`)).json();
    await page.locator("#language").selectOption(language);
    await expect(checkout.plan.first().locator("h3")).toHaveText(texts.next["ask-consent"].title);
    await expect(checkout.plan.first()).toContainText(texts.next["ask-consent"].text);
    const own = await words();
    expect(own.filter((text, index) => text === english[index])).toEqual([]);
  }
});
