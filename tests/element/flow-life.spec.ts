import type { Page } from "@playwright/test";
import type { KycFlow, StoreFile } from "../../www/element/flow/index.ts";
import { atTask, events, FIELDS, flowAt, STATE, TASKS, watch } from "./flow-answers.ts";
import { LOGO, POLICY, type Site } from "./site.ts";
import { expect, test } from "./test.ts";

const DETAILS = "POST /flow/tasks/one.details";
const heading = (page: Page) => page.locator("kyc-flow [part~=heading]");
const continueButton = (page: Page) => page.getByRole("button", { name: "Continue" });

test.beforeEach(({ page }) => watch(page));

async function open(page: Page, site: Site): Promise<void> {
  await page.goto(site.url);
  await expect(heading(page)).toBeVisible();
}

function posts(site: Site): string[] {
  return site.calls.filter(({ method }) => method === "POST").map(({ path }) => path);
}

/** A form of one question, so that a press of the button sends. */
function askName(site: Site): void {
  atTask(site, "form");
  site.routes["GET /flow"] = () => ({ body: flowAt("form", { ...TASKS.form, fields: [FIELDS[1]] }) });
}

test.describe("looking again", () => {
  test("goes with the tag of what is known; a 304 leaves all as it is and says when it was", async ({ page, site }) => {
    atTask(site, "wait");
    site.routes["GET /flow"] = ({ headers }) =>
      headers["if-none-match"] === '"one"'
        ? { status: 304, body: "" }
        : { headers: { etag: '"one"' }, body: flowAt("wait") };
    await page.clock.install({ time: "2026-11-23T10:00:00Z" });
    await open(page, site);
    const looked = page.getByText(/Last looked at/);
    const before = await looked.textContent();
    const shown = await page.locator("kyc-flow").evaluateHandle((one) => one.shadowRoot?.querySelector("h2"));
    await page.clock.fastForward(5_000);
    await expect.poll(() => site.calls.filter(({ path }) => path === "/flow").length).toBe(2);
    await expect(looked).not.toHaveText(before ?? "");
    expect(site.calls.filter(({ path }) => path === "/flow").at(-1)?.headers["if-none-match"]).toBe('"one"');
    expect(await shown.evaluate((one) => one?.isConnected)).toBe(true);
    expect((await events(page)).filter(([name]) => name === "kyc-flow-task")).toHaveLength(1);
  });

  test("a page that was frozen goes on with what has become of it since", async ({ page, site }) => {
    atTask(site, "wait");
    await open(page, site);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
    site.routes["GET /flow"] = () => ({ body: flowAt("done") });
    await devtools.send("Page.setWebLifecycleState", { state: "active" });
    await expect(page.getByRole("link", { name: "To the payment" })).toBeVisible();
  });

  test("a page that nobody sees asks nothing, and looks as soon as somebody does", async ({ page, site }) => {
    atTask(site, "form");
    await open(page, site);
    const turn = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, "hidden", { configurable: true, value });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    await turn(true);
    site.routes["GET /flow"] = () => ({ body: flowAt("documents") });
    site.calls.length = 0;
    await turn(false);
    await expect(heading(page)).toHaveText("Your documents");
    expect(site.calls.filter(({ path }) => path === "/flow")).toHaveLength(1);
  });

  test("what is told while a look is on its way is looked for right after it", async ({ page, site }) => {
    atTask(site, "outside");
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let looks = 0;
    site.routes["GET /flow"] = async () => {
      looks += 1;
      if (looks === 2) await held;
      return { body: looks > 2 ? flowAt("done") : flowAt("outside") };
    };
    await open(page, site);
    const look = () => page.locator("kyc-flow").evaluate((flow: KycFlow) => flow.look());
    await look();
    await expect.poll(() => looks).toBe(2);
    await look();
    await look();
    release();
    await expect(page.getByRole("link", { name: "To the payment" })).toBeVisible();
    expect(looks).toBe(3);
  });

  test("an answer that says when to look again is heeded, also where there is no stream", async ({ page, site }) => {
    atTask(site, "start");
    site.routes["POST /flow/tasks/one.check"] = () => ({ body: flowAt("wait") });
    await page.clock.install();
    await open(page, site);
    await page.getByRole("button", { name: "Start the check" }).click();
    await expect(heading(page)).toHaveText("Your details are being checked");
    site.routes["GET /flow"] = () => ({ body: flowAt("done") });
    await page.clock.fastForward(5_000);
    await expect(page.getByRole("link", { name: "To the payment" })).toBeVisible();
  });

  test("partners that do not answer are told as a failure, and asked again", async ({ page, site }) => {
    atTask(site, "done");
    const problem = { partner: "one", code: "unavailable", detail: "it does not answer", retryAfter: 2 };
    site.routes["GET /flow"] = () => ({
      body: { tasks: [], timeline: [], lookAgainAfter: null, problems: [problem] },
    });
    await page.clock.install();
    await page.goto(site.url);
    await expect(page.getByText("does not answer right now")).toBeVisible();
    site.routes["GET /flow"] = () => ({ body: flowAt("done") });
    await page.clock.fastForward(2_000);
    await expect(page.getByRole("link", { name: "To the payment" })).toBeVisible();
  });
});

