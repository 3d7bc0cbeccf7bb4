/**
 * What a consent, a status read and a plan cost as people, policies in use and one person's ledger grow. All sizes of a kind
 * are there at once and asked in turn, so that what else the machine does meets each; the ratios are to the smallest. Rows
 * read are counted, and the same on every machine.
 */

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../toolchain.mjs";
import { agreed, must, startCounted } from "./counted/gateway.mjs";
import { median } from "./interleaved.mjs";

/** @typedef {import("../bench.mjs").Row} Row */
/** @typedef {import("./counted/gateway.mjs").CountedGateway} CountedGateway */
/** @typedef {import("./counted/gateway.mjs").Ask} Ask */
/**
 * @typedef {object} Case something that is asked, at one size
 * @property {number} size
 * @property {CountedGateway} gateway
 * @property {(round: number) => Promise<() => Promise<unknown>>} prepare what is done and timed, after what is not
 */

const sizes = [10, 100, 1000];
const rounds = Number(process.env.BENCH_ROUNDS ?? 40);
const policy = "crossmint-privacy-policy";
/** Requests that are under way at once while people and entries are made. */
const atOnce = 8;

/**
 * @param {(line: string) => void} say
 * @returns {Promise<Row[]>}
 */
export async function rows(say) {
  const measured = [...(await ofPeople(say)), ...(await ofLedgers(say)), ...(await ofPolicies(say))];
  return [...measured, ...(await ofPlans())];
}

/** @param {(line: string) => void} say */
async function ofPeople(say) {
  const gateways = await Promise.all(sizes.map(() => startCounted()));
  try {
    const shown = await gateways[0]?.shown();
    for (const [index, gateway] of gateways.entries()) {
      await inTurns(Array.from({ length: sizes[index] ?? 0 }), async (_, number) => {
        await agreed(await gateway.person(`person-${number}`), shown);
      });
    }
    const person = (/** @type {CountedGateway} */ gateway) => gateway.person("person-1");
    return await compare("people", { shown, gateways, person }, say);
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
  }
}

/** @param {(line: string) => void} say */
async function ofLedgers(say) {
  const gateway = await startCounted();
  try {
    const shown = await gateway.shown();
    await Promise.all(sizes.map(async (size) => withEntries(await gateway.person(`entries-${size}`), size, shown)));
    const gateways = sizes.map(() => gateway);
    const person = (/** @type {CountedGateway} */ _, /** @type {number} */ size) => gateway.person(`entries-${size}`);
    return await compare("entries", { shown, gateways, person }, say);
  } finally {
    await gateway.stop();
  }
}

/** @param {(line: string) => void} say */
async function ofPolicies(say) {
  const gateways = await Promise.all(sizes.map((size) => startCounted({ furtherPolicies: size - 1 })));
  try {
    const shown = await gateways[0]?.shown();
    for (const gateway of gateways) {
      const person = await gateway.person("person-1");
      await agreed(person, shown);
      await inTurns(gateway.further, async (name) => agreed(person, await gateway.shown(name)));
    }
    const person = (/** @type {CountedGateway} */ gateway) => gateway.person("person-1");
    return await compare("policies", { shown, gateways, person }, say);
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
  }
}

/**
 * @param {string} kind what there are more of
 * @param {{ shown: unknown, gateways: CountedGateway[], person: (gateway: CountedGateway, size: number) => Promise<Ask> }} setting
 * @param {(line: string) => void} say
 */
async function compare(kind, { shown, gateways, person }, say) {
  const of = (/** @type {(ask: Ask) => (round: number) => Promise<() => Promise<unknown>>} */ make) =>
    Promise.all(
      sizes.map(async (size, index) => {
        const gateway = /** @type {CountedGateway} */ (gateways[index]);
        return { size, gateway, prepare: make(await person(gateway, size)) };
      }),
    );
  // Of a ledger that is long, the same person agrees again; else somebody new does.
  const consent = kind === "entries" ? await of(agreesAgain(shown)) : newPeople(gateways, shown);
  return [
    ...(await timed(`consent-${kind}`, consent, say)),
    ...(await timed(`status-${kind}`, await of(asks("/crossmint/identity-verification")), say)),
    ...(await timed(`start-${kind}`, await of(asks("/crossmint/identity-verification", "PUT")), say)),
    ...(await timed(`me-${kind}`, await of(asks("/me")), say)),
  ];
}

/** @param {unknown} shown @returns {(ask: Ask) => (round: number) => Promise<() => Promise<unknown>>} */
function agreesAgain(shown) {
  return (ask) => async () => {
    await must(ask(`/consents/${policy}`, "DELETE"), 200);
    return () => agreed(ask, shown);
  };
}

