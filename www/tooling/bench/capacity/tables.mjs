/** The tables of www/edge/CAPACITY.md, between its markers. */
import { assumed, bill, breaks, ofPerson } from "./plan.mjs";

/** @typedef {import("./measure.mjs").Measured} Measured */
/** @typedef {import("./plan.mjs").Prices} Prices */

/** @type {[keyof import("./measure.mjs").Way, string][]} */
const columns = [
  ["requests", "requests"],
  ["cpuMs", "CPU, ms"],
  ["objectCalls", "calls and alarms of objects"],
  ["rowsRead", "rows read"],
  ["rowsWritten", "rows written"],
  ["d1Written", "rows written in D1"],
  ["partnerCalls", "calls to partners"],
  ["lines", "log lines, and data points"],
];

/** @param {Measured} measured @param {Prices} prices @returns {Record<string, string>} by the names of the markers */
export function tables(measured, prices) {
  return {
    assumed: assumedTable(measured, prices),
    ways: waysTable(measured),
    stored: storedTable(measured),
    money: moneyTable(measured, prices),
    breaks: breaksTable(measured, prices),
    prices: pricesTable(prices),
  };
}

/** Puts the tables in their places. @param {string} page @param {Record<string, string>} made */
export function inPlaces(page, made) {
  return Object.entries(made).reduce((text, [name, table]) => {
    const place = new RegExp(`(<!-- ${name}: computed -->\n)[^]*?(<!-- end -->)`);
    if (!place.test(text)) throw new Error(`the page has no place for ${name}`);
    return text.replace(place, (_, begin, end) => `${begin}\n${table}\n\n${end}`);
  }, page);
}

/** @param {Measured} measured @param {Prices} prices */
function assumedTable({ measuredOn }, { readOn }) {
  const { peoplePerDay, looksAfter, peak, partnerSeconds, daysPerMonth } = assumed;
  return table(
    ["assumed", ""],
    [
      ["new people a day, each the whole way at Crossmint once", whole(peoplePerDay)],
      ["looks at `/me` of each afterwards", whole(looksAfter)],
      ["the busiest second, of the mean", `${peak} times`],
      ["a partner's answer", `${partnerSeconds} s`],
      ["days of a month", whole(daysPerMonth)],
      ["measured on; prices read on", `${measuredOn}; ${readOn}`],
    ],
  );
}

/** @param {Measured} measured */
function waysTable(measured) {
  const { consent, status, me, flow } = measured.ways;
  const person = ofPerson(measured);
  return table(
    ["of one", "a consent", "a status", "`/me`", "the whole way", "a person in all"],
    columns.map(([name, what]) => [what, ...[consent, status, me, flow, person].map((one) => number(one[name]))]),
  );
}

/** @param {Measured} measured */
function storedTable({ bytesOfPerson, log }) {
  return table(
    ["stored of a person", "bytes"],
    [
      ...Object.entries(bytesOfPerson).map(([name, bytes]) => [`an object \`${name}\``, whole(bytes)]),
      ["in the one `ConsentLog`", whole(log.bytesPerConsent)],
      ["in D1", whole(log.d1BytesPerConsent)],
    ],
  );
}

/** @param {Measured} measured @param {Prices} prices */
function moneyTable(measured, prices) {
  const [first, year] = [bill(measured, prices, 1), bill(measured, prices, 12)];
  const items = first.items.map(({ name, amount, price, cost }) => {
    const later = year.items.find((item) => item.name === name);
    const isStored = later?.amount !== amount;
    return [
      price.what,
      isStored ? `${large(amount)}; ${large(later?.amount ?? 0)}` : large(amount),
      dollars(cost),
      dollars(later?.cost ?? 0),
    ];
  });
  const total = ["in all, with the plan", "", dollars(first.total), dollars(year.total)];
  return table(["", "amount (after 1; after 12 months)", "the 1st month", "the 12th month"], [...items, total]);
}

/** @param {Measured} measured @param {Prices} prices */
function breaksTable(measured, prices) {
  const { full, pace, cpuShare } = breaks(measured, prices);
  const fullRows = full.map(({ what, people, days }) => [what, `after ${large(people)} people: ${number(days)} days`]);
  const paceRows = pace.map(({ what, peoplePerDay }) => [what, `at ${large(peoplePerDay)} people a day`]);
  const cpu = ["a request takes of the CPU that it may", `${number(cpuShare * 100)} %`];
  return table(["what", "when"], [...fullRows, ...paceRows, cpu]);
}

/** @param {Prices} prices */
function pricesTable({ plan, prices, limits }) {
  const host = "https://developers.cloudflare.com";
  const from = (/** @type {string} */ source) => `[${source.replace(host, "")}](${source})`;
  const ofPrices = Object.values(prices).map(({ what, per, price, included, source }) => {
    return [what, `$${price} for ${per === 1 ? "one" : large(per)}, ${large(included)} included`, from(source)];
  });
  const ofLimits = Object.values(limits).map(({ what, value, source }) => [what, large(value), from(source)]);
  return table(
    ["", "", "source"],
    [["the Workers Paid plan", `$${plan.perMonth} a month`, from(plan.source)], ...ofPrices, ...ofLimits],
  );
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}

/** @param {number} value */
function whole(value) {
  return value.toLocaleString("en-US");
}

/** @param {number} value */
function number(value) {
  return value.toLocaleString("en-US", { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
}

/** @param {number} value */
function large(value) {
  for (const [size, name] of /** @type {const} */ ([
    [1e9, "billion"],
    [1e6, "million"],
  ])) {
    if (value >= size) return `${number(value / size)} ${name}`;
  }
  return number(value);
}

/** @param {number} value */
function dollars(value) {
  return `$${value.toLocaleString("en-US", { maximumFractionDigits: value < 10 ? 2 : 0 })}`;
}
