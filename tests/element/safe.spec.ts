// Under the strictest policy that a host may have, and with nothing of the person where others look.

import type { Page } from "@playwright/test";
import type { KycFlow } from "../../www/element/flow/index.ts";
import { atTask, FIELDS, flowAt, type Kind, TASKS } from "./flow-answers.ts";
import { ELEMENT } from "./site.ts";
import { expect, test } from "./test.ts";

/** Notes each thing that the page's policy does not allow, Trusted Types among it. */
async function reportViolations(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(globalThis, { violations });
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      violations.push(`${effectiveDirective} ${blockedURI}`);
    });
  });
  return () => page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations);
}

for (const kind of Object.keys(TASKS) as Kind[]) {
  test(`consent, flow and status break no rule of a strict policy: ${kind}`, async ({ page, site }) => {
    const violations = await reportViolations(page);
    atTask(site, kind);
    site.html += `<kyc-status gateway="gateway"></kyc-status>${ELEMENT}
<script type="module" src="status.js"></script><script type="module" src="element.js"></script>`;
    const reply = await page.goto(site.url);
    const policy = reply?.headers()["content-security-policy"];
    for (const rule of ["default-src 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"]) {
      expect(policy).toContain(rule);
    }
    await expect(page.locator("kyc-flow [part~=heading]")).toBeVisible();
    await expect(page.locator("kyc-status [part~=step]").first()).toBeVisible();
    const box = page.locator("main > kyc-consent").getByRole("checkbox");
    await expect(box).toHaveAttribute("aria-disabled", "false");
    await box.click();
    const forward = page.locator("kyc-flow button[type=submit]");
    if (await forward.count()) await forward.first().click();
    expect(await violations()).toEqual([]);
  });
}

test("by itself too, with WebAssembly", async ({ consent, page, site }) => {
  const violations = await reportViolations(page);
  Object.assign(site, { script: "element-alone.js", allowsWasm: true });
  await consent.open();
  await consent.box.click();
  expect((await consent.state()).checked).toBe(true);
  expect(await violations()).toEqual([]);
});

test.describe("what the policy does not allow", () => {
  // It is told on the console too, where any other test would fail by it.
  test.use({ silent: undefined });

  test("would be noted", async ({ consent, page }) => {
    const violations = await reportViolations(page);
    await consent.open();
    await page.evaluate(() => document.body.setAttribute("style", "color: red"));
    await expect.poll(violations).toEqual(["style-src-attr inline"]);
  });
});

test("what the person typed is in no attribute, address, cookie or storage that outlives the tab", async ({
  page,
  site,
}) => {
  const secrets = ["Quixwell", "quixwell@example.org", "1987", "token-of-this-person"];
  atTask(site, "form");
  const fields = { body: { fields: FIELDS } };
  site.routes["POST /flow/tasks/one.details/fields"] = () => fields;
  site.routes["POST /flow/tasks/one.details"] = () => ({ body: flowAt("wait") });
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  await page.goto(site.url);
  await page.locator("kyc-flow").evaluate((flow: KycFlow) => {
    flow.authorize = () => "token-of-this-person";
  });
  await page.getByLabel("Country you live in").selectOption("DE");
  await page.getByLabel("First name").fill("Quixwell");
  await page.getByLabel("Day").fill("7");
  await page.getByLabel("Month").fill("4");
  await page.getByLabel("Year").fill("1987");
  await page.getByLabel(/mail/).fill("quixwell@example.org");
  await page.getByLabel("Employment").selectOption("own");
  const everywhere = () =>
    page.evaluate(async () => {
      const attributes: string[] = [];
      const walk = (root: Document | ShadowRoot) => {
        for (const element of root.querySelectorAll("*")) {
          for (const { name, value } of element.attributes) attributes.push(`${name}=${value}`);
          if (element.shadowRoot) walk(element.shadowRoot);
        }
      };
      walk(document);
      const bases = (await indexedDB.databases?.()) ?? [];
      const kept = [
        JSON.stringify(localStorage),
        document.cookie,
        JSON.stringify(bases),
        location.href,
        document.title,
      ];
      return [...attributes, ...kept, JSON.stringify(await caches.keys()), JSON.stringify(history.state)];
    });
  const typed = await everywhere();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Your details are being checked" })).toBeVisible();
  const sent = site.calls.find(({ method, path }) => method === "POST" && path === "/flow/tasks/one.details");
  expect(sent?.body).toContain("Quixwell");
  for (const secret of secrets) {
    for (const text of [...typed, ...(await everywhere()), ...addresses]) expect(text).not.toContain(secret);
  }
  // Nor in the storage of the tab, once it is handed in and over with.
  site.routes["GET /flow"] = () => ({ body: flowAt("done") });
  await page.locator("kyc-flow").evaluate((flow: KycFlow) => flow.look());
  await expect(page.getByRole("link", { name: "To the payment" })).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("Quixwell");
});
