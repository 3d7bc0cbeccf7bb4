// Good pages and bad ones, looked at from within: no rule is missed that a look can see, and no page is accused.

import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { auditInPage, rules } from "./in-page.ts";
import { names, ruleOf, Site } from "./site.ts";
import { needsTrying } from "./trying.ts";

vi.setConfig({ testTimeout: 120_000 });

let site: Site;
let page: Page;

beforeAll(async () => {
  site = await Site.open();
  page = await site.browser.newPage({ viewport: { width: 1280, height: 800 } });
}, 120_000);

afterAll(() => site.close());

async function opened(kind: "good" | "bad", name: string): Promise<void> {
  await page.goto(site.url(kind, name));
  // Our element shows the sentence, and lets the box be ticked, when it has loaded text and logo.
  if (name.startsWith("kyc-consent")) await page.waitForSelector('kyc-consent input[aria-disabled="false"]');
}

test("there are enough pages", () => {
  expect(names("good").length).toBeGreaterThanOrEqual(12);
  expect(names("bad").length).toBeGreaterThanOrEqual(40);
  expect(new Set(names("bad").map(ruleOf)).size).toBeGreaterThanOrEqual(25);
});

test.each(names("good"))("%s breaks no rule", async (name) => {
  await opened("good", name);
  expect((await auditInPage(page, 0)).findings).toEqual([]);
});

test.each(names("bad").filter((name) => !needsTrying(name)))("%s breaks that rule and no other", async (name) => {
  await opened("bad", name);
  const watchFor = ruleOf(name) === "ticked-by-script" ? 1000 : 0;
  const report = await auditInPage(page, watchFor);
  expect(rules(report), JSON.stringify(report.findings, null, 1)).toEqual([ruleOf(name)]);
  expect(report.holds).toBe(false);
  for (const { text, do: advice, source } of report.findings) expect([text, advice, source].every(Boolean)).toBe(true);
});

test("what a person ticks while the page is watched is no broken rule", async () => {
  await opened("good", "plain");
  const audit = auditInPage(page, 1500);
  await page.waitForTimeout(300);
  await page.getByRole("checkbox").click();
  expect((await audit).findings).toEqual([]);
});

test("a part of a page can be audited", async () => {
  await opened("good", "plain");
  expect(await auditInPage(page, 0, "form")).toMatchObject({ holds: true, consents: 1 });
  expect(rules(await auditInPage(page, 0, "h1"))).toEqual(["consent-missing"]);
});

test("the page is left as it was found", async () => {
  await opened("good", "small-screen-scroll");
  await page.evaluate("scrollTo(0, 120)");
  const before = await page.evaluate("[scrollY, document.documentElement.outerHTML]");
  await auditInPage(page, 0);
  expect(await page.evaluate("[scrollY, document.documentElement.outerHTML]")).toEqual(before);
});

test("what is no page and no policy is refused", async () => {
  await opened("good", "plain");
  const refused = (root: string, options: string) =>
    page.evaluate(
      `import("/pkg/audit.js").then((m) => m.auditConsent(${root}, ${options})).then(() => "no", (error) => error.code)`,
    );
  expect(await refused("null", "{}")).toBe("invalid-input");
  expect(await refused("document", '{ policy: { policy: "x" } }')).toBe("invalid-input");
  expect(await refused("document", '{ policy: "unknown-policy" }')).toBe("unavailable");
  expect(await refused("document", "{ for: -1 }")).toBe("invalid-input");
});

test("the host follows the links", async () => {
  await opened("good", "plain");
  const followed = (end: string) =>
    page.evaluate(
      `import("/pkg/browser.js").then((m) => m.auditConsent(document, { for: 0, follow: () => (${end}) })).then(({ findings, unknown }) => [findings.map(({ rule }) => rule), unknown.length])`,
    );
  expect(await followed('"https://www.crossmint.com/legal/privacy-policy"')).toEqual([[], 0]);
  expect(await followed('"https://tracker.example/legal/privacy-policy"')).toEqual([["link-leads-elsewhere"], 0]);
  expect(await followed('{ url: "https://www.crossmint.com/legal/privacy-policy", status: 404 }')).toEqual([
    ["link-dead"],
    0,
  ]);
  expect(await followed('Promise.reject(new Error("offline"))')).toEqual([[], 1]);
});