/** @param {CountedGateway[]} gateways @param {unknown} shown @returns {Case[]} */
function newPeople(gateways, shown) {
  return gateways.map((gateway, index) => ({
    size: sizes[index] ?? 0,
    gateway,
    prepare: async (round) => {
      const person = await gateway.person(`new-${round}`);
      return () => agreed(person, shown);
    },
  }));
}

/** @param {string} path @param {string} [method] @returns {(ask: Ask) => (round: number) => Promise<() => Promise<unknown>>} */
function asks(path, method = "GET") {
  return (ask) => async () => () => must(ask(path, method), 200);
}

/**
 * @param {string} name
 * @param {Case[]} cases
 * @param {(line: string) => void} say
 * @returns {Promise<Row[]>}
 */
async function timed(name, cases, say) {
  const times = cases.map(() => /** @type {number[]} */ ([]));
  const read = cases.map(() => Number.POSITIVE_INFINITY);
  const calls = cases.map(() => Number.POSITIVE_INFINITY);
  for (let round = -2; round < rounds; round++) {
    for (const [index, { gateway, prepare }] of cases.entries()) {
      const work = await prepare(round);
      await gateway.counts();
      const started = performance.now();
      await work();
      const ms = performance.now() - started;
      if (round < 0) continue; // warms up
      const counts = await gateway.counts();
      times[index]?.push(ms);
      // Alarms of the log and of others who just agreed come in between: the least is the request's own.
      read[index] = Math.min(read[index] ?? 0, sum(counts.rowsRead));
      calls[index] = Math.min(calls[index] ?? 0, sum(counts.calls));
    }
  }
  const ms = times.map(median);
  say(
    `${name}: ${ms.map((one) => one.toFixed(1)).join(", ")} ms; rows read ${read.join(", ")}; objects asked ${calls.join(", ")}`,
  );
  return cases.slice(1).flatMap(({ size }, index) => {
    const to = `${name.replace(/^.*-/, "")} ${size} to ${sizes[0]}`;
    return [
      row(`growth-${name}-${size}`, (ms[index + 1] ?? 0) / (ms[0] ?? 1), `time, ${to}`),
      row(`growth-rows-${name}-${size}`, ratio(read[index + 1] ?? 0, read[0] ?? 0), `rows read, ${to}`),
      row(`growth-calls-${name}-${size}`, ratio(calls[index + 1] ?? 0, calls[0] ?? 0), `calls of objects, ${to}`),
    ];
  });
}

/** The core's plan over so many decisions, for each decision. */
async function ofPlans() {
  const { plan } = await import(pathToFileURL(join(root, "pkg", "node.js")).href);
  const decisions = (/** @type {number} */ count) =>
    Array.from({ length: count }, (_, number) => ({
      partner: "crossmint",
      scope: `scope-${number}`,
      next: number % 2 === 0 ? "wait" : "ask-consent",
      reason: "review",
      policy,
    }));
  const lists = sizes.map(decisions);
  const times = sizes.map(() => /** @type {number[]} */ ([]));
  for (let round = -50; round < rounds * 5; round++) {
    for (const [index, list] of lists.entries()) {
      const started = performance.now();
      plan(list);
      if (round >= 0) times[index]?.push((performance.now() - started) / list.length);
    }
  }
  const ms = times.map(median);
  return sizes.slice(1).map((size, index) => {
    return row(
      `growth-plan-decisions-${size}`,
      (ms[index + 1] ?? 0) / (ms[0] ?? 1),
      `time of plan for each decision, ${size} to ${sizes[0]}`,
    );
  });
}

/** Accepts and takes back until a ledger has so many entries: three a time. @param {Ask} ask @param {number} size @param {unknown} shown */
async function withEntries(ask, size, shown) {
  for (let entries = 0; entries < size; entries += 3) {
    await agreed(ask, shown);
    await must(ask(`/consents/${policy}`, "DELETE"), 200);
  }
  await agreed(ask, shown);
}

/** @template T @param {T[]} items @param {(item: T, index: number) => Promise<unknown>} work */
async function inTurns(items, work) {
  const left = [...items.entries()];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next[1], next[0]);
    }),
  );
}

/** Nothing to nothing is no growth. @param {number} count @param {number} to */
function ratio(count, to) {
  return count === to ? 1 : count / to;
}

/** @param {Record<string, number>} counts */
function sum(counts) {
  return Object.values(counts).reduce((one, other) => one + other, 0);
}

/** @param {string} name @param {number} value @param {string} what @returns {Row} */
function row(name, value, what) {
  return { row: name, value: Math.round(value * 100) / 100, unit: "ratio", what };
}
