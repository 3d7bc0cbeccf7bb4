import type { LedgerRange } from "../../package/types.ts";
import { Refusal } from "../problem.ts";

/** What an export or a report is asked for; what is left out does not limit it. */
export interface ExportRange extends LedgerRange {
  /** A pseudonym. */
  readonly person?: string;
}

/** What the members of a range look like. */
export const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
export const VERSION = /^[\x21-\x7e]{1,64}$/;
export const PSEUDONYM = /^[0-9a-f]{64}$/;
export const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/;

/** Reads `policy`, `version`, `person`, `from` and `to` of a query. Refuses what can mean nothing here, and other members. */
export function exportRange(query: URLSearchParams, others: readonly string[] = []): ExportRange {
  for (const name of query.keys()) {
    const isKnown = [...others, "policy", "version", "person", "from", "to"].includes(name);
    if (!isKnown || query.getAll(name).length > 1) throw refused(name, "is unknown, or stands there twice");
  }
  return {
    ...member("policy", matching(query, "policy", NAME, "must be the name of a policy")),
    ...member("version", matching(query, "version", VERSION, "must be the version of a policy")),
    ...member("person", matching(query, "person", PSEUDONYM, "must be a pseudonym: 64 lower-case hex digits")),
    ...member("from", moment(query, "from")),
    ...member("to", moment(query, "to")),
  };
}

function member<N extends string>(name: N, value: string | undefined): { readonly [K in N]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [K in N]?: string };
}

function matching(query: URLSearchParams, name: string, form: RegExp, advice: string): string | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (!form.test(text)) throw refused(name, advice);
  return text;
}

/** As entries state their time. */
function moment(query: URLSearchParams, name: string): string | undefined {
  const advice = "must be a day as 2026-01-31, or a moment as 2026-01-31T12:00:00Z";
  const text = matching(query, name, MOMENT, advice);
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw refused(name, advice);
  return new Date(time).toISOString();
}

function refused(field: string, advice: string): Refusal {
  return new Refusal(422, { code: "invalid-input", message: `${field} ${advice}`, field });
}
