// The control page's part about webhooks: what was sent and what waits, and the ways to disturb them.

import { html } from "hono/html";
import { type Html, option } from "./html-option.ts";
import { partnerNamed, partners } from "./partners.ts";
import type { StoredHook } from "./webhooks.ts";

/** How many are shown, newest first; the control API gives all of them. */
const SHOWN = 20;

function progress({ state, attempts, dueAt }: StoredHook): string {
  const answers = attempts.map(({ status }) => status ?? "no answer").join(", ");
  const due = dueAt === null ? "" : ` until ${new Date(dueAt).toISOString()}`;
  return `${state}${due}${answers === "" ? "" : ` (${answers})`}`;
}

function row(hook: StoredHook): Html {
  const forgeries = Object.keys(partnerNamed(hook.partner)?.hooks?.forgeries ?? {});
  return html`<tr><th scope="row">${hook.partner} <code>${hook.type}</code></th><td><code>${hook.id}</code></td><td>${progress(hook)}</td>
<td><form method="post"><input type="hidden" name="form" value="copy"><input type="hidden" name="id" value="${hook.id}">
<label>Copy <select name="how">${option("", true, "as it was")}${forgeries.map((how) => option(how, false, `forged: ${how}`))}</select></label>
<button>Send</button></form></td></tr>\n`;
}

export function webhookSection({ held, webhooks }: { held: boolean; webhooks: StoredHook[] }): Html {
  const table =
    webhooks.length === 0
      ? html`<p>None yet.</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Webhooks"><table>
<caption>Newest first. They go to the partner's setting <code>webhookUrl</code>.</caption>
<thead><tr><th scope="col">Webhook</th><th scope="col">Id</th><th scope="col">State</th><th scope="col">Send again, or forged</th></tr></thead>
<tbody>${webhooks.toReversed().slice(0, SHOWN).map(row)}</tbody></table></div>
<details><summary>What each forgery does</summary><dl>${partners.flatMap(({ name, hooks }) =>
          Object.entries(hooks?.forgeries ?? {}).map(
            ([how, what]) => html`<dt>${name} <code>${how}</code></dt><dd>${what}</dd>\n`,
          ),
        )}</dl></details>`;
  const hold = held
    ? html`<button name="order" value="oldest-first">Let them go</button>
<button name="order" value="newest-first">Let them go, newest first</button>`
    : html`<button>Hold them back</button>`;
  return html`<h2>Webhooks</h2>
<form method="post"><input type="hidden" name="form" value="hold"><input type="hidden" name="held" value="${held ? "false" : "true"}">${hold}</form>
${table}`;
}
