/**
 * The gateway against a bare pass-through Worker, both before the same sandbox in the same workerd: for reading a status and
 * for recording a consent, at 1, 16 and 256 connections, by one person and by 10,000. In rounds, one after the other, so that
 * what else the machine does meets both.
 */
import { median } from "./interleaved.mjs";
import { underLoad } from "./load.mjs";
import { startBenchWorkers } from "./workers.mjs";

/** @typedef {import("./load.mjs").Call} Call */
/** @typedef {import("../bench.mjs").Row} Row */

/** @typedef {import("./workers.mjs").BenchWorkers} BenchWorkers */
/** @typedef {{ gateway: (Call)[], passThrough: Call[] }} Pair what each is asked, call by call */

const connections = [1, 16, 256];
// Fewer, for whoever changes something here and wants to see what it gives.
const manyPeople = Number(process.env.BENCH_PEOPLE ?? 10_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const roundMs = Number(process.env.BENCH_ROUND_MS ?? 1500);
/** New people who may agree in one round: more than any machine records in that time. */
const newPeople = Math.ceil(roundMs * 1.5);

/**
 * @param {(line: string) => void} say
 * @returns {Promise<Row[]>}
 */
export async function rows(say) {
  const workers = await startBenchWorkers();
  try {
    const shown = await workers.shown();
    say(`${manyPeople} people agree`);
    const people = await newTokens(workers, "person", manyPeople);
    await agree(workers, people, shown);
    await restOfLog(workers);
    /** @type {Row[]} */
    const measured = [];
    for (const [who, ofThem] of /** @type {const} */ ([
      ["one", people.slice(0, 1)],
      ["many", people],
    ])) {
      for (const count of connections) {
        const pair = { gateway: ofThem.map(status), passThrough: ofThem.map(partnerStatus) };
        measured.push(...(await compare(workers, `status-${who}-${count}`, count, () => Promise.resolve(pair), say)));
      }
    }
    for (const count of connections) {
      const [one] = /** @type {[Person]} */ (people);
      // A second consent to the same is none: so it is taken back in between, and the partner told twice.
      const pair = { gateway: [consent(one, shown), withdrawal(one)], passThrough: [partnerAcceptance(one)] };
      measured.push(...(await compare(workers, `consent-one-${count}`, count, () => Promise.resolve(pair), say)));
    }
    let met = 0;
    for (const count of connections) {
      const pairs = async () => {
        const fresh = await newTokens(workers, `new-${met++}`, newPeople);
        return { gateway: fresh.map((person) => consent(person, shown)), passThrough: fresh.map(partnerAcceptance) };
      };
      measured.push(...(await compare(workers, `consent-many-${count}`, count, pairs, say)));
    }
    return [...summary(measured), ...measured];
  } finally {
    await workers.stop();
  }
}

/**
 * One figure for reading a status, whoever asks and over however many connections: what the budget is about.
 * @param {readonly Row[]} measured
 * @returns {Row[]}
 */
function summary(measured) {
  const middle = (/** @type {string} */ kind) =>
    median(measured.filter(({ row }) => row.startsWith(`${kind}-status-`)).map(({ value }) => value));
  const [throughput, p99] = [middle("throughput"), middle("p99")];
  const what = "gateway to pass-through, the median of the six rows of a status below";
  return [
    { row: "throughput", value: throughput, unit: "ratio", goal: "≥ 0.9", met: throughput >= 0.9, what },
    { row: "p99", value: p99, unit: "ratio", goal: "≤ 1.2", met: p99 <= 1.2, what },
  ];
}

/** @typedef {{ subject: string, token: string }} Person */

/**
 * @param {BenchWorkers} workers
 * @param {string} name
 * @param {number} count
 * @returns {Promise<Person[]>}
 */
function newTokens({ tokenOf }, name, count) {
  const subjects = Array.from({ length: count }, (_, number) => `${name}-${number}`);
  return Promise.all(subjects.map(async (subject) => ({ subject, token: await tokenOf(subject) })));
}

/**
 * @param {BenchWorkers} workers
 * @param {readonly Person[]} people
 * @param {string} shown
 */
async function agree({ gateway }, people, shown) {
  const calls = people.map((person) => consent(person, shown));
  await underLoad({ origin: gateway, calls, connections: 16, count: calls.length });
}

/**
 * Waits until the log has taken in what was left to it: its head has not grown for some seconds.
 * @param {BenchWorkers} workers
 */
async function restOfLog({ gateway }) {
  for (let [size, since] = [-1, Date.now()]; Date.now() - since < 10_000; ) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const [, payload = ""] = (await (await fetch(`${gateway}/log/head`)).text()).split(".");
    const head = /** @type {{ size: number }} */ (JSON.parse(Buffer.from(payload, "base64url").toString()));
    if (head.size !== size) [size, since] = [head.size, Date.now()];
  }
}

