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
 * Audits a page: looks at it wide, narrow and dark, watches it, and tries what a person could do, from a fresh load each time.
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
    const facts = await copy.look(options.watchFor);
    subject.consents = facts.consents.length;
    const pixels = await tryPixels(copy, facts);
    const others = await otherLooks(copy, facts);
    const tried = [pixels, ...(await tryAll(copy, facts))];
    write(facts, tried);
    const base = judgeFacts(policy, facts);
    const findings = [...base.findings, ...newFindings(policy, facts, base.findings, others)];
    const unknown = [...new Set(tried.flatMap(({ unknown }) => unknown))];
    const report = { ...base, holds: findings.length === 0, findings, unknown };
    if (!options.screenshot) return report;
    await copy.afresh();
    return { ...report, picture: await picture(copy.page, findings) };
  } finally {
    await copy.close();
  }
}

/** Tries everything that a person could press. In this order the page is loaded least often. */
async function tryAll(copy: Copy, facts: AuditFacts): Promise<Tried[]> {
  const tried: Tried[] = [];
  if (facts.consents.length === 0) return tried;
  for (const attempt of [trySending, tryPressingOthers, tryTicking, tryLinks]) tried.push(await attempt(copy, facts));
  return tried;
}

/** Writes into the facts what happened. */
function write(facts: AuditFacts, tried: readonly Tried[]): void {
  for (const { observed, ends } of tried) {
    for (const [index, observation] of observed) facts.consents[index]?.observed.push(observation);
    for (const link of facts.consents.flatMap(({ links }) => links)) {
      const end = ends?.get(link.place.path);
      if (end) [link.leadsTo, link.status] = [end.url, end.status ?? 0];
    }
  }
}

/** A look at the page as some people see it. */
interface OtherLook {
  readonly seen: string;
  readonly facts: AuditFacts;
}

/** The page on a small screen, and in the dark. */
async function otherLooks(copy: Copy, first: AuditFacts): Promise<OtherLook[]> {
  const looks: OtherLook[] = [];
  const look = async (seen: string) => {
    await copy.settle();
    const facts = await copy.look();
    if (hasOtherColours(first, facts)) write(facts, [await tryPixels(copy, facts)]);
    looks.push({ seen, facts });
  };
  await copy.page.setViewportSize(NARROW);
  await look("320 pixels wide");
  await copy.page.setViewportSize(WIDE);
  await copy.page.emulateMedia({ colorScheme: "dark" });
  await look("in the dark colour scheme");
  await copy.page.emulateMedia({ colorScheme: "light" });
  return looks;
}

/** What is broken in other looks, and was not before. */
function newFindings(
  policy: string,
  first: AuditFacts,
  known: readonly PageFinding[],
  looks: readonly OtherLook[],
): PageFinding[] {
  const found: PageFinding[] = [];
  for (const { seen, facts } of looks) {
    // What happened explains some of what is seen: a box that the link must be opened for is disabled in any colour.
    for (const [index, { observed }] of facts.consents.entries())
      observed.push(...(first.consents[index]?.observed ?? []));
    const { findings } = judgeFacts(policy, facts);
    const news = findings.filter(({ rule }) => ![...known, ...found].some((other) => other.rule === rule));
    found.push(...news.map((finding) => ({ ...finding, seen })));
  }
  return found;
}

/** Whether a page is drawn in other colours than at the first look: then pixels may differ where no style does. */
function hasOtherColours(one: AuditFacts, other: AuditFacts): boolean {
  const colours = ({ consents }: AuditFacts) =>
    JSON.stringify(consents.map(({ sentence }) => sentence.runs.map(({ ink, grounds }) => [ink, grounds])));
  return colours(one) !== colours(other);
}
