import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "./test.ts";

type AuditPage = typeof import("../../www/cli/audit/audit-page.ts").auditPage;

const policy = readFileSync(
  fileURLToPath(new URL("../../src/consent/policies/crossmint-privacy-policy.json", import.meta.url)),
  "utf8",
);

for (const path of ["/", "/?lang=ar", "/alone.html"]) {
  test(`our own consent breaks no rule of the audit (${path})`, async ({ browser, product }) => {
    const { auditPage }: { auditPage: AuditPage } = await import(
      new URL("../../pkg/bin/audit-page.mjs", import.meta.url).href
    );
    const { findings, consents } = await auditPage(browser, product.demo + path, {
      policy,
      watchFor: 300,
      screenshot: false,
      waitFor: "kyc-consent input[aria-disabled=false]",
      // No test needs the network.
      prepare: async (context) => {
        const body = "<!doctype html><title>Privacy Policy</title>";
        await context.route(/^https:\/\/www\.crossmint\.com\//, (route) =>
          route.fulfill({ contentType: "text/html", body }),
        );
      },
    });
    expect({ findings, consents }).toEqual({ findings: [], consents: 1 });
  });
}
