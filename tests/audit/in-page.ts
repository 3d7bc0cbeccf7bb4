// The audit as a page runs it itself: `auditConsent` of the built package.

import type { Page } from "@playwright/test";
import type { AuditReport } from "../../www/package/audit.ts";

/** Audits the page that is open, or a part of it; no link is followed. */
export async function auditInPage(page: Page, watchFor: number, part = ""): Promise<AuditReport> {
  return page.evaluate(
    async ([duration, selector]) => {
      const module = "/pkg/audit.js";
      const { auditConsent }: typeof import("../../www/package/audit.ts") = await import(module);
      const root = selector ? document.querySelector(selector) : document;
      return auditConsent(root as Document, { for: duration });
    },
    [watchFor, part] as const,
  );
}

/** The broken rules, each once. */
export function rules({ findings }: Pick<AuditReport, "findings">): string[] {
  return [...new Set(findings.map(({ rule }) => rule))];
}
