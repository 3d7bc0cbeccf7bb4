import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import type { KycConsent } from "../../www/element/index.ts";
import { listen, said } from "./accessibility.ts";
import { atTask, flowAt, type Kind, TASKS } from "./flow-answers.ts";
import { RECORDED, type Site, words } from "./site.ts";
import { type Consent, expect, test } from "./test.ts";

/** English from left to right is compared with the tree on file, Arabic from right to left with the shape of that tree. */
const LANGUAGES = { ltr: `lang="en"`, rtl: `lang="ar" dir="rtl"` };

/** A tree without its words: roles, levels and states. What is mere text differs from language to language. */
function shapeOf(tree: string): string[] {
  return tree
    .split("\n")
    .filter((line) => /^\s*- /.test(line) && !/^\s*- (text|option|\/url)/.test(line))
    .map((line) => {
      const [, indent = "", role = ""] = /^(\s*)- '?(\w+)/.exec(line) ?? [];
      const states = line.replace(/"(?:[^"\\]|\\.)*"/g, "").match(/\[[\w=]+\]/g) ?? [];
      return [indent + role, ...states].join(" ");
    });
}

async function hasTree(part: Locator, name: string, direction: keyof typeof LANGUAGES): Promise<void> {
  const file = `${name}.aria.yml`;
  if (direction === "ltr") return expect(part).toMatchAriaSnapshot({ name: file });
  const onFile = readFileSync(new URL(`trees/${file}`, import.meta.url), "utf8");
  expect(shapeOf(await part.ariaSnapshot())).toEqual(shapeOf(onFile));
}

const consentStates: Record<string, (consent: Consent, page: Page, site: Site) => Promise<unknown>> = {
  unticked: async () => {},
  ticked: ({ box }) => box.click(),
  missing: (_, page) => page.getByRole("button", { name: /Continue/ }).click(),
  recorded: async ({ box, host }, _, site) => {
    site.routes["POST /consents"] = () => ({ status: 201, body: { ...RECORDED, receipt: true } });
    await box.click();
    await host.evaluate((element: KycConsent) => element.record().then(() => undefined));
    await expect(host.locator("[part=receipt]")).toBeVisible();
  },
  failed: async ({ box, host, retry }, _, site) => {
    site.routes["POST /consents"] = () => "cut";
    await box.click();
    await host.evaluate((element: KycConsent) => element.record().catch(() => undefined));
    await expect(retry).toBeVisible();
  },
  withdrawn: async ({ box, host, status }) => {
    await box.click();
    await host.evaluate((element: KycConsent) => element.record().then(() => undefined));
    await box.click();
    await expect(status).not.toHaveText("");
  },
};

for (const direction of ["ltr", "rtl"] as const) {
  for (const [state, reach] of Object.entries(consentStates)) {
    test(`a screen reader is told of <kyc-consent>: ${state}, ${direction}`, async ({ consent, page, site }) => {
      site.attributes = LANGUAGES[direction];
      await consent.open();
      await reach(consent, page, site);
      await hasTree(consent.host, `consent-${state}`, direction);
    });
  }

  for (const kind of Object.keys(TASKS) as Kind[]) {
    test(`a screen reader is told of <kyc-flow>: ${kind}, ${direction}`, async ({ page, site }) => {
      atTask(site, kind);
      site.attributes = LANGUAGES[direction];
      await page.goto(site.url);
      await expect(page.locator("kyc-flow [part~=heading]")).toBeVisible();
      if (kind === "consent") await expect(page.getByRole("checkbox")).toHaveAttribute("aria-disabled", "false");
      await hasTree(page.locator("kyc-flow"), `flow-${kind}`, direction);
    });
  }

  for (const kind of ["form", "documents"] as const) {
    test(`a screen reader is told what is wrong in <kyc-flow>: ${kind}, ${direction}`, async ({ page, site }) => {
      atTask(site, kind);
      site.attributes = LANGUAGES[direction];
      await page.goto(site.url);
      await page.locator("kyc-flow button[type=submit]").click();
      const summary = page.locator("[part~=errors]");
      await expect(summary).toBeFocused();
      await hasTree(summary, `flow-${kind}-errors`, direction);
      const wrong = await page.locator("kyc-flow").locator("[aria-invalid=true]").all();
      expect(wrong.length).toBeGreaterThan(1);
      for (const one of wrong) {
        await expect(one).toHaveAccessibleErrorMessage(/./);
        await expect(one).toHaveAccessibleDescription(/./);
      }
    });
  }

  for (const kind of ["wait", "stop"] as const) {
    test(`a screen reader is told of <kyc-status>: ${kind}, ${direction}`, async ({ page, site }) => {
      site.attributes = LANGUAGES[direction];
      site.script = "status.js";
      site.html = `<kyc-status gateway="gateway"></kyc-status>`;
      site.routes["GET /flow"] = () => ({ body: { ...flowAt(kind), lookAgainAfter: null } });
      await page.goto(site.url);
      await expect(page.getByRole("listitem").first()).toBeVisible();
      await hasTree(page.locator("kyc-status"), `status-${kind}`, direction);
    });
  }
}

test.describe("said once:", () => {
  test("that a consent is on record, that it is withdrawn, and what failed", async ({ consent, site }) => {
    const record = () =>
      consent.host.evaluate((element: KycConsent) =>
        element
          .record()
          .catch(() => null)
          .then(() => {}),
      );
    await consent.open();
    await listen(consent.host.page());
    await consent.box.click();
    await record();
    await expect.poll(() => said(consent.host.page())).toEqual([words().saved]);
    await consent.box.click();
    await expect.poll(() => said(consent.host.page())).toEqual([words().saved, words().withdrawn]);
    site.routes["POST /consents"] = () => "cut";
    await consent.box.click();
    await record();
    await expect.poll(() => said(consent.host.page())).toEqual([words().saved, words().withdrawn, words().failed]);
  });

  test("that the gateway of a flow does not answer", async ({ page, site }) => {
    atTask(site, "start");
    site.routes["POST /flow/tasks/one.check"] = () => ({ status: 503, body: { code: "unavailable" } });
    await page.goto(site.url);
    await expect(page.getByRole("button", { name: "Start the check" })).toBeVisible();
    await listen(page);
    await page.getByRole("button", { name: "Start the check" }).click();
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    const told = (await said(page)).filter((text) => text.includes("does not answer"));
    expect(told).toHaveLength(1);
  });

  test("that a status has changed", async ({ page, site }) => {
    await page.clock.install();
    site.script = "status.js";
    site.html = `<kyc-status gateway="gateway"></kyc-status>`;
    site.routes["GET /flow"] = () => ({ body: flowAt("wait") });
    await page.goto(site.url);
    await expect(page.getByRole("listitem").first()).toBeVisible();
    await listen(page);
    site.routes["GET /flow"] = () => ({ body: flowAt("stop") });
    await page.clock.fastForward(6000);
    await expect(page.getByRole("listitem").last()).toContainText("Not possible");
    await expect.poll(() => said(page)).toHaveLength(1);
  });
});
