/** What a million people a day take of Cloudflare: computed from what was measured, by its published prices and limits. */

/** @typedef {import("./measure.mjs").Measured} Measured */
/** @typedef {import("./measure.mjs").Way} Way */
/** @typedef {{ what: string, per: number, price: number, included: number, source: string }} Price */
/** @typedef {{ value: number, what: string, source: string }} Limit */
/** @typedef {{ readOn: string, plan: { perMonth: number, source: string }, prices: Record<string, Price>, limits: Record<string, Limit> }} Prices */
/** @typedef {{ peoplePerDay: number, looksAfter: number, peak: number, partnerSeconds: number, daysPerMonth: number }} Assumed */

/** What is not measured: how people behave, and how slow partners are. @type {Assumed} */
export const assumed = { peoplePerDay: 1_000_000, looksAfter: 5, peak: 5, partnerSeconds: 0.5, daysPerMonth: 30 };

/** Memory that an object is billed for, in GB. */
const objectGb = 0.128;
const secondsOfDay = 86_400;
/** Rows that the log's alarm brings to the index in a second at most: a batch (www/edge/log/index-queue.ts). */
export const indexRowsPerSecond = 200;
/** Rows of a consent there: the person, and the acceptance. */
const indexRowsPerConsent = 2;

/** What one person takes: the whole way once, and looks afterwards. @param {Measured} measured @param {Assumed} [by] @returns {Way} */
export function ofPerson({ ways: { flow, me } }, by = assumed) {
  const names = /** @type {(keyof Way)[]} */ (Object.keys(flow));
  const sums = names.map((name) => [name, flow[name] + by.looksAfter * me[name]]);
  return /** @type {Way} */ (Object.fromEntries(sums));
}

/** What a month takes, by the names of the prices; stored bytes after `months`. @param {Measured} measured @param {number} months @param {Assumed} [by] */
export function ofMonth(measured, months, by = assumed) {
  const person = ofPerson(measured, by);
  const people = by.peoplePerDay * by.daysPerMonth;
  const stored = people * months;
  const own = Object.values(measured.bytesOfPerson).reduce((one, other) => one + other, 0);
  const activeSeconds = people * person.partnerCalls * by.partnerSeconds + by.daysPerMonth * secondsOfDay;
  return {
    requests: people * person.requests,
    cpuMs: people * person.cpuMs,
    objectRequests: people * person.objectCalls,
    objectGbSeconds: activeSeconds * objectGb,
    objectRowsRead: people * person.rowsRead,
    objectRowsWritten: people * person.rowsWritten,
    objectGb: (stored * (own + measured.log.bytesPerConsent)) / 1e9,
    d1RowsRead: people * person.d1Read,
    d1RowsWritten: people * person.d1Written,
    d1Gb: (stored * measured.log.d1BytesPerConsent) / 1e9,
    logLines: people * person.lines,
    dataPoints: people * person.lines,
  };
}

/** Dollars for so much of something in a month. @param {Price} price @param {number} amount */
export function costOf({ per, price, included }, amount) {
  return (Math.max(0, amount - included) / per) * price;
}

/** @param {Measured} measured @param {Prices} prices @param {number} months @param {Assumed} [by] */
export function bill(measured, { plan, prices }, months, by = assumed) {
  const amounts = ofMonth(measured, months, by);
  const items = Object.entries(amounts).map(([name, amount]) => {
    const price = /** @type {Price} */ (prices[name]);
    return { name, amount, price, cost: costOf(price, amount) };
  });
  return { items, total: items.reduce((sum, { cost }) => sum + cost, plan.perMonth) };
}

/**
 * What ends it first, the soonest first: what is full after so many days, and what is at its pace at so many people a day.
 * @param {Measured} measured
 * @param {Prices} prices
 * @param {Assumed} [by]
 */
export function breaks({ log, ways }, { limits }, by = assumed) {
  const limit = (/** @type {string} */ name) => limits[name]?.value ?? Number.NaN;
  const perDay = (/** @type {number} */ perSecond) => (perSecond * secondsOfDay) / by.peak;
  const full = [
    { what: "the log's object is full", people: limit("objectBytes") / log.bytesPerConsent },
    { what: "the index (D1) is full", people: limit("d1Bytes") / log.d1BytesPerConsent },
  ].map((one) => ({ ...one, days: one.people / by.peoplePerDay }));
  const pace = [
    {
      what: "the index lags behind at the busiest time, and catches up later",
      peoplePerDay: perDay(indexRowsPerSecond / indexRowsPerConsent),
    },
    { what: "the index lags behind for good", peoplePerDay: (indexRowsPerSecond / indexRowsPerConsent) * secondsOfDay },
    {
      what: "the log's object has as many calls a second as one object should",
      peoplePerDay: perDay(limit("objectPerSecond") / log.callsPerConsent),
    },
    {
      what: "the log's object has no processor time left",
      peoplePerDay: perDay(1000 / log.cpuMsPerCall / log.callsPerConsent),
    },
  ];
  const perRequest = Math.max(...Object.values(ways).map(({ cpuMs, requests }) => cpuMs / requests));
  return {
    full: full.toSorted((one, other) => one.days - other.days),
    pace: pace.toSorted((one, other) => one.peoplePerDay - other.peoplePerDay),
    cpuShare: perRequest / limit("cpuMsPerRequest"),
  };
}
