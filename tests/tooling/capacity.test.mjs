// CAPACITY.md: its tables follow from what was measured and from the prices, and the computation is right.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bill, breaks, costOf, ofMonth, ofPerson } from "../../www/tooling/bench/capacity/plan.mjs";
import { inPlaces, tables } from "../../www/tooling/bench/capacity/tables.mjs";
import { root } from "../../www/tooling/toolchain.mjs";

const folder = join(root, "www", "tooling", "bench", "capacity");
const read = (/** @type {string} */ name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const [measured, prices] = [read("measured.json"), read("prices.json")];
const page = readFileSync(join(root, "www", "edge", "CAPACITY.md"), "utf8");

test("every table of the page follows from the figures: `npm run capacity -- --tables` writes them anew", () => {
  expect(inPlaces(page, tables(measured, prices))).toBe(page);
});

test("each price and limit says where it stands, on Cloudflare's own pages, and when that was read", () => {
  for (const { source } of [prices.plan, ...Object.values(prices.prices), ...Object.values(prices.limits)]) {
    expect(source).toMatch(/^https:\/\/developers\.cloudflare\.com\//);
  }
  expect(prices.readOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

test("what was measured is whole", () => {
  for (const way of Object.values(measured.ways)) {
    for (const [name, value] of Object.entries(way)) expect(Number.isFinite(value), name).toBe(true);
    expect(way.requests).toBeGreaterThan(0);
    expect(way.lines).toBeGreaterThanOrEqual(way.requests);
  }
  expect(measured.ways.flow.partnerCalls).toBeGreaterThan(5);
});

/** Figures that are easily reckoned. */
const one = {
  requests: 1,
  cpuMs: 1,
  objectCalls: 2,
  rowsRead: 10,
  rowsWritten: 4,
  d1Read: 0,
  d1Written: 2,
  partnerCalls: 1,
  lines: 3,
};
const easy = {
  measuredOn: "2026-01-01",
  ways: { consent: one, status: one, me: { ...one, partnerCalls: 0 }, flow: { ...one, requests: 10 } },
  bytesOfPerson: { ConsentLedger: 40_000, PartnerVerification: 9_000 },
  log: { bytesPerConsent: 1_000, d1BytesPerConsent: 500, callsPerConsent: 1, cpuMsPerCall: 2 },
};
const by = { peoplePerDay: 1_000_000, looksAfter: 2, peak: 4, partnerSeconds: 0.5, daysPerMonth: 30 };

describe("the computation", () => {
  test("a person goes the way once and looks so many times", () => {
    expect(ofPerson(easy, by)).toMatchObject({ requests: 12, rowsWritten: 12, partnerCalls: 1, lines: 9 });
  });

  test("a month is thirty days of a million people, and what is stored adds up", () => {
    const month = ofMonth(easy, 1, by);
    expect(month).toMatchObject({ requests: 360e6, objectRequests: 180e6, objectRowsWritten: 360e6, logLines: 270e6 });
    expect(month.objectGb).toBeCloseTo(30 * 50, 6);
    expect(ofMonth(easy, 12, by).objectGb).toBeCloseTo(12 * 30 * 50, 6);
    // 30 million calls of half a second, and the log all the time, of 128 MB.
    expect(month.objectGbSeconds).toBeCloseTo((15e6 + 30 * 86_400) * 0.128, 3);
  });

  test("what is included is not paid for, and nothing costs less than nothing", () => {
    const price = { what: "", per: 1e6, price: 0.3, included: 10e6, source: "" };
    expect(costOf(price, 360e6)).toBeCloseTo(105, 6);
    expect(costOf(price, 9e6)).toBe(0);
  });

  test("a bill is the plan and its items", () => {
    const { items, total } = bill(easy, prices, 1, by);
    expect(items.find(({ name }) => name === "objectRowsWritten")?.cost).toBeCloseTo(310, 6);
    expect(items.find(({ name }) => name === "objectGb")?.cost).toBeCloseTo((1500 - 5) * 0.2, 6);
    expect(total).toBeCloseTo(
      items.reduce((sum, { cost }) => sum + cost, 5),
      6,
    );
  });

  test("what is full comes in its order, and what is too slow in its own", () => {
    const { full, pace } = breaks(easy, prices, by);
    expect(full.map(({ days }) => days)).toEqual([10, 20]);
    expect(pace.map(({ peoplePerDay }) => Math.round(peoplePerDay))).toEqual([
      2_160_000, 8_640_000, 10_800_000, 21_600_000,
    ]);
  });
});

test("a page without a place for a table is refused", () => {
  expect(() => inPlaces("nothing", tables(measured, prices))).toThrow(/no place for/);
});