test.describe("offline", () => {
  test("what was typed stays, the person is told, and once online again it is sent once", async ({ page, site }) => {
    askName(site);
    site.routes[DETAILS] = () => ({ body: flowAt("wait") });
    await open(page, site);
    await page.getByLabel("First name").fill("Mara");
    await page.context().setOffline(true);
    await continueButton(page).click();
    await expect(page.getByText("You are offline")).toBeVisible();
    await expect(page.getByLabel("First name")).toHaveValue("Mara");
    await page.context().setOffline(false);
    await continueButton(page).click();
    // The next step is another module: fetched now.
    await expect(page.getByRole("heading", { name: "Your details are being checked" })).toBeVisible();
    expect(posts(site)).toEqual(["/flow/tasks/one.details"]);
  });

  /** Presses until it is there. Where the engine remembers the failure, the second press loads the page anew. */
  async function tryAgain(page: Page, text: string): Promise<void> {
    await expect(async () => {
      const retry = page.getByRole("button", { name: "Try again" });
      if (await retry.isVisible()) await retry.click();
      await expect(heading(page)).toHaveText(text, { timeout: 1000 });
    }).toPass();
  }

  test("words that cannot be fetched: told in English, and fetched at the next try", async ({ page, site }) => {
    atTask(site, "start");
    let isCut = true;
    await page.route(/flow-words\/en/, (route) => (isCut ? route.abort() : route.continue()));
    await page.goto(site.url);
    await expect(page.getByText("This could not be loaded yet.")).toBeVisible();
    isCut = false;
    await tryAgain(page, "Start the check");
  });

  test("a step whose module cannot be fetched is told, and fetched at the next try", async ({ page, site }) => {
    atTask(site, "start");
    site.routes["POST /flow/tasks/one.check"] = () => ({ body: flowAt("documents") });
    await open(page, site);
    let isCut = true;
    await page.route(/flow-documents-/, (route) => (isCut ? route.abort() : route.continue()));
    await page.getByRole("button", { name: "Start the check" }).click();
    await expect(page.getByText("does not answer right now")).toBeVisible();
    isCut = false;
    site.routes["GET /flow"] = () => ({ body: flowAt("documents") });
    await tryAgain(page, "Your documents");
  });
});

test.describe("what a gateway or something before it answers", () => {
  const hostile: [name: string, status: number, body: unknown, words: RegExp][] = [
    ["a page of HTML with 502", 502, "<html><script>document.title='x'</script>", /does not answer/],
    ["409 without a code", 409, {}, /not accepted/],
    ["412 with a code that nobody knows", 412, { code: "precondition" }, /does not answer/],
    ["a code that is no text", 500, { code: { a: 1 }, retryAfter: "soon" }, /does not answer/],
    ["200 with something else", 200, { hello: "there" }, /could not be understood/],
  ];
  for (const [name, status, body, words] of hostile) {
    test(`${name}: told, nothing lost, and another try`, async ({ page, site }) => {
      askName(site);
      site.routes[DETAILS] = () => ({ status, body });
      await open(page, site);
      await page.getByLabel("First name").fill("Mara");
      await continueButton(page).click();
      await expect(page.locator("kyc-flow [part~=failure]")).toHaveText(words);
      await expect(page.getByLabel("First name")).toHaveValue("Mara");
      site.routes[DETAILS] = () => ({ body: flowAt("wait") });
      await page.getByRole("button", { name: "Try again" }).click();
      await expect(heading(page)).toHaveText("Your details are being checked");
      expect(await page.title()).toBe("Consent");
    });
  }

  test("a consent that has lapsed meanwhile leads back to it", async ({ page, site }) => {
    askName(site);
    await open(page, site);
    site.routes[DETAILS] = () => ({ status: 403, body: { code: "consent-required" } });
    site.routes["GET /flow"] = () => ({ body: flowAt("consent") });
    await page.getByLabel("First name").fill("Mara");
    await continueButton(page).click();
    await expect(page.getByRole("checkbox")).toBeVisible();
  });

  test("mark-up in what it says is shown as the text it is; a link that is no https is none", async ({
    page,
    site,
  }) => {
    const show = [`<img src=x onerror="document.title='x'">`];
    atTask(site, "stop");
    site.routes["GET /flow"] = () => ({ body: flowAt("stop", { ...TASKS.stop, show }) });
    await open(page, site);
    await expect(page.getByText(show[0] ?? "")).toBeVisible();
    site.routes["GET /flow"] = () => ({ body: flowAt("link", { ...TASKS.link, url: "javascript:alert(1)" }) });
    await page.getByRole("button", { name: "Look again now" }).click();
    await expect(heading(page)).toHaveText("Go on at our partner");
    await expect(page.locator("kyc-flow a[part~=primary]")).toHaveCount(0);
    expect(await page.title()).toBe("Consent");
  });
});

