import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { atTask, events, FIELDS, flowAt, type Kind, STATE, TASKS, watch } from "./flow-answers.ts";
import { expect, test, wish } from "./test.ts";

const KINDS = Object.keys(TASKS) as Kind[];
const DETAILS = "POST /flow/tasks/one.details";

test.beforeEach(({ page }) => watch(page));

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.locator("kyc-flow [part~=heading]")).toBeVisible();
}

async function fill(page: Page): Promise<void> {
  await page.getByLabel("Country you live in").selectOption("DE");
  await page.getByLabel("First name").fill("Mara");
  await page.getByLabel("Day").fill("7");
  await page.getByLabel("Month").fill("4");
  await page.getByLabel("Year").fill("1991");
  await page.getByLabel("Employment").selectOption("own");
}

const looks = { light: {}, dark: { colorScheme: "dark" }, forced: { forcedColors: "active" } } as const;
for (const [look, media] of Object.entries(looks)) {
  for (const kind of KINDS) {
    test(`axe finds nothing, nothing sticks out at 320 px, targets are large: ${kind}, ${look}`, async ({
      page,
      site,
    }) => {
      await wish(page, { ...media, reducedMotion: "reduce" });
      await page.setViewportSize({ width: 320, height: 640 });
      atTask(site, kind);
      if (look === "dark") site.attributes = `lang="ar" dir="rtl"`;
      await open(page, site.url);
      const forward = page.locator("kyc-flow button[type=submit]");
      if (kind === "form" || kind === "documents") {
        await forward.click();
        await expect(page.locator("[part~=errors]")).toBeFocused();
      }
      if (kind === "consent") await expect(page.getByRole("checkbox")).toHaveAttribute("aria-disabled", "false");
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`))).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      for (const target of await page
        .locator("kyc-flow")
        .locator("button:visible, a:visible:not([part=link]), select, input")
        .all()) {
        const box = await target.boundingBox();
        if (box) expect(box.height, await target.evaluate((one) => one.outerHTML)).toBeGreaterThanOrEqual(24);
      }
      expect((await events(page))[0]).toEqual(["kyc-flow-task", kind]);
    });
  }
}

test.describe("the form", () => {
  test.beforeEach(({ site }) => {
    atTask(site, "form");
    site.routes[`${DETAILS}/fields`] = () => ({ body: { fields: FIELDS } });
  });

  test("names every problem at once, ties each to its field, and leads to it", async ({ page, site }) => {
    await open(page, site.url);
    await page.getByRole("button", { name: "Continue" }).click();
    const summary = page.locator("[part~=errors]");
    await expect(summary).toBeFocused();
    await expect(summary.getByRole("link")).toHaveCount(4);
    await expect(page.getByLabel("First name")).toHaveAccessibleErrorMessage("Please fill this in.");
    await expect(page.getByLabel("First name")).toHaveAccessibleDescription("Please fill this in.");
    await summary.getByRole("link", { name: /Date of birth/ }).click();
    await expect(page.getByLabel("Day")).toBeFocused();
    expect(site.calls.filter(({ method }) => method === "POST")).toEqual([]);
  });

  test("hands in what was typed once, whatever is pressed, and the focus goes to the next heading", async ({
    page,
    site,
  }) => {
    site.routes[DETAILS] = () => ({ body: flowAt("wait") });
    await open(page, site.url);
    await fill(page);
    const button = page.getByRole("button", { name: "Continue" });
    await button.evaluate((one: HTMLButtonElement) => {
      one.click();
      one.click();
    });
    await expect(page.getByRole("heading", { name: "Your details are being checked" })).toBeFocused();
    const posts = site.calls.filter(({ method, path }) => `${method} ${path}` === DETAILS);
    expect(posts.map(({ body }) => JSON.parse(body))).toEqual([
      {
        scopes: ["onramp", "kyc"],
        values: {
          "country-of-residence": "DE",
          "first-name": "Mara",
          "date-of-birth": "1991-04-07",
          employment: "own",
        },
      },
    ]);
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  test("an answer that decides asks for the fields anew, and keeps what was typed", async ({ page, site }) => {
    site.routes[`${DETAILS}/fields`] = () => ({ body: { fields: [...FIELDS, STATE] } });
    await open(page, site.url);
    await page.getByLabel("First name").fill("Mara");
    await page.getByLabel("Country you live in").focus();
    await page.getByLabel("Country you live in").selectOption("US");
    await expect(page.getByLabel("State or region")).toBeVisible();
    await expect(page.getByLabel("First name")).toHaveValue("Mara");
    await expect(page.getByLabel("Country you live in")).toBeFocused();
    const [asked] = site.calls.filter(({ path }) => path.endsWith("/fields"));
    expect(JSON.parse(asked?.body ?? "")).toEqual({
      scopes: ["onramp", "kyc"],
      values: { "country-of-residence": "US" },
    });
  });

  test("what the gateway finds wrong is told at its field, and the rest stays", async ({ page, site }) => {
    site.routes[DETAILS] = () => ({
      status: 422,
      body: { code: "invalid-input", fields: [{ item: "date-of-birth", problem: "future" }] },
    });
    await open(page, site.url);
    await fill(page);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.locator("[part~=errors]")).toContainText("This day is still to come");
    await expect(page.getByLabel("Year")).toHaveAccessibleErrorMessage(/still to come/);
    await expect(page.getByLabel("First name")).toHaveValue("Mara");
  });

  test("no day of the calendar is refused unsent", async ({ page, site }) => {
    await open(page, site.url);
    await fill(page);
    await page.getByLabel("Day").fill("31");
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.locator("[part~=errors]")).toContainText("no day of the calendar");
  });

  for (const [keep, value] of [
    ["", "Mara"],
    [`keep="none"`, ""],
  ] as const) {
    test(`after a reload the name is “${value}” (${keep})`, async ({ page, site }) => {
      atTask(site, "form", keep);
      await page.addInitScript(() => {
        addEventListener("DOMContentLoaded", () => {
          const token = `x.${btoa(JSON.stringify({ iss: "host", sub: sessionStorage.getItem("who") ?? "a" }))}.x`;
          Object.assign(document.querySelector("kyc-flow") as object, { authorize: () => token });
        });
      });
      await open(page, site.url);
      await page.getByLabel("First name").fill("Mara");
      await page.reload();
      await expect(page.getByLabel("First name")).toHaveValue(value);
      await page.evaluate(() => sessionStorage.setItem("who", "b"));
      await page.reload();
      await expect(page.getByLabel("First name")).toHaveValue("");
    });
  }

  test("a password is kept in memory alone", async ({ page, site }) => {
    const fields = [{ ...FIELDS[1], item: "client-password", control: "password", group: "sign-in" }];
    site.routes["GET /flow"] = () => ({ body: flowAt("form", { ...TASKS.form, fields }) });
    await page.goto(site.url);
    await page.locator("kyc-flow").evaluate((flow) => Object.assign(flow, { authorize: () => "token" }));
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.getByLabel("Password").fill("secret");
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("secret");
  });

  test("the order of a date follows the language; English that stands in is marked", async ({ page, site }) => {
    site.attributes = `lang="en-US"`;
    await open(page, site.url);
    const order = () => page.locator("[part~=date] label").allTextContents();
    expect(await order()).toEqual(["Month", "Day", "Year"]);
    site.attributes = `lang="xx"`;
    await page.reload();
    await expect(page.locator("kyc-flow [part~=base]")).toHaveAttribute("lang", "en");
  });
});

const failures: [string, object, string][] = [
  ["429", { status: 429, headers: { "retry-after": "30" }, body: { code: "rate-limited" } }, "30 seconds"],
  ["401", { status: 401, body: {} }, "signed out"],
  ["503", { status: 503, body: { code: "unavailable" } }, "does not answer"],
  ["no JSON", { body: "<p>" }, "could not be understood"],
];
for (const [name, answer, words] of failures) {
  test(`a failure is told, and another try offered: ${name}`, async ({ page, site }) => {
    atTask(site, "start");
    site.routes["POST /flow/tasks/one.check"] = () => answer as { body: unknown };
    await open(page, site.url);
    await page.getByRole("button", { name: "Start the check" }).click();
    await expect(page.getByText(words)).toBeVisible();
    const retry = page.getByRole("button", { name: "Try again" });
    expect(await retry.getAttribute("aria-disabled")).toBe(name === "429" ? "true" : null);
    site.routes["POST /flow/tasks/one.check"] = () => ({ body: flowAt("wait") });
    if (name === "429") return;
    await retry.click();
    await expect(page.getByRole("heading", { name: "Your details are being checked" })).toBeFocused();
    expect((await events(page)).map(([event]) => event)).toContain("kyc-flow-failed");
  });
}

test("offline, the first look says so and goes on by the button", async ({ page, site }) => {
  atTask(site, "done");
  site.routes["GET /flow"] = () => "cut";
  await page.goto(site.url);
  await expect(page.getByText("does not answer right now")).toBeVisible();
  site.routes["GET /flow"] = () => ({ body: flowAt("done") });
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("link", { name: "To the payment" })).toBeVisible();
  expect((await events(page)).map(([name]) => name)).toContain("kyc-flow-done");
});

test("what starts by itself starts once", async ({ page, site }) => {
  const task = { ...TASKS.start, automatic: true };
  atTask(site, "start");
  site.routes["GET /flow"] = () => ({ body: flowAt("start", task) });
  site.routes["POST /flow/tasks/one.check"] = () => ({ body: flowAt("start", { ...task, scopes: ["kyc"] }) });
  await open(page, site.url);
  const starts = () => site.calls.filter(({ path }) => path === "/flow/tasks/one.check").length;
  await expect.poll(starts).toBe(1);
  await expect(page.getByRole("button", { name: "Start the check" })).toBeVisible();
  expect(starts()).toBe(1);
});

test("a consent is ticked, put on record, and the way goes on", async ({ page, site }) => {
  atTask(site, "consent");
  await open(page, site.url);
  await page.getByRole("button", { name: "Agree and continue" }).click();
  await expect(page.getByRole("checkbox")).toBeFocused();
  await page.getByRole("checkbox").click();
  site.routes["GET /flow"] = () => ({ body: flowAt("form") });
  await page.getByRole("button", { name: "Agree and continue" }).click();
  await expect(page.getByRole("heading", { name: "Your details" })).toBeFocused();
  expect(site.calls.filter(({ path }) => path === "/consents")).toHaveLength(1);
});

test("waiting looks again by itself, and takes no focus from elsewhere on the page", async ({ page, site }) => {
  atTask(site, "wait");
  await page.clock.install();
  await open(page, site.url);
  await page.locator("#after").focus();
  site.routes["GET /flow"] = () => ({ body: flowAt("stop") });
  await page.clock.fastForward(5_000);
  await expect(page.getByText("The photo was not clear.")).toBeVisible();
  await expect(page.locator("#after")).toBeFocused();
});

test("the status shows the timeline, and follows the stream", async ({ page, site }) => {
  site.script = "status.js";
  site.html = `<kyc-status gateway="gateway"></kyc-status>`;
  let state: Kind = "wait";
  site.routes["GET /flow"] = () => ({ body: { ...flowAt(state), lookAgainAfter: null } });
  let second: (() => void) | undefined;
  site.routes["GET /me/stream"] = async () => {
    await new Promise<void>((resolve) => {
      second = resolve;
    });
    return { headers: { "content-type": "text/event-stream" }, body: "event: me\ndata: {}\n\nevent: me\ndata: {}\n\n" };
  };
  await page.goto(site.url);
  await expect(page.getByRole("listitem").filter({ hasText: "Check" })).toHaveAttribute("aria-current", "step");
  await expect(page.getByRole("listitem").first()).toContainText("23 Nov 2026");
  state = "stop";
  await expect.poll(() => second !== undefined).toBe(true);
  second?.();
  await expect(page.getByRole("listitem").last()).toContainText("Not possible");
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});
