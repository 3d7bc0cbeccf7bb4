/**
 * How what a case expects is compared with what came: objects by the keys that the case names, header names in lower
 * case, arrays item by item, a JSON body as JSON, query parameters in any order, errors by their code.
 */

/** @typedef {{ path: string, expected: string, actual: string }} Difference both sides as text, ready to print */

/**
 * @param {unknown} expected
 * @param {unknown} actual
 * @param {string} path
 * @returns {Difference[]} empty when they agree
 */
export function compareValue(expected, actual, path) {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [difference(path, expected, actual)];
    const items = expected.slice(0, actual.length).flatMap((item, i) => compareValue(item, actual[i], `${path}[${i}]`));
    if (expected.length === actual.length) return items;
    return [...items, { path, expected: listOf(expected), actual: listOf(actual) }];
  }
  if (isObject(expected)) {
    if (!isObject(actual)) return [difference(path, expected, actual)];
    return Object.entries(expected).flatMap(([key, value]) =>
      compareValue(value, Object.hasOwn(actual, key) ? actual[key] : undefined, `${path}.${key}`),
    );
  }
  return expected === actual ? [] : [difference(path, expected, actual)];
}

/**
 * @param {Record<string, unknown>} expected the `request` of a case
 * @param {Record<string, unknown>} actual what `prepare` gave
 * @returns {Difference[]}
 */
export function compareRequest(expected, actual) {
  return Object.entries(expected).flatMap(([key, value]) => {
    const path = `request.${key}`;
    if (key === "url") return compareUrl(value, actual.url, path);
    if (key === "headers") return compareValue(lowerCaseKeys(value), lowerCaseKeys(actual.headers), path);
    if (key === "body") return compareBody(value, actual.body, path);
    return compareValue(value, actual[key], path);
  });
}

/**
 * @param {{ code: string }} expected the `error` of a case
 * @param {{ code: string }} actual
 * @returns {Difference[]}
 */
export function compareError(expected, actual) {
  return compareValue(expected.code, actual.code, "error.code");
}

/**
 * What must not be there. A JSON body counts as JSON, header names are in lower case.
 * @param {string[]} paths as `request.body.region` or `value.legalDocuments[0].validVersion`
 * @param {string} root which of the paths to look at, by their first word
 * @param {unknown} actual
 * @returns {Difference[]}
 */
export function compareAbsent(paths, root, actual) {
  const view = root === "request" && isObject(actual) ? requestView(actual) : actual;
  return paths.flatMap((path) => {
    const [first, ...keys] = path.split(/[.[\]]+/).filter(Boolean);
    if (first !== root) return [];
    const found = keys.reduce(memberOf, view);
    return found === undefined ? [] : [{ path, expected: "nothing", actual: asText(found) }];
  });
}

/** @param {Record<string, unknown>} request */
function requestView(request) {
  const body = typeof request.body === "string" ? parseJson(request.body) : undefined;
  return { ...request, headers: lowerCaseKeys(request.headers), body: body ? body.json : request.body };
}

/**
 * @param {unknown} value
 * @param {string} key
 * @returns {unknown}
 */
function memberOf(value, key) {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

/**
 * Letter by letter up to the query; the query's parameters decoded and in any order.
 * @param {unknown} expected
 * @param {unknown} actual
 * @param {string} path
 */
function compareUrl(expected, actual, path) {
  if (typeof expected !== "string" || typeof actual !== "string") return compareValue(expected, actual, path);
  const same = JSON.stringify(urlParts(expected)) === JSON.stringify(urlParts(actual));
  return same ? [] : [difference(path, expected, actual)];
}

/** @param {string} url */
function urlParts(url) {
  const [beforeFragment = "", ...fragment] = url.split("#");
  const [address, ...query] = beforeFragment.split("?");
  const parameters = [...new URLSearchParams(query.join("?"))].map(([name, value]) => JSON.stringify([name, value]));
  return { address, parameters: parameters.sort(), fragment };
}

/**
 * @param {unknown} expected text, the JSON itself, or null for none
 * @param {unknown} actual
 * @param {string} path
 */
function compareBody(expected, actual, path) {
  const wanted = typeof expected === "string" ? parseJson(expected) : { json: expected };
  const came = typeof actual === "string" ? parseJson(actual) : undefined;
  if (wanted === undefined || came === undefined || wanted.json === null) return compareValue(expected, actual, path);
  return compareValue(wanted.json, came.json, path);
}

/**
 * @param {string} text
 * @returns {{ json: unknown } | undefined} undefined when it is not JSON
 */
function parseJson(text) {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** @param {unknown} headers */
function lowerCaseKeys(headers) {
  if (!isObject(headers)) return headers;
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns {Difference} */
function difference(/** @type {string} */ path, /** @type {unknown} */ expected, /** @type {unknown} */ actual) {
  return { path, expected: asText(expected), actual: asText(actual) };
}

/** @param {unknown} value */
function asText(value) {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

/** @param {unknown[]} list */
function listOf(list) {
  return `${list.length} ${list.length === 1 ? "item" : "items"}: ${JSON.stringify(list)}`;
}
