/**
 * The browser flavour: consent, and replies read into decisions. `await init()` first.
 * @module
 */
import * as glue from "../../target/wasm/browser/assent.js";
import { asker } from "./ask.ts";
import type { AuditOptions, AuditReport } from "./audit-report.ts";
import { browserFunctions } from "./browser-functions.ts";
import { type PageLoader, pageLoader } from "./page-loader.ts";
import type { BrowserSurface } from "./surface.ts";

export type * from "./audit-report.ts";
export { AssentError } from "./errors.ts";
export type { WasmSource } from "./page-loader.ts";
export type * from "./surface.ts";
export type * from "./types.ts";

const loader: PageLoader = pageLoader(glue.default, "browser.wasm", () => new URL("./browser.wasm", import.meta.url));
export const init: PageLoader["init"] = loader.init;

export const { present, check, read, missing, merge, plan, levelDecision }: BrowserSurface = browserFunctions(
  glue,
  asker(glue, loader.ready),
);

/**
 * Names the rules of consent that a page, or a part of it, breaks. It is a module of its own (`kyc-assent/audit`), loaded at the first
 * call.
 */
export async function auditConsent(root: Document | Element, options?: AuditOptions): Promise<AuditReport> {
  const audit = await import("./audit.ts");
  return audit.auditConsent(root, options);
}
