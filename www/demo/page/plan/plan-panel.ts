/** On top of the checkout: what to do next with all partners, in order. It changes by itself. */
import { announce } from "../announcer.ts";
import { byId, el } from "../dom.ts";
import { text, words } from "../language.ts";
import { type Me, type PartnerProblem, partnerNames } from "../me.ts";
import type { Line } from "../me-feed.ts";
import { drawRow, titleOf } from "./plan-row.ts";
import { type Row, rowsOf } from "./plan-rows.ts";

export class PlanPanel {
  readonly #list = byId("plan-steps", HTMLOListElement);
  readonly #note = byId("plan-note", HTMLElement);
  readonly #onRetry: () => Promise<unknown>;
  #drawn: string | null = null;
  /** Of the rows that are told; null before the first are. */
  #keys: ReadonlySet<string> | null = null;

  /** @param onRetry asks again, where a partner has not answered */
  constructor(onRetry: () => Promise<unknown>) {
    this.#onRetry = onRetry;
  }

  /** Nothing is known yet. */
  clear(): void {
    this.#drawn = null;
    this.#keys = null;
    this.#list.replaceChildren(el("li", { class: "plan-loading" }, words("plan.loading")));
    this.#note.hidden = true;
  }

  show(me: Me): void {
    const rows = rowsOf(me);
    const drawing = JSON.stringify(rows);
    if (drawing === this.#drawn) return;
    this.#drawn = drawing;
    const focused = document.activeElement?.closest(".plan-row")?.getAttribute("data-key") ?? null;
    this.#list.replaceChildren(...rows.map((row) => drawRow(row, (partner) => void this.#retry(partner))));
    if (focused !== null) this.#focusAgain(focused);
    this.#tell(rows);
  }

  /** Whether changes arrive just now. */
  line(line: Line): void {
    this.#note.hidden = line !== "lost";
  }

  async #retry(partner: PartnerProblem["partner"]): Promise<void> {
    const row = () => this.#list.querySelector(`[data-key="${partner} problem"]`);
    const button = row()?.querySelector("button");
    if (button === null || button === undefined || button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    await this.#onRetry();
    button.ariaBusy = "false";
    if (row() !== null) announce(text("failure.unavailable", { partner: partnerNames[partner] }));
  }

  /** The row that had the focus was drawn anew, or is gone: then the plan itself is the place to go on from. */
  #focusAgain(key: string): void {
    const again = this.#list.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"] .plan-go`);
    (again ?? byId("plan-title", HTMLElement)).focus();
  }

  /** Tells what is new, what is first now among it. Not on arrival: then the reader comes to it anyway. */
  #tell(rows: readonly Row[]): void {
    const known = this.#keys;
    this.#keys = new Set(rows.map(({ key }) => key));
    if (known === null) return;
    for (const [place, row] of rows.entries()) {
      if (known.has(row.key) || row.kind === "sign-in") continue;
      const title = titleOf(row);
      const partner = partnerNames[row.partner];
      announce(place === 0 ? text("plan.changed", { title, partner }) : `${partner}: ${title}`);
    }
  }
}
