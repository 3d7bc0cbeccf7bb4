import type { AuditFinding, AuditReport } from "../../package/audit-report.ts";

/** A finding, and when it is seen where that is not always. */
export type PageFinding = AuditFinding & { readonly seen?: string };

/** What the command found out. */
export interface PageReport extends AuditReport {
  readonly findings: readonly PageFinding[];
}

const WIDTH = 100;

/** The report as a person reads it. */
export function inWords(url: string, { findings, consents, unknown }: PageReport): string {
  const count = consents === 1 ? "one consent" : `${consents} consents`;
  const broken = findings.length === 1 ? "1 rule is broken" : `${findings.length} rules are broken`;
  const lines = [`${url}: ${count}, ${findings.length === 0 ? "no rule is broken" : broken}.`, ""];
  for (const [index, { rule, text, where, do: advice, source, seen }] of findings.entries()) {
    const label = `${String(index + 1).padStart(3)}. `;
    lines.push(`${label}${rule}${seen ? ` (${seen})` : ""}`);
    const rows = [text, `What to do: ${advice}`, ...(where ? [`Where: ${where}`] : []), `Why: ${source}.`];
    lines.push(...rows.flatMap((row) => wrapped(row, WIDTH - 5)).map((row) => `     ${row}`), "");
  }
  if (unknown.length > 0) lines.push("Not known:", ...unknown.map((what) => `  - ${what}`), "");
  return lines.join("\n");
}

function wrapped(text: string, width: number): string[] {
  const rows: string[] = [];
  for (const word of text.split(" ")) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + word.length < width) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows;
}
