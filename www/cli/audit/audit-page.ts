import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext } from "playwright-core";
import { init, judgeFacts } from "../../package/audit.ts";
import type { AuditFacts } from "../../package/audit-report.ts";
import { Copy, type Subject } from "./copy.ts";
import { tryPixels } from "./pixels.ts";
import type { PageFinding, PageReport } from "./report.ts";
import { picture } from "./screenshot.ts";
import { type Tried, tryLinks, tryPressingOthers, trySending, tryTicking } from "./tries.ts";

/** What is asked of an audit. */
export interface PageOptions {
  /** The policy file's text. */
  readonly policy: string;
  /** For how many milliseconds the page is watched. */
  readonly watchFor: number;
  readonly screenshot: boolean;
  /** A file with cookies and local storage. */
  readonly storageState?: string;
  /** CSS selector. */
  readonly waitFor?: string;
  /** BCP 47. */
  readonly language?: string;
  /** Called for each new context of the browser, before a page is opened in it. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

const WIDE = { width: 1280, height: 800 };
/** 1280 pixels at 400 %, which WCAG 1.4.10 wants to be usable. */
const NARROW = { width: 320, height: 640 };

/** The report, and the page as PNG where that was asked for. */
export type PageAudit = PageReport & { readonly picture?: Buffer };

/**
 * Audits a page: looks at it wide, narrow and dark, watches it, and tries in copies of it what a person could do.
 *
 * @throws {Error} the page does not open, or the policy is none
 */
export async function auditPage(browser: Browser, url: string, options: PageOptions): Promise<PageAudit> {
  await init(await readFile(new URL("../audit.wasm", import.meta.url)));
  const { policy, waitFor, prepare, language, storageState } = options;
  const context = {
    viewport: WIDE,
    ...(language !== undefined && { locale: language }),
    ...(storageState !== undefined && { storageState }),
  };
  const subject: Subject = {
    browser,
    url,
    policy,
    context,
    ...(waitFor !== undefined && { waitFor }),
    ...(prepare && { prepare }),
  };
  judgeFacts(policy, { consents: [] });
  const copy = await Copy.open(subject);
  try {
    const { facts, unknown } = await watchedAndTried(subject, copy, options.watchFor);
    const base = judgeFacts(policy, facts);
    const others = await otherLooks(copy, policy, facts, base.findings);
    const findings = [...base.findings, ...others];
    const report = { ...base, holds: findings.length === 0, findings, unknown };
    return options.screenshot ? { ...report, picture: await picture(copy.page, findings) } : report;
  } finally {
    await copy.close();
  }
}

/** Watches one page while everything is tried in another, and writes into the facts what happened. */
async function watchedAndTried(
  subject: Subject,
  copy: Copy,
  watchFor: number,
): Promise<{ facts: AuditFacts; unknown: string[] }> {
  const first = await copy.look();
  subject.consents = first.consents.length;
  const [facts, early] = await Promise.all([copy.look(watchFor), tryAll(subject, first)]);
  // A consent that came later than the first look.
  const isLate = first.consents.length === 0 && facts.consents.length > 0;
  if (isLate) subject.consents = facts.consents.length;
  const tried = [...(isLate ? await tryAll(subject, facts) : early), await tryPixels(copy, facts)];
  for (const { observed, ends } of tried) {
    for (const [index, observation] of observed) facts.consents[index]?.observed.push(observation);
    for (const link of facts.consents.flatMap(({ links }) => links)) {
      const end = ends?.get(link.place.path);
      if (end) [link.leadsTo, link.status] = [end.url, end.status ?? 0];
    }
  }
  return { facts, unknown: [...new Set(tried.flatMap(({ unknown }) => unknown))] };
}

/** Tries everything that a person could press, in one copy after another load each. */
async function tryAll(subject: Subject, facts: AuditFacts): Promise<Tried[]> {
  if (facts.consents.length === 0) return [];
  const copy = await Copy.open(subject);
  try {
    const tried: Tried[] = [];
    // The last leaves the box ticked behind it.
    for (const attempt of [trySending, tryPressingOthers, tryLinks, tryTicking]) tried.push(await attempt(copy, facts));
    return tried;
  } finally {
    await copy.close();
  }
}

/** Whether a page is drawn in other colours than at the first look: then pixels may differ where no style does. */
function hasOtherColours(one: AuditFacts, other: AuditFacts): boolean {
  const colours = ({ consents }: AuditFacts) =>
    JSON.stringify(consents.map(({ sentence }) => sentence.runs.map(({ ink, grounds }) => [ink, grounds])));
  return colours(one) !== colours(other);
}

/** What is broken on a small screen, or in the dark, and was not before. */
async function otherLooks(
  copy: Copy,
  policy: string,
  first: AuditFacts,
  known: readonly PageFinding[],
): Promise<PageFinding[]> {
  const found: PageFinding[] = [];
  const look = async (seen: string) => {
    await copy.settle();
    const facts = await copy.look();
    for (const [index, consent] of facts.consents.entries())
      consent.observed.push(...(first.consents[index]?.observed ?? []));
    if (hasOtherColours(first, facts)) {
      const { observed } = await tryPixels(copy, facts);
      for (const [index, observation] of observed) facts.consents[index]?.observed.push(observation);
    }
    const { findings } = judgeFacts(policy, facts);
    const news = findings.filter(({ rule }) => ![...known, ...found].some((other) => other.rule === rule));
    found.push(...news.map((finding) => ({ ...finding, seen })));
  };
  await copy.page.setViewportSize(NARROW);
  await look("320 pixels wide");
  await copy.page.setViewportSize(WIDE);
  await copy.page.emulateMedia({ colorScheme: "dark" });
  await look("in the dark colour scheme");
  await copy.page.emulateMedia({ colorScheme: "light" });
  return found;
}