/**
 * @param {BenchWorkers} workers
 * @param {string} name
 * @param {number} count connections
 * @param {() => Promise<Pair>} pairOfRound
 * @param {(line: string) => void} say
 * @returns {Promise<Row[]>}
 */
async function compare(workers, name, count, pairOfRound, say) {
  const [gateway, bare] = [/** @type {Measured[]} */ ([]), /** @type {Measured[]} */ ([])];
  for (let round = -1; round < rounds; round++) {
    const pair = await pairOfRound();
    const ms = round < 0 ? roundMs / 3 : roundMs;
    const load = (/** @type {keyof Pair} */ which) =>
      underLoad({ origin: workers[which], calls: pair[which], connections: count, ms });
    /** @type {(keyof Pair)[]} */
    const order = round % 2 === 0 ? ["gateway", "passThrough"] : ["passThrough", "gateway"];
    const [first, second] = [await load(order[0] ?? "gateway"), await load(order[1] ?? "passThrough")];
    if (round < 0) continue; // warms both up
    gateway.push(order[0] === "gateway" ? first : second);
    bare.push(order[0] === "gateway" ? second : first);
  }
  const ratio = (/** @type {"perSecond" | "p50" | "p99"} */ what) =>
    median(gateway.map((measured, round) => measured[what] / (bare[round]?.[what] ?? Number.NaN)));
  const plain = (/** @type {"perSecond" | "p50" | "p99"} */ what) =>
    `${median(gateway.map((one) => one[what])).toFixed(2)} to ${median(bare.map((one) => one[what])).toFixed(2)}`;
  say(`${name}: ${plain("perSecond")} a second, p50 ${plain("p50")} ms, p99 ${plain("p99")} ms`);
  return [
    row(`throughput-${name}`, ratio("perSecond"), `${plain("perSecond")} requests a second`),
    row(`p50-${name}`, ratio("p50"), `${plain("p50")} ms`),
    row(`p99-${name}`, ratio("p99"), `${plain("p99")} ms`),
  ];
}

/** @typedef {import("./load.mjs").Measured} Measured */

/**
 * @param {string} name
 * @param {number} value
 * @param {string} what
 * @returns {Row}
 */
function row(name, value, what) {
  return { row: name, value: Math.round(value * 100) / 100, unit: "ratio", what: `gateway to pass-through, ${what}` };
}

/** @param {Person} person @returns {Call} */
function status({ token }) {
  return { method: "GET", path: "/crossmint/identity-verification", headers: bearer(token), expect: [200] };
}

/** @param {Person} person @returns {Call} */
function partnerStatus(person) {
  return { method: "GET", path: `${partnerPath(person)}/identity-verification`, headers: {}, expect: [200] };
}

/** @param {Person} person @param {string} shown @returns {Call} */
function consent({ token }, shown) {
  const headers = { ...bearer(token), "content-type": "application/json" };
  return { method: "POST", path: "/consents", headers, body: shown, expect: [200, 201] };
}

/** @param {Person} person @returns {Call} */
function withdrawal({ token }) {
  return { method: "DELETE", path: "/consents/crossmint-privacy-policy", headers: bearer(token), expect: [200, 404] };
}

/** @param {Person} person @returns {Call} */
function partnerAcceptance(person) {
  const body = JSON.stringify({ type: "crossmint-privacy-policy", acceptedAt: new Date().toISOString() });
  const headers = { "content-type": "application/json" };
  return { method: "PUT", path: `${partnerPath(person)}/legal-documents`, headers, body, expect: [200] };
}

/** @param {Person} person */
function partnerPath({ subject }) {
  return `/api/2025-06-09/users/userId:${subject}`;
}

/** @param {string} token */
function bearer(token) {
  return { authorization: `Bearer ${token}` };
}
