// The audit as a page runs it itself: `auditConsent` of the built package.

import type { Page } from "@playwright/test";
import type { AuditReport } from "../../www/package/audit.ts";

/** Audits the page that is open, or a part of it; no link is followed. */
export async function auditInPage(page: Page, watchFor: number, part = ""): Promise<AuditReport> {
  // As text: what a function imports, the test runner would import.
  const root = part ? `document.querySelector(${JSON.stringify(part)})` : "document";
  return page.evaluate(`import("/pkg/audit.js").then((audit) => audit.auditConsent(${root}, { for: ${watchFor} }))`);
}

/** The broken rules, each once. */
export function rules({ findings }: Pick<AuditReport, "findings">): string[] {
  return [...new Set(findings.map(({ rule }) => rule))];
}
