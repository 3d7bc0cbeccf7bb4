/** A report as lines of text. */
import type { Finding, VerificationReport } from "kyc-assent/verify";
import { KIND_NAMES, REPORT_LABELS } from "../package/report-labels.ts";

const COLOURS = { good: "32", bad: "31", open: "33" };

/** The report for a terminal; `coloured` adds colours that stand beside the marks, never instead of them. */
export function reportText(report: VerificationReport, coloured: boolean): string {
  const paint = (colour: keyof typeof COLOURS, text: string) =>
    coloured ? `\u001b[${COLOURS[colour]}m${text}\u001b[39m` : text;
  const verdict = report.holds
    ? paint("good", `The ${KIND_NAMES[report.kind]} holds.`)
    : paint("bad", `The ${KIND_NAMES[report.kind]} does not hold.`);
  const about = REPORT_LABELS.flatMap(([member, label]) => {
    const value = report.about[member];
    return typeof value === "string" || typeof value === "number" ? [`  ${label.padEnd(24)}${plain(value)}`] : [];
  });
  const findings = report.findings.map((finding) => {
    const [colour, mark] = markOf(finding);
    const place = finding.where === undefined ? "" : `${finding.where}: `;
    return `  ${paint(colour, mark)}  ${plain(place + finding.text)}`;
  });
  return [verdict, ...(about.length > 0 ? ["", ...about] : []), "", ...findings].join("\n");
}

function markOf({ holds }: Finding): [keyof typeof COLOURS, string] {
  if (holds === null) return ["open", "?"];
  return holds ? ["good", "✓"] : ["bad", "✗"];
}

/** A file's own words: whatever would steer the terminal is left out. */
function plain(value: string | number): string {
  return String(value).replace(/\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "");
}
