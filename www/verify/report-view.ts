/** Draws a report. All of it is text: a file can put no mark-up into the page. */
import type { Finding, VerificationReport } from "kyc-assent/verify";
import { KIND_NAMES, REPORT_LABELS } from "../package/report-labels.ts";

/** Fills the result's three places. */
export function drawReport(report: VerificationReport, name: string): void {
  const verdict = place("verdict");
  verdict.textContent = `This ${KIND_NAMES[report.kind]} ${report.holds ? "holds." : "does not hold."}`;
  verdict.dataset["holds"] = String(report.holds);
  place("file-name").textContent = name;
  place("about").replaceChildren(...REPORT_LABELS.flatMap(([member, label]) => fact(label, report.about[member])));
  place("findings").replaceChildren(...report.findings.map(item));
}

/** Says that nothing could be verified. */
export function drawFailure(text: string, name: string): void {
  const verdict = place("verdict");
  verdict.textContent = text;
  verdict.dataset["holds"] = "false";
  place("file-name").textContent = name;
  place("about").replaceChildren();
  place("findings").replaceChildren();
}

function fact(label: string, value: unknown): HTMLElement[] {
  if (typeof value !== "string" && typeof value !== "number") return [];
  const [term, detail] = [element("dt", label), element("dd", String(value))];
  detail.dir = "auto";
  return [term, detail];
}

function item({ holds, where, text }: Finding): HTMLElement {
  const line = document.createElement("li");
  const mark = element("span", holds === null ? "Open" : holds ? "Holds" : "Fails");
  mark.className = "mark";
  line.dataset["holds"] = String(holds);
  line.append(mark, element("span", where === undefined ? text : `${where}: ${text}`));
  return line;
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

export function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}