test.describe("words", () => {
  test("another language in the middle of a form keeps what was typed", async ({ page, site }) => {
    atTask(site, "form");
    site.routes[`${DETAILS}/fields`] = () => ({ body: { fields: [...FIELDS, STATE] } });
    await open(page, site);
    await page.getByLabel("Country you live in").selectOption("US");
    await page.getByLabel("State or region").fill("NY");
    await page.getByLabel("First name").fill("Mara");
    await page.getByLabel("Year").fill("1991");
    await page.evaluate(() => (document.documentElement.lang = "de"));
    await expect(page.getByLabel("Vorname")).toHaveValue("Mara");
    await expect(page.locator("kyc-flow [name=country-of-residence]")).toHaveValue("US");
    await expect(page.locator("kyc-flow [name=state]")).toHaveValue("NY");
    await expect(page.locator("kyc-flow input[part~=year]")).toHaveValue("1991");
    await expect(page.locator("kyc-flow [part~=base]")).toHaveAttribute("lang", "de");
  });

  test("a language that cannot be fetched leaves the one that is there", async ({ page, site }) => {
    atTask(site, "start");
    await open(page, site);
    await page.route(/flow-words\/fr/, (route) => route.abort());
    const failed = page.waitForEvent("requestfailed");
    await page.evaluate(() => (document.documentElement.lang = "fr"));
    await failed;
    await expect(page.getByRole("button", { name: "Start the check" })).toBeVisible();
    await page.evaluate(() => (document.documentElement.lang = "de"));
    await expect(page.locator("kyc-flow [part~=base]")).toHaveAttribute("lang", "de");
  });

  test("the host’s own come before the package’s, at once", async ({ page, site }) => {
    askName(site);
    await open(page, site);
    await page.locator("kyc-flow").evaluate((flow: KycFlow) => {
      flow.words = { "item.first-name": "Given name", "action.continue": "Next", "title.form": "Who are you?" };
    });
    await expect(page.getByLabel("Given name")).toBeVisible();
    await expect(page.getByRole("button", { name: "Next" })).toBeVisible();
    await expect(heading(page)).toHaveText("Who are you?");
  });
});

test("several policies: a box each, nothing is sent before all are ticked, and each goes on record", async ({
  page,
  site,
}) => {
  atTask(site, "consent");
  const policies = [POLICY.policy, "second-policy"];
  site.routes["GET /flow"] = () => ({ body: flowAt("consent", { ...TASKS.consent, policies }) });
  const first = site.routes[`GET /policies/${POLICY.policy}/presentation`];
  site.routes["GET /policies/second-policy/presentation"] = async (call) => {
    const answer = await first?.(call);
    return { body: { ...((answer as { body: object }).body as object), policy: "second-policy" } };
  };
  site.html = site.html.replace(LOGO, `${LOGO}${LOGO.replace('"logo"', '"logo-second-policy"')}`);
  await open(page, site);
  const boxes = page.getByRole("checkbox");
  await expect(boxes).toHaveCount(2);
  await expect(boxes.nth(1)).toHaveAttribute("aria-disabled", "false");
  await boxes.first().click();
  const agree = page.getByRole("button", { name: "Agree and continue" });
  await agree.click();
  await expect(boxes.nth(1)).toBeFocused();
  expect(posts(site)).toEqual([]);
  await boxes.nth(1).click();
  site.routes["GET /flow"] = () => ({ body: flowAt("start") });
  await agree.click();
  await expect(heading(page)).toHaveText("Start the check");
  const sent = site.calls.filter(({ path }) => path === "/consents").map(({ body }) => JSON.parse(body).policy);
  expect(sent).toEqual(policies);
});

