/**
 * Reads a page that somebody else built, with any mark-up, and names the rules of consent that it breaks.
 * `auditConsent` loads its WebAssembly by itself.
 * @module
 */
import * as glue from "../../target/wasm/audit/assent.js";
import { count, json } from "./arguments.ts";
import type { AuditFacts, AuditFinding, AuditOptions, AuditReport, LinkEnd } from "./audit-report.ts";
import { watchBoxes } from "./audit-watch.ts";
import type { Policy } from "./consent.ts";
import { AssentError } from "./errors.ts";
import { type PageLoader, pageLoader } from "./page-loader.ts";

export type * from "./audit-report.ts";
export { AssentError } from "./errors.ts";
export type { WasmSource } from "./page-loader.ts";
export type { Policy } from "./types.ts";

const loader: PageLoader = pageLoader(glue.default, "audit.wasm", () => new URL("./audit.wasm", import.meta.url));
export const init: PageLoader["init"] = loader.init;

/** As long as this the page is watched when nobody says for how long, in milliseconds. */
const WATCHED_FOR = 2000;
const LONGEST_WATCH = 600_000;

/**
 * Audits the consents of a document, or of a part of it: looks, watches, follows the links, and looks again.
 *
 * The page is scrolled while it is looked at, and put back. Nothing is pressed. Call it before the person has ticked the box:
 * a box that is ticked at the first look counts as ticked beforehand.
 *
 * @throws {AssentError} `invalid-input` for what is no policy or no part of a document; `unavailable` when the core or the
 *   policy cannot be loaded
 */
export async function auditConsent(root: Document | Element, options: AuditOptions = {}): Promise<AuditReport> {
  if (typeof root !== "object" || root === null || ![1, 9].includes(root.nodeType)) {
    throw new AssentError({ code: "invalid-input", field: "root", message: "root must be a document or an element" });
  }
  const duration = count("options.for", options.for ?? WATCHED_FOR, 0, LONGEST_WATCH);
  const [policy] = await Promise.all([policyText(options.policy), init()]);
  const facts = await watchedFacts(root, policy, duration);
  const unknown = await followLinks(facts, options.follow);
  return { ...judgeFacts(policy, facts), unknown };
}

/** Looks at a page, watches it, looks again. What happened is in the facts. For whoever tries more than this does. */
export async function watchedFacts(root: Node, policy: string, duration: number): Promise<AuditFacts> {
  loader.ready();
  const first = asked(() => glue.look(root, policy)) as AuditFacts;
  if (duration === 0) return first;
  const boxes = { find: () => asked(() => glue.boxes(root, policy)) as (Element | null)[], isTicked: glue.isTicked };
  const observed = await watchBoxes(boxes, root, duration);
  const last = asked(() => glue.look(root, policy)) as AuditFacts;
  for (const [index, consent] of last.consents.entries()) consent.observed.push(...(observed[index] ?? []));
  return last;
}

/** Holds facts against the rules. */
export function judgeFacts(policy: string, facts: AuditFacts): Omit<AuditReport, "unknown"> {
  loader.ready();
  const findings = asked(() => glue.judge(policy, facts)) as AuditFinding[];
  return { holds: findings.length === 0, findings, consents: facts.consents.length };
}

async function followLinks(facts: AuditFacts, follow: AuditOptions["follow"]): Promise<string[]> {
  const unknown: string[] = [];
  for (const link of facts.consents.flatMap(({ links }) => links)) {
    if (!/^https?:/.test(link.address)) continue;
    if (!follow) {
      unknown.push(`Where ${link.address} leads: no link was followed.`);
      continue;
    }
    try {
      const end: LinkEnd | string = await follow(link.address);
      link.leadsTo = typeof end === "string" ? end : end.url;
      link.status = typeof end === "string" ? 0 : (end.status ?? 0);
    } catch {
      unknown.push(`Where ${link.address} leads: it could not be followed.`);
    }
  }
  return [...new Set(unknown)];
}

/** The policy as text: given, or from beside this file. */
async function policyText(policy: Policy | string = "crossmint-privacy-policy"): Promise<string> {
  if (typeof policy !== "string") return json("options.policy", policy);
  const message = `policies/${policy}.json could not be loaded; hand in the policy itself, or serve it beside this file`;
  try {
    const reply = await fetch(new URL(`./policies/${encodeURIComponent(policy)}.json`, import.meta.url));
    if (reply.ok) return await reply.text();
  } catch (cause) {
    throw new AssentError({ code: "unavailable", message }, { cause });
  }
  throw new AssentError({ code: "unavailable", message });
}

/** Calls into the core: it throws its errors as JSON text, and anything else is a trap. */
function asked<T>(call: () => T): T {
  try {
    return call();
  } catch (cause) {
    if (typeof cause === "string") throw new AssentError(JSON.parse(cause));
    // Calls keep nothing, so a fresh instance loses nothing.
    glue.__wbg_reset_state();
    const message = "the core stopped in the middle of the look; the page may be in another place than before";
    throw new AssentError({ code: "trapped", message }, { cause });
  }
}
