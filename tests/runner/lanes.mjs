/** Which suites run at the same time. */
import { none } from "./counts.mjs";

/** @typedef {import("./report.mjs").SuiteResult} SuiteResult */
/** @typedef {Pick<import("./suites.mjs").Suite, "name" | "lane" | "decisive">} Lanes */

/**
 * Runs the suites, at most `atOnce` at the same time and never two of one lane. A suite starts as soon as it can, those
 * that are listed first before others. A decisive one runs alone, and when it fails what is listed after it does not run.
 * @template {Lanes} S
 * @param {readonly S[]} suites
 * @param {number} atOnce 1 or more
 * @param {(suite: S) => Promise<SuiteResult>} run must not reject
 * @returns {Promise<SuiteResult[]>} in the order in which they are listed
 */
export async function runInLanes(suites, atOnce, run) {
  const waiting = [...suites];
  /** @type {Map<S, Promise<void>>} */
  const running = new Map();
  /** @type {Map<S, SuiteResult>} */
  const done = new Map();
  const start = (/** @type {S} */ suite) => {
    waiting.splice(waiting.indexOf(suite), 1);
    const ended = run(suite).then((result) => {
      running.delete(suite);
      done.set(suite, result);
      if (suite.decisive && result.counts.failed > 0)
        for (const left of waiting.splice(0)) done.set(left, notRun(left));
    });
    running.set(suite, ended);
  };
  while (waiting.length + running.size > 0) {
    for (let next = pick(waiting, running, atOnce); next; next = pick(waiting, running, atOnce)) start(next);
    await Promise.race(running.values());
  }
  return suites.map((suite) => done.get(suite) ?? notRun(suite));
}

/**
 * @template {Lanes} S
 * @param {readonly S[]} waiting
 * @param {ReadonlyMap<S, unknown>} running
 * @param {number} atOnce
 * @returns {S | undefined} the one that starts next, if one can
 */
function pick(waiting, running, atOnce) {
  const busy = [...running.keys()];
  if (busy.length >= atOnce || busy.some(({ decisive }) => decisive)) return undefined;
  const first = waiting.findIndex(({ decisive }) => decisive);
  if (first === 0) return busy.length === 0 ? waiting[0] : undefined;
  const startable = first < 0 ? waiting : waiting.slice(0, first);
  return startable.find(({ lane }) => !busy.some((other) => other.lane === lane));
}

/**
 * @param {Lanes} suite
 * @returns {SuiteResult}
 */
function notRun({ name }) {
  return { name, counts: { ...none, failed: 1 }, seconds: 0, problem: "not run" };
}