test.describe("files that the host stores", () => {
  const jpeg = (page: Page) =>
    page.evaluate(() => {
      const canvas = document.createElement("canvas");
      return canvas.toDataURL("image/jpeg").split(",")[1] ?? "";
    });

  test.beforeEach(async ({ page, site }) => {
    const [, selfie] = TASKS.documents.documents;
    const task = { ...TASKS.documents, documents: [selfie], storage: "host" };
    atTask(site, "documents");
    site.routes["GET /flow"] = () => ({ body: flowAt("documents", task) });
    site.routes["POST /flow/tasks/one.documents/documents/selfie"] = () => ({ body: { received: ["selfie"] } });
    await open(page, site);
  });

  async function store(page: Page, how: string): Promise<void> {
    await page.locator("kyc-flow").evaluate((flow: KycFlow, wish) => {
      const stored: unknown[] = [];
      Object.assign(globalThis, { stored });
      const storeFile: StoreFile = async (file, { onProgress, signal }) => {
        stored.push([file.name, file.type, signal.aborted]);
        onProgress(0.5);
        if (wish === "fails" && stored.length === 1) throw new Error("the host's own words: secret");
        return { path: `/kept/${stored.length}` };
      };
      flow.storeFile = storeFile;
    }, how);
    const buffer = Buffer.from(await jpeg(page), "base64");
    await page.locator("input[type=file]").setInputFiles({ name: "Mara.jpg", mimeType: "image/jpeg", buffer });
    await expect(page.getByRole("img", { name: /Preview/ })).toBeVisible();
    await page.getByRole("button", { name: "Send documents" }).click({ clickCount: how === "fails" ? 1 : 2 });
  }

  test("its path is handed in, once, and its name never", async ({ page, site }) => {
    await store(page, "works");
    await expect.poll(() => posts(site)).toEqual(["/flow/tasks/one.documents/documents/selfie"]);
    expect(JSON.parse(site.calls.find(({ method }) => method === "POST")?.body ?? "")).toEqual({ path: "/kept/1" });
    expect(await page.evaluate(() => (globalThis as unknown as { stored: unknown }).stored)).toEqual([
      ["document.jpeg", "image/jpeg", false],
    ]);
  });

  test("a host that fails is told without its words, and asked again", async ({ page, site }) => {
    await store(page, "fails");
    await expect(page.locator("kyc-flow [part~=failure]")).toHaveText(/does not answer/);
    expect(posts(site)).toEqual([]);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => posts(site)).toHaveLength(1);
  });

  test("without a way to store it the person is told that it cannot be offered", async ({ page, site }) => {
    const buffer = Buffer.from(await jpeg(page), "base64");
    await page.locator("input[type=file]").setInputFiles({ name: "Mara.jpg", mimeType: "image/jpeg", buffer });
    await page.getByRole("button", { name: "Send documents" }).click();
    await expect(page.locator("kyc-flow [part~=failure]")).toHaveText(/cannot be offered/);
    expect(posts(site)).toEqual([]);
  });
});

test("an upload says how far it is", async ({ page, site }) => {
  const [, selfie] = TASKS.documents.documents;
  atTask(site, "documents");
  site.routes["GET /flow"] = () => ({
    body: flowAt("documents", { ...TASKS.documents, documents: [selfie], maxBytes: 9e6 }),
  });
  site.routes["POST /flow/tasks/one.documents/documents/selfie"] = () => ({ body: { received: ["selfie"] } });
  await open(page, site);
  const buffer = Buffer.concat([Buffer.from("%PDF-1.7"), Buffer.alloc(3_000_000)]);
  await page.locator("input[type=file]").setInputFiles({ name: "Mara.pdf", mimeType: "application/pdf", buffer });
  await expect(page.getByText("PDF document")).toBeVisible();
  await page.locator("kyc-flow").evaluate((flow) => {
    const bar = flow.shadowRoot?.querySelector("progress") as HTMLProgressElement;
    const shares: number[] = [];
    Object.assign(globalThis, { shares });
    new MutationObserver(() => shares.push(bar.value)).observe(bar, { attributeFilter: ["value"] });
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 2_000_000 };
  await devtools.send("Network.emulateNetworkConditions", slow);
  await page.getByRole("button", { name: "Send documents" }).click();
  await expect(page.getByText("Received.", { exact: true })).toBeVisible();
  const shares = await page.evaluate(() => (globalThis as unknown as { shares: number[] }).shares);
  expect(shares.some((share) => share > 0 && share < 1)).toBe(true);
  expect([...shares].sort((one, other) => one - other)).toEqual(shares);
});

test.describe("on a telephone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 700 } });

  test("the camera is offered for what it is good for, front or back, and its picture is taken", async ({
    page,
    site,
  }) => {
    atTask(site, "documents");
    await open(page, site);
    const cameras = page.locator("input[capture]");
    await expect(cameras).toHaveCount(2);
    await expect(cameras.first()).toHaveAttribute("capture", "environment");
    await expect(cameras.nth(1)).toHaveAttribute("capture", "user");
    await expect(cameras.first()).toHaveAccessibleName("Take a photo Page of the passport with your photo");
    const base64 = await page.evaluate(() => document.createElement("canvas").toDataURL("image/jpeg"));
    const buffer = Buffer.from(base64.split(",")[1] ?? "", "base64");
    await cameras.first().setInputFiles({ name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer });
    await expect(page.getByRole("img", { name: /Preview/ })).toBeVisible();
  });
});
