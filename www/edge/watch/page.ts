/** METRICS.md and the dashboard, made of the tables beside this file: `npm run metrics` writes them, the tests compare. */
import { EVENTS, type EventNote } from "./events.ts";
import { FIELDS, type FieldName, type FieldNote } from "./fields.ts";
import { MEASURES, type Measure } from "./measures.ts";

/** The dataset that `wrangler.jsonc` names. */
const DATASET = "kyc_gateway";

const notes: readonly (readonly [string, EventNote])[] = Object.entries(EVENTS);
const fields: readonly (readonly [FieldName, FieldNote])[] = Object.entries(FIELDS) as [FieldName, FieldNote][];

/** The columns of a data point by the names of fields. */
export function columnOf(name: string): string {
  if (name === "event") return "blob1";
  if (name === "level") return "blob2";
  const column = fields.find(([field]) => field === name)?.[1].column;
  if (column === undefined) throw new Error(`${name} has no column`);
  return column;
}

function inColumns(text: string): string {
  return text.replaceAll("{n}", "sum(_sample_interval)").replace(/\{(\w+)\}/g, (_, name: string) => columnOf(name));
}

function conditions({ events, where }: Measure): string {
  const named = events === "all" ? [] : [`index1 IN (${events.map((event) => `'${event}'`).join(", ")})`];
  return [...named, ...(where === undefined ? [] : [inColumns(where)])].join(" AND ");
}

/** Its SQL over the last hour, for the API of Analytics Engine. */
export function queryOf(measure: Measure): string {
  const by = [...(measure.events === "all" ? ["event"] : []), ...measure.by];
  const select = [...by.map((name) => `${columnOf(name)} AS ${name}`), `${inColumns(measure.figure)} AS value`];
  const lines = [
    `SELECT ${select.join(", ")}`,
    `FROM ${DATASET}`,
    `WHERE timestamp > NOW() - INTERVAL '1' HOUR AND ${conditions(measure)}`,
  ];
  if (by.length > 0) lines.push(`GROUP BY ${by.join(", ")} ORDER BY value DESC`);
  return lines.join("\n");
}

/** The same over time, in the macros of Grafana's plug-in for ClickHouse by Altinity, which Cloudflare names for it. */
function seriesOf(measure: Measure): string {
  const by = [...(measure.events === "all" ? ["event"] : []), ...measure.by].map(columnOf);
  const label = by.length === 0 ? `'${measure.name}'` : `format('${by.map(() => "{}").join(" ")}', ${by.join(", ")})`;
  const select = `$timeSeries AS t, ${label} AS label, ${inColumns(measure.figure)} AS value`;
  return `SELECT ${select} FROM ${DATASET} WHERE $timeFilter AND ${conditions(measure)} GROUP BY t, label ORDER BY t`;
}

const UNITS: Readonly<Partial<Record<Measure["unit"], string>>> = { ms: "ms", s: "s", share: "percentunit" };
const WIDTH = 12;
const HEIGHT = 8;

/** The dashboard as Grafana imports it. */
export function dashboard(): object {
  const datasource = { type: "vertamedia-clickhouse-datasource", uid: `\${DS_ANALYTICS_ENGINE}` };
  const panels = MEASURES.map((measure, index) => ({
    id: index + 1,
    type: "timeseries",
    title: measure.title,
    description: [measure.what, measure.alert && `Alert: ${measure.alert}.`, measure.act].filter(Boolean).join(" "),
    datasource,
    gridPos: { x: (index % 2) * WIDTH, y: Math.floor(index / 2) * HEIGHT, w: WIDTH, h: HEIGHT },
    fieldConfig: { defaults: { unit: UNITS[measure.unit] ?? "short" }, overrides: [] },
    targets: [
      {
        refId: "A",
        datasource,
        format: "time_series",
        dateTimeType: "DATETIME",
        dateTimeColDataType: "timestamp",
        rawQuery: true,
        query: seriesOf(measure),
      },
    ],
  }));
  return {
    __inputs: [
      {
        name: "DS_ANALYTICS_ENGINE",
        label: "Workers Analytics Engine",
        description: "",
        type: "datasource",
        pluginId: datasource.type,
        pluginName: "Altinity plugin for ClickHouse",
      },
    ],
    title: "kyc-assent gateway",
    uid: "kyc-assent-gateway",
    tags: ["kyc-assent"],
    timezone: "utc",
    schemaVersion: 39,
    refresh: "1m",
    time: { from: "now-6h", to: "now" },
    panels,
  };
}

function eventRow([name, { levels, fields: always, may = [], when, act = "" }]: readonly [string, EventNote]): string {
  const said = [...always.map((field) => `\`${field}\``), ...may.map((field) => `(\`${field}\`)`)].join(" ");
  return `| \`${name}\` | ${levels.join(", ")} | ${said} | ${when} | ${act} |`;
}

function measureText(measure: Measure): string {
  const { name, title, unit, what, by, logs, alert, act } = measure;
  const dimensions = [...(measure.events === "all" ? ["event"] : []), ...by]
    .map((column) => `\`${column}\``)
    .join(", ");
  const source = measure.events === "all" ? "every event" : measure.events.map((event) => `\`${event}\``).join(", ");
  return [
    `### ${title}`,
    "",
    `\`${name}\`, in ${unit === "share" ? "a share of 1" : unit}: ${what}. From ${source}${dimensions && `, by ${dimensions}`}.`,
    "",
    "```sql",
    queryOf(measure),
    "```",
    "",
    `- Workers Logs: \`${logs}\``,
    ...(alert === undefined ? [] : [`- Alert: ${alert}`]),
    ...(act === undefined ? [] : [`- Then: ${act}`]),
    "",
  ].join("\n");
}

function fieldRow([name, { column, unit, what }]: readonly [FieldName, FieldNote]): string {
  return `| \`${name}\` | ${column === undefined ? "" : `\`${column}\``} | ${unit ?? ""} | ${what} |`;
}

/** The document. `text` is the part of it that is written by hand. */
export function metricsPage(text: string): string {
  return [
    text.trimEnd(),
    "",
    "## Fields",
    "",
    "| field | column | unit | what |",
    "|---|---|---|---|",
    "| `event` | `index1`, `blob1` | | which of the events below |",
    "| `level` | `blob2` | | `info`; `warn`: tried again, or another's fault; `error`: an operator has to do something |",
    ...fields.map(fieldRow),
    "",
    "## Measures",
    "",
    "Each as a query over the last hour, the search for the lines behind it, and what to be woken by.",
    "",
    ...MEASURES.map(measureText),
    "## Events",
    "",
    "Every line the gateway writes. Fields in brackets are there where there is something to say.",
    "",
    "| event | level | fields | when | what to do |",
    "|---|---|---|---|---|",
    ...notes.map(eventRow),
    "",
  ].join("\n");
}
