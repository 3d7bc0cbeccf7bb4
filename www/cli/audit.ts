import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { auditPage } from "./audit/audit-page.ts";
import { openBrowser } from "./audit/browser.ts";
import { readPolicy } from "./audit/policy.ts";
import { inWords } from "./audit/report.ts";
import type { Command } from "./main.ts";

const help = `Usage: kyc-assent audit URL [options]

Opens a page in a browser without a window, watches it, tries what a person could press, and names each rule
of consent that the page breaks. From the first press on, requests that would change something are stopped.

  --policy NAME|FILE     one of the package's policies, or a policy file (crossmint-privacy-policy)
  --screenshot FILE.png  the whole page, with the broken places outlined and numbered
  --json                 the report as JSON
  --storage-state FILE   cookies and local storage of a signed-in person, as Playwright saves them
  --wait-for SELECTOR    wait until this is on the page (CSS)
  --lang TAG             the browser's language, for example de
  --for MILLISECONDS     for how long the page is watched (2000)

It needs playwright-core beside it (npm install playwright-core) and Chromium or Chrome; CHROMIUM names one that is in another
place than usual. Exit codes: 0 no rule is broken, 1 some are, 2 the page could not be audited.`;

const options = {
  policy: { type: "string", default: "crossmint-privacy-policy" },
  screenshot: { type: "string" },
  json: { type: "boolean", default: false },
  "storage-state": { type: "string" },
  "wait-for": { type: "string" },
  lang: { type: "string" },
  for: { type: "string", default: "2000" },
} as const;

/** `kyc-assent audit URL`. */
export const command: Command = {
  summary: "name the rules of consent that a page breaks",
  help,
  async run(args) {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [url] = positionals;
    if (!url || positionals.length > 1 || !URL.canParse(url) || !/^(https?|file):/.test(url)) {
      throw new Error("Say which page: kyc-assent audit https://…");
    }
    const watchFor = Number(values.for);
    if (!Number.isInteger(watchFor) || watchFor < 0 || watchFor > 600_000) {
      throw new Error("--for takes a whole number of milliseconds, up to 600000.");
    }
    const policy = await readPolicy(values.policy);
    const browser = await openBrowser();
    try {
      const report = await auditPage(browser, url, {
        policy,
        watchFor,
        screenshot: values.screenshot !== undefined,
        ...(values["storage-state"] !== undefined && { storageState: values["storage-state"] }),
        ...(values["wait-for"] !== undefined && { waitFor: values["wait-for"] }),
        ...(values.lang !== undefined && { language: values.lang }),
      });
      const { picture, ...told } = report;
      if (values.screenshot !== undefined && picture) await writeFile(values.screenshot, picture);
      process.stdout.write(values.json ? `${JSON.stringify(told, null, 2)}\n` : inWords(url, told));
      return told.holds ? 0 : 1;
    } finally {
      await browser.close();
    }
  },
};
