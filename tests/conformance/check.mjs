/** Runs one case against the package. */
import { compareAbsent, compareError, compareRequest, compareValue } from "./compare.mjs";

/** @typedef {import("./load.mjs").Case} Case */
/** @typedef {import("./compare.mjs").Difference} Difference */
/**
 * What the runner needs of the package.
 * @typedef {object} Package
 * @property {(operation: string, call: object) => Record<string, unknown>} prepare
 * @property {(operation: string, reply: object) => Record<string, unknown>} read
 * @property {new (...args: never[]) => Error & { code: string }} AssentError
 */

/**
 * @param {Case} content
 * @param {Package} assent
 * @returns {Difference[]} empty when the case holds
 */
export function checkCase(content, assent) {
  const { operation, request, reply, error, absent = [] } = content;
  const differences = [];
  if (request || !reply) {
    const prepared = attempt(assent, () => assent.prepare(operation, callOf(content)));
    if (!request) return expectError(/** @type {{ code: string }} */ (error), prepared);
    if (!("result" in prepared)) return [unexpectedError("request", prepared)];
    differences.push(...compareRequest(request, prepared.result), ...compareAbsent(absent, "request", prepared.result));
  }
  if (!reply) return differences;
  const reading = attempt(assent, () => assent.read(operation, replyOf(reply)));
  if (error) return [...differences, ...expectError(error, reading)];
  for (const key of /** @type {const} */ (["value", "decisions"])) {
    if (content[key] === undefined) continue;
    if (!("result" in reading)) return [...differences, unexpectedError(key, reading)];
    const result = reading.result[key];
    differences.push(...compareValue(content[key], result, key), ...compareAbsent(absent, key, result));
  }
  return differences;
}

/** @typedef {{ result: Record<string, unknown> } | { error: { code: string } & Error } | { thrown: unknown }} Outcome */

/**
 * @param {Package} assent
 * @param {() => Record<string, unknown>} work
 * @returns {Outcome}
 */
function attempt({ AssentError }, work) {
  try {
    return { result: work() };
  } catch (thrown) {
    return thrown instanceof AssentError ? { error: thrown } : { thrown };
  }
}

/**
 * The second argument of `prepare`. A case without `now` does not depend on it and gets this machine's.
 * @param {Case} content
 */
function callOf({ account = {}, input = {}, consent, now = new Date().toISOString() }) {
  return { account, input, now, ...(consent === undefined || consent === null ? {} : { consent }) };
}

/**
 * The second argument of `read`.
 * @param {NonNullable<Case["reply"]>} reply
 */
export function replyOf({ status, headers = {}, body = null }) {
  return { status, headers, body: body === null || typeof body === "string" ? body : JSON.stringify(body) };
}

/**
 * @param {{ code: string }} expected
 * @param {Outcome} outcome
 */
function expectError(expected, outcome) {
  if ("error" in outcome) return compareError(expected, outcome.error);
  if ("thrown" in outcome) return [unexpectedError("error", outcome)];
  return [{ path: "error", expected: expected.code, actual: `none, but ${JSON.stringify(outcome.result)}` }];
}

/**
 * @param {string} path
 * @param {Exclude<Outcome, { result: unknown }>} outcome
 * @returns {Difference}
 */
function unexpectedError(path, outcome) {
  if ("error" in outcome) {
    return { path, expected: "no error", actual: `${outcome.error.code}: ${outcome.error.message}` };
  }
  return { path, expected: "nothing thrown but AssentError", actual: String(outcome.thrown) };
}
