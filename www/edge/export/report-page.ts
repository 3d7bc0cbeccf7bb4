import { html, raw } from "hono/html";
import type { Presentation } from "../../package/types.ts";
import type { ExportRange } from "./export-range.ts";
import type { Doubt, ReportedAcceptance, ReportedPerson } from "./reported-acceptance.ts";

/** How many people have to be asked again after a policy has changed. */
export interface Outdated {
  readonly policy: string;
  readonly version: string;
  readonly count: number;
  /** The first of them. */
  readonly people: readonly string[];
}

export interface ReportPage {
  readonly log: string;
  readonly at: string;
  readonly range: ExportRange;
  readonly people: readonly ReportedPerson[];
  readonly outdated: readonly Outdated[];
  /** Query of the next page; undefined on the last. */
  readonly next: string | undefined;
}

type Markup = ReturnType<typeof html>;

const DOUBTS: Readonly<Record<Doubt, string>> = {
  "chain-broken": "the chain of this ledger does not hold",
  "entries-missing": "the log has more entries than this ledger",
  unreadable: "something in this ledger cannot be read",
  "not-in-log": "the log does not know this person",
  "sentence-unknown": "no policy file here has this sentence",
  "log-differs": "the log has another entry in its place",
};

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --line: #8886 }
body { max-width: 90rem; margin: 0 auto; padding: 1rem }
h1 { overflow-wrap: anywhere }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; margin-block: 1rem }
caption { text-align: start; font-weight: 600; padding-block: .5rem }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: start; vertical-align: top }
td > p { margin: 0; min-width: 14rem }
td > ul { margin: 0; padding-inline-start: 1.2rem; min-width: 14rem }
code { overflow-wrap: anywhere }
.fails { font-weight: 700 }
@media print { :root { color-scheme: light; background: #fff; color: #000 } td > p, td > ul { min-width: 0 } body { max-width: none; padding: 0; font-size: 9pt } .wide { overflow: visible } nav { display: none }
  tr { break-inside: avoid } thead { display: table-header-group } th, td { padding: .3rem } }
`;

/** Nothing but this style, no script, and nowhere to send anything to. */
export function policyFor(nonce: string): string {
  return `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/** The report as a page to read and to print. */
export function reportPage(page: ReportPage, nonce: string): Markup {
  const range = Object.entries(page.range).map(([name, value]) => `${name} ${value}`);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Consents of ${page.log}</title>
<style nonce="${nonce}">${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>Consents of ${page.log}</h1>
<p>As of ${time(page.at)}. ${range.length > 0 ? `Limited to: ${range.join(", ")}.` : "All policies, people and times."}</p>
<section aria-labelledby="again">
<h2 id="again">Who has to be asked again</h2>
<div class="wide" role="region" aria-labelledby="again" tabindex="0">
<table>
<thead><tr>${["Policy", "Current version", "People", "The first of them"].map(column)}</tr></thead>
<tbody>${page.outdated.map(outdatedRow)}</tbody>
</table>
</div>
</section>
<section aria-labelledby="given">
<h2 id="given">Consents given</h2>
${page.people.length === 0 ? html`<p>There is none.</p>` : page.people.map(personTable)}
</section>
${page.next === undefined ? "" : html`<nav aria-label="Pages"><a rel="next" href="?${page.next}">Next page</a></nav>`}
</main>
</body>
</html>
`;
}

function outdatedRow({ policy, version, count, people }: Outdated): Markup {
  const more = count > people.length ? html`<li>and ${String(count - people.length)} more</li>` : "";
  const list = html`<ul>${people.map((person) => html`<li><code>${person}</code></li>`)}${more}</ul>`;
  return html`<tr><th scope="row">${policy}</th><td>${version}</td><td>${String(count)}</td><td>${count > 0 ? list : ""}</td></tr>`;
}

function personTable({ person, faults, acceptances }: ReportedPerson): Markup {
  const columns = ["Policy, version", "Sentence as it was shown", "Accepted", "Partner told", "Withdrawn", "Lapsed"];
  return html`<div class="wide" role="region" aria-label="Person ${person}" tabindex="0">
<table>
<caption>Person <code>${person}</code>${faults.map((fault) => html` <span class="fails">${DOUBTS[fault]}</span>`)}</caption>
<thead><tr>${[...columns, "In the log", "Verifies"].map(column)}</tr></thead>
<tbody>${acceptances.map(acceptanceRow)}</tbody>
</table>
</div>`;
}

function acceptanceRow({ acceptance, shown, logIndex, doubts }: ReportedAcceptance): Markup {
  const { at, event, toldAt, withdrawnAt, lapsedAt } = acceptance;
  const verdict =
    doubts.length === 0
      ? html`yes`
      : html`<span class="fails">no: ${doubts.map((doubt) => DOUBTS[doubt]).join("; ")}</span>`;
  const drawn = event.rendering === undefined ? "" : ", drawn by a server and posted without script";
  const language = `${event.language}, ${event.reviewed ? "reviewed" : "not reviewed"}${drawn}`;
  return html`<tr>
<th scope="row">${event.policy}<br>${event.version}${event.region === "" ? "" : html`<br>${event.region}`}</th>
<td>${sentence(shown)}<small>${language}</small><br><small><a href="${event.link}" rel="noreferrer">${event.link}</a></small></td>
<td>${time(at)}</td><td>${moment(toldAt)}</td><td>${moment(withdrawnAt)}</td><td>${moment(lapsedAt)}</td>
<td>${logIndex === null ? "not yet" : `leaf ${logIndex}`}</td><td>${verdict}</td>
</tr>`;
}

function sentence(shown: Presentation | undefined): Markup {
  if (shown === undefined) return html`<p>The words are not at this gateway.</p>`;
  const parts = shown.segments.map(({ text, href }) =>
    href === undefined ? html`${text}` : html`<a href="${href}" rel="noreferrer">${text}</a>`,
  );
  return html`<p lang="${shown.language}" dir="${shown.direction}">${parts}</p>`;
}

function column(name: string): Markup {
  return html`<th scope="col">${name}</th>`;
}

function moment(at: string | undefined): Markup | string {
  return at === undefined ? "–" : time(at);
}

function time(at: string): Markup {
  return html`<time datetime="${at}">${at.slice(0, 19).replace("T", " ")} UTC</time>`;
}
