/** Finds and reads case files. A file holds one case or an array of cases. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { isObject } from "./compare.mjs";

/**
 * @typedef {object} Case
 * @property {string} operation
 * @property {unknown} [account]
 * @property {unknown} [input]
 * @property {unknown} [consent]
 * @property {string} [now]
 * @property {Record<string, unknown>} [request]
 * @property {{ status: number, headers?: Record<string, string>, body?: unknown }} [reply]
 * @property {unknown} [value]
 * @property {unknown} [decisions]
 * @property {{ code: string }} [error]
 * @property {string[]} [absent] this project's own addition: what must not be there, as `request.body.region`
 */

/** @typedef {{ label: string } & ({ content: Case } | { problem: string })} Loaded */

/**
 * Every case under a folder (or in one file), in the order of the file names.
 * @param {string} folder
 * @returns {Loaded[]}
 */
export function loadCases(folder) {
  return caseFiles(folder).flatMap((file) => {
    const name = relative(folder, file) || file;
    /** @type {unknown} */
    let content;
    try {
      content = JSON.parse(readFileSync(file, "utf8"));
    } catch (problem) {
      return [{ label: name, problem: `is not JSON: ${problem instanceof Error ? problem.message : problem}` }];
    }
    if (!Array.isArray(content)) return [readCase(content, name)];
    if (content.length === 0) return [{ label: name, problem: "holds no case" }];
    return content.map((item, i) => readCase(item, `${name}[${i}]`));
  });
}

/** @param {string} path */
function caseFiles(path) {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path.endsWith(".json") ? [path] : [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith(".json"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * @param {unknown} content
 * @param {string} place
 * @returns {Loaded}
 */
export function readCase(content, place) {
  if (!isObject(content)) return { label: place, problem: "is not an object" };
  const label = typeof content.name === "string" ? `${place}: ${content.name}` : place;
  const problem = malformed(content);
  return problem ? { label, problem } : { label, content: /** @type {Case} */ (/** @type {unknown} */ (content)) };
}

/**
 * What keeps an object from being a case that checks something.
 * @param {Record<string, unknown>} content
 * @returns {string | undefined}
 */
function malformed(content) {
  const { operation, now, request, reply, error, absent } = content;
  const has = (/** @type {string} */ key) => content[key] !== undefined;
  if (typeof operation !== "string") return "`operation` must be the name of an operation";
  if (has("now") && typeof now !== "string") return "`now` must be a string";
  if (has("request") && !(isObject(request) && Object.keys(request).length > 0)) return "`request` must be an object";
  if (has("reply") && !(isObject(reply) && typeof reply.status === "number")) return "`reply` must have a `status`";
  if (has("error") && !(isObject(error) && typeof error.code === "string")) return "`error` must have a `code`";
  if (has("error") && (has("value") || has("decisions"))) return "`error` excludes `value` and `decisions`";
  if (!has("reply") && (has("value") || has("decisions"))) return "`value` and `decisions` need a `reply`";
  if (!has("reply") && has("request") && has("error")) return "without a `reply`, `error` excludes `request`";
  if (
    has("absent") &&
    !(Array.isArray(absent) && absent.every((path) => typeof path === "string" && path.includes(".")))
  ) {
    return "`absent` must be a list of paths";
  }
  if (!["request", "value", "decisions", "error"].some(has)) return "checks nothing";
  return undefined;
}
