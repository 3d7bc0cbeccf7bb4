// The control page: plain HTML forms, no script.

import { html } from "hono/html";
import type { LoggedCall } from "./call-log.ts";
import { faultKinds, type StoredFault } from "./faults.ts";
import { type Html, option } from "./html-option.ts";
import type { Partner } from "./partner.ts";
import { operationNames, partners } from "./partners.ts";
import type { Settings } from "./settings.ts";
import type { ClockReading } from "./state.ts";
import { webhookSection } from "./webhook-section.ts";
import type { StoredHook } from "./webhooks.ts";

export interface PageState {
  faults: StoredFault[];
  settings: Record<string, Settings>;
  clock: ClockReading;
  calls: LoggedCall[];
  hooks: { held: boolean; webhooks: StoredHook[] };
  /** What the last form did, or what was wrong with it. */
  notice: string;
  wrong: boolean;
}

function peopleTable({ name, people, choosing }: Partner): Html {
  const numbered = people.some(({ ids }) => ids !== undefined);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="People of ${name}"><table>
<caption>${choosing}</caption>
<thead><tr><th scope="col">Outcome</th>${numbered ? html`<th scope="col">Ids</th>` : ""}<th scope="col">What happens</th></tr></thead>
<tbody>${people.map(
    ({ outcome, what, ids }) =>
      html`<tr><th scope="row"><code>${outcome}</code></th>${numbered ? html`<td>${ids}</td>` : ""}<td>${what}</td></tr>\n`,
  )}</tbody>
</table></div>`;
}

function accountList({ accounts }: Partner): Html {
  return html`<dl>${accounts.map(
    ({ what, credentials }) =>
      html`<dt>${what}</dt>${Object.entries(credentials).map(
        ([name, value]) => html`<dd><code>${name}</code> <code>${value}</code></dd>`,
      )}\n`,
  )}</dl>`;
}

function clockSection({ now, running }: ClockReading): Html {
  return html`<h2>Clock</h2>
<p>${running ? "Running" : "Stopped"} at <time datetime="${now}">${now}</time>.</p>
<form method="post"><input type="hidden" name="form" value="clock">
<label>Seconds <input name="seconds" type="number" min="0" value="10" required></label>
<button>Move forward</button></form>
<form method="post"><input type="hidden" name="form" value="clock">
<button name="running" value="${running ? "false" : "true"}">${running ? "Stop the clock" : "Let it run"}</button></form>`;
}

function faultSection(faults: StoredFault[]): Html {
  const stored =
    faults.length === 0
      ? html`<p>No fault is stored.</p>`
      : html`<ul>${faults.map(
          ({ fault, calls, operation }) =>
            html`<li><code>${fault}</code>, next ${calls} of ${operation ?? "any operation"}</li>\n`,
        )}</ul>
<form method="post"><input type="hidden" name="form" value="faults"><button name="clear" value="all">Remove all faults</button></form>`;
  return html`<h2>Faults</h2>
<p class="quiet">Stored faults meet the next calls. The request header <code>x-sandbox-fault</code> names one for a single call.</p>
${stored}
<form method="post"><input type="hidden" name="form" value="faults">
<label>Fault <select name="fault">${faultKinds.map(({ fault }) => option(fault, false))}</select></label>
<label>Calls <input name="calls" type="number" min="1" value="1" required></label>
<label>Operation <select name="operation">${option("", true, "any")}${operationNames().map((name) => option(name, false))}</select></label>
<button>Add fault</button></form>
<details><summary>What each fault does</summary><dl>${faultKinds.map(
    ({ fault, what }) => html`<dt><code>${fault}</code></dt><dd>${what}</dd>\n`,
  )}</dl></details>`;
}

function settingsForm(partner: Partner, values: Settings): Html {
  return html`<form method="post" class="stacked"><input type="hidden" name="form" value="settings">
<input type="hidden" name="partner" value="${partner.name}">
${Object.entries(partner.settings).map(([name, spec]) => {
  const id = `${partner.name}-${name}`;
  const value = values[name] ?? spec.initial;
  const field =
    "allowed" in spec
      ? html`<select id="${id}" name="${name}" aria-describedby="${id}-what">${spec.allowed.map((allowed) => option(allowed, allowed === value))}</select>`
      : "form" in spec
        ? html`<input id="${id}" name="${name}" value="${value}" autocomplete="off" aria-describedby="${id}-what">`
        : html`<input id="${id}" name="${name}" type="number" min="${spec.from}" max="${spec.to}" value="${value}" required aria-describedby="${id}-what">`;
  return html`<div class="setting"><label for="${id}"><code>${name}</code></label> ${field} <span class="quiet" id="${id}-what">${spec.what}</span></div>\n`;
})}
<button>Save settings</button></form>`;
}

function staffForms(partner: Partner): Html[] {
  return partner.staff.map(
    ({ name, what, fields }) => html`<p>${what}</p>
<form method="post"><input type="hidden" name="form" value="staff">
<input type="hidden" name="partner" value="${partner.name}"><input type="hidden" name="action" value="${name}">
${fields.map(
  (field) =>
    html`<label>${field.label} ${
      field.choices
        ? html`<select name="${field.name}">${field.choices.map((choice) => option(choice, false))}</select>`
        : html`<input name="${field.name}" ${field.optional ? "" : "required"} autocomplete="off">`
    }</label>\n`,
)}<button>${name}</button></form>`,
  );
}

function logTable(calls: LoggedCall[]): Html {
  if (calls.length === 0) return html`<p>No calls yet.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Last calls"><table>
<caption>Newest first. Status is what the partner decided, before any fault.</caption>
<thead><tr><th scope="col">At</th><th scope="col">Operation</th><th scope="col">World</th><th scope="col">Person</th><th scope="col">Status</th><th scope="col">Fault</th></tr></thead>
<tbody>${calls.map(
    (
      call,
    ) => html`<tr><td><time datetime="${call.at}">${call.at}</time></td><td>${call.operation ?? `${call.method}, no such operation`}</td>
<td>${call.world}</td><td>${call.outcome ?? "–"}</td><td>${call.status ?? "not carried out"}</td><td>${call.fault ?? "–"}</td></tr>\n`,
  )}</tbody></table></div>`;
}

/** The whole page. */
export function renderPage(state: PageState): Html {
  const notice =
    state.notice === ""
      ? ""
      : html`<p class="notice ${state.wrong ? "wrong" : ""}" role="${state.wrong ? "alert" : "status"}">${state.notice}</p>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox control</title>
<link rel="stylesheet" href="/control.css">
</head>
<body>
<main>
<h1>Sandbox control</h1>
<p class="quiet">Stands in for the partners. Made-up people only: never send it real data.</p>
${notice}
${clockSection(state.clock)}
${faultSection(state.faults)}
${partners.map(
  (partner) => html`<h2>People of ${partner.name}</h2>
${peopleTable(partner)}
<h2>Staff of ${partner.name}</h2>
${staffForms(partner)}
<details><summary>Accounts of ${partner.name}</summary>
${accountList(partner)}</details>
<details><summary>Settings of ${partner.name}</summary>
${settingsForm(partner, state.settings[partner.name] ?? {})}</details>`,
)}
${webhookSection(state.hooks)}
<h2>Last calls</h2>
${logTable(state.calls)}
<h2>Start over</h2>
<form method="post"><input type="hidden" name="form" value="reset"><button>Forget everything</button></form>
</main>
</body>
</html>`;
}
