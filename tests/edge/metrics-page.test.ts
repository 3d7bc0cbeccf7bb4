// The list for operators: it has every event, field and measure, its queries ask only for what there is, and its dashboard too.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { EVENTS, type EventNote } from "../../www/edge/watch/events.ts";
import { FIELDS, type FieldNote } from "../../www/edge/watch/fields.ts";
import { MEASURES } from "../../www/edge/watch/measures.ts";
import { columnOf, dashboard, metricsPage, queryOf } from "../../www/edge/watch/page.ts";

const edge = resolve(import.meta.dirname, "../../www/edge");
const page = readFileSync(resolve(edge, "METRICS.md"), "utf8");
const columns = Object.values<FieldNote>(FIELDS).flatMap(({ column }) => column ?? []);

/** Functions of Analytics Engine's SQL that are documented, and the words of the language. */
const KNOWN = new Set(
  (
    "SELECT FROM WHERE AND IN AS GROUP BY ORDER DESC INTERVAL HOUR NOW sum sumIf max quantileExactWeighted format " +
    "timestamp _sample_interval value kyc_gateway index1 t label"
  ).split(" "),
);

/** The query of the panel with that title. */
function dashboardPanel(title: string): string {
  const { panels } = dashboard() as { panels: { title: string; targets: { query: string }[] }[] };
  return panels.find((panel) => panel.title === title)?.targets[0]?.query ?? "";
}

test("METRICS.md and the dashboard are what the tables say: `npm run metrics` writes them anew", () => {
  const head = readFileSync(resolve(edge, "watch/metrics-head.md"), "utf8");
  expect(page).toBe(metricsPage(head));
  expect(JSON.parse(readFileSync(resolve(edge, "grafana-dashboard.json"), "utf8"))).toEqual(dashboard());
});

test("every event, field and measure is in it", () => {
  for (const event of Object.keys(EVENTS)) expect(page).toContain(`| \`${event}\` |`);
  for (const field of Object.keys(FIELDS)) expect(page).toContain(`| \`${field}\` |`);
  for (const { name } of MEASURES) expect(page).toContain(`\`${name}\`, in `);
});

test("every field is said by some event", () => {
  const said = new Set(Object.values<EventNote>(EVENTS).flatMap(({ fields, may = [] }) => [...fields, ...may]));
  expect(Object.keys(FIELDS).filter((field) => !said.has(field as "ms"))).toEqual([]);
});

test("columns follow each other without a gap, and no two fields share one", () => {
  for (const [prefix, first] of [
    ["blob", 3],
    ["double", 1],
  ] as const) {
    const ofKind = columns.filter((column) => column.startsWith(prefix));
    expect(ofKind).toEqual(ofKind.map((_, index) => `${prefix}${first + index}`));
  }
});

test("whatever waits for an operator has something to do", () => {
  const notes = Object.entries<EventNote>(EVENTS);
  const idle = notes.filter(([, { levels, act }]) => levels.includes("error") && act === undefined);
  expect(idle.map(([name]) => name)).toEqual([]);
  expect(MEASURES.filter(({ alert, act }) => alert !== undefined && act === undefined)).toEqual([]);
});

describe.each(MEASURES)("$name", (measure) => {
  test("asks for columns, events and functions that there are", () => {
    const said = new Set(["event", ...measure.by]);
    const panel = JSON.stringify(dashboardPanel(measure.title))
      .replaceAll("$timeSeries", "t")
      .replaceAll("$timeFilter", "t");
    const query = `${queryOf(measure)} ${panel}`.replace(/'[^']*'/g, "").replaceAll('"', "");
    for (const [word] of query.matchAll(/[A-Za-z_]\w*/g)) {
      const isKnown = KNOWN.has(word) || said.has(word as "event") || columns.includes(word as "blob3");
      expect(isKnown || /^blob[12]$/.test(word), word).toBe(true);
    }
    expect(query.split("(").length).toBe(query.split(")").length);
  });

  test("is told apart by what its events say", () => {
    if (measure.events === "all") return;
    for (const column of measure.by.filter((name) => name !== "level")) {
      const notes: readonly EventNote[] = measure.events.map((event) => EVENTS[event]);
      const saying = notes.filter(({ fields, may = [] }) => [...fields, ...may].includes(column));
      expect(saying.length, column).toBeGreaterThan(0);
      expect(columnOf(column)).toMatch(/^blob\d$/);
    }
  });
});

test("the dashboard has a panel for each measure, side by side", () => {
  const { panels } = dashboard() as {
    panels: { title: string; gridPos: { x: number; y: number }; targets: { query: string }[] }[];
  };
  expect(panels.map(({ title }) => title)).toEqual(MEASURES.map(({ title }) => title));
  expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)).size).toBe(panels.length);
  for (const { targets } of panels)
    expect(targets[0]?.query).toMatch(/\$timeSeries AS t.*\$timeFilter.*GROUP BY t, label/);
});
