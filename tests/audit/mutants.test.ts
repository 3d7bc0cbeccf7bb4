// Good pages, each broken by script in each of these ways.

import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { auditInPage, rules } from "./in-page.ts";
import { names, Site } from "./site.ts";

vi.setConfig({ testTimeout: 120_000 });

/** What a script does to `box`, `words` (the sentence's first text node), `link` and `logo`, and what must be found. */
const mutants: readonly [rule: string, script: string][] = [
  ["pre-ticked", 'if (box.localName === "input") box.checked = true; else box.setAttribute("aria-checked", "true")'],
  ["sentence-differs", 'words.data = words.data.replace("KYC", "KYC, bank and health")'],
  ["sentence-hidden", 'words.parentElement.style.setProperty("visibility", "hidden")'],
  ["sentence-too-small", 'words.parentElement.style.setProperty("font-size", "5px", "important")'],
  ["low-contrast", 'words.parentElement.style.setProperty("color", "rgb(127 127 127 / 60%)", "important")'],
  [
    "sentence-covered",
    'const cover = document.createElement("div"); cover.style.cssText = "position:fixed;inset:0;z-index:9;background:#fff"; document.body.append(cover)',
  ],
  ["sentence-not-read-aloud", 'words.parentElement.setAttribute("aria-hidden", "true")'],
  ["link-differs", 'link.href = "https://www.crossmint.com/legal/other"'],
  ["link-missing", "link.replaceWith(...link.childNodes)"],
  ["link-without-address", 'link.setAttribute("href", "javascript:void 0")'],
  ["link-looks-like-text", 'link.style.setProperty("all", "unset")'],
  ["link-not-by-keyboard", "link.tabIndex = -1"],
  ["logo-missing", "logo.remove()"],
  ["logo-too-small", 'logo.style.cssText = "width:3px;height:3px"'],
  ["logo-hidden", 'logo.style.setProperty("opacity", "0")'],
  ["box-not-by-keyboard", "box.tabIndex = -1"],
  ["box-disabled", 'box.setAttribute("aria-disabled", "true")'],
];

const FIND = `
  const all = (root) => [...root.querySelectorAll("*")].flatMap((element) => [element, ...(element.shadowRoot ? all(element.shadowRoot) : []), ...(element.contentDocument ? all(element.contentDocument) : [])]);
  const elements = all(document).filter((element) => !element.closest("[hidden]"));
  const box = elements.find((element) => element.matches("[type=checkbox],[role=checkbox],[role=switch]"));
  const link = elements.find((element) => element.matches("a[href*=crossmint]"));
  const logo = elements.find((element) => element.matches("img,svg,[role=img]"));
  const words = elements.flatMap((element) => [...(element.localName === "script" ? [] : element.childNodes)]).find((node) => node.nodeType === 3 && node.data.includes("KYC"));
`;

let site: Site;
let page: Page;

beforeAll(async () => {
  site = await Site.open();
  page = await site.browser.newPage({ viewport: { width: 1280, height: 800 } });
}, 120_000);

afterAll(() => site.close());

// Our own element takes back what a script does to its box; its tests show that.
const victims = names("good").filter((name) => !name.startsWith("kyc-consent"));

/** Half of all pairs, so that each way meets half of the pages and each page half of the ways. */
function waysFor(name: string): typeof mutants {
  return mutants.filter((_, index) => (index + victims.indexOf(name)) % 2 === 0);
}

test.each(victims)("%s, broken in every second way", async (name) => {
  const missed: string[] = [];
  for (const [rule, script] of waysFor(name)) {
    await page.goto(site.url("good", name));
    await page.evaluate(`{ ${FIND} ${script} }`);
    const found = rules(await auditInPage(page, 0));
    if (!found.includes(rule)) missed.push(`${rule}: ${found.join() || "nothing"}`);
  }
  expect(missed).toEqual([]);
});
