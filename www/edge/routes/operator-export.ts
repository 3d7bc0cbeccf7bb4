import { Hono } from "hono/tiny";
import { AssentError } from "kyc-assent/edge";
import { ConsentIndex } from "../export/consent-index.ts";
import { exportRange } from "../export/export-range.ts";
import { policyFiles } from "../export/policy-files.ts";
import { exportedLines, exportedTable } from "../export/sealed-export.ts";
import { textStream } from "../export/text-stream.ts";
import { log, logUnforeseen } from "../log.ts";
import { detailOf, Refusal } from "../problem.ts";
import type { Visit } from "../visit.ts";
import { enabled } from "./log.ts";

/** What the ledgers hold, sealed, for who has to prove it. */
export const operatorExport = new Hono<Visit>();

const FORMATS = {
  jsonl: { made: exportedLines, type: "application/jsonl; charset=utf-8" },
  csv: { made: exportedTable, type: "text/csv; charset=utf-8; header=present" },
} as const;

/**
 * `?format=jsonl` (the default) or `csv`, limited by `policy`, `version`, `person`, `from` and `to` (not included). A
 * file without its seal was cut off.
 */
operatorExport.get("/operator/export", async (c) => {
  const { registry, requestId } = c.var;
  const settings = { ...c.get("settings"), log: enabled(c) };
  const query = new URL(c.req.url).searchParams;
  const format = query.get("format") ?? "jsonl";
  if (format !== "jsonl" && format !== "csv") {
    throw new Refusal(422, { code: "invalid-input", message: "format must be jsonl or csv", field: "format" });
  }
  const range = exportRange(query, ["format"]);
  const index = await ConsentIndex.complete(settings.log);
  const { made, type } = FORMATS[format];
  const pieces = made({ settings, index, range, policies: policyFiles(registry, settings) });
  const body = textStream(pieces, (error) => {
    const line = { event: "export-cut-off", requestId } as const;
    if (error instanceof AssentError) log("error", { ...line, code: detailOf(error).code });
    else logUnforeseen<"export-cut-off">(error, line);
  });
  const name = `consents-${new Date().toISOString().slice(0, 10)}.${format}`;
  return c.body(body, 200, { "content-type": type, "content-disposition": `attachment; filename="${name}"` });
});
