/** The answers of errors, one for each status, with the codes that come with it. */

/** @typedef {import("./facts.mjs").Facts} Facts */
/** @typedef {import("./schemas.mjs").Schema} Schema */

/** What to do about it. @type {Record<number, string>} */
const MEANING = {
  400: "The body is not what it says it is.",
  401: "Nobody is signed in, or not any more: get a new token, then ask again.",
  403: "The person must agree first (`consent-required`), the page's origin or the client at B2CORE may not (`unauthorized`), or the form is not of this gateway (`refused`).",
  404: "There is no such thing, or this gateway is not set up for it.",
  408: "The body took too long to arrive.",
  411: "A file needs its `Content-Length`.",
  413: "The body is too large.",
  415: "The body is of another type than the one that is taken.",
  422: "The request is not what is expected (`invalid-input`: `field`, `fields`, `rules`, `faults` or `missing` say where), or the partner refused it (`refused`).",
  429: "Too many requests: ask again after `Retry-After`.",
  500: "What nobody foresaw. The log knows it by `requestId`.",
  502: "The partner does not take the gateway's key, has not enabled this, or cannot be understood: its operator has to look.",
  503: "Not available now, or not set up: ask again later.",
};

/**
 * @param {number} status
 * @param {Schema} error
 * @param {Facts} facts
 */
export function errorAnswer(status, error, { codesOf, TITLE }) {
  const codes = codesOf(status);
  if (codes.length === 0 || MEANING[status] === undefined) throw new Error(`nothing is known of the status ${status}`);
  const list = codes.map((code) => `\`${code}\` (${TITLE[code]})`).join(", ");
  const retry = status === 429 || status === 503 ? ["Retry-After"] : [];
  const names = ["X-Request-Id", ...retry, ...(status === 401 ? ["WWW-Authenticate"] : [])];
  const narrowed = { properties: { status: { const: status }, code: { enum: codes } } };
  return {
    description: `${MEANING[status]} Code: ${list}.`,
    headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
    content: { "application/problem+json": { schema: { allOf: [error, narrowed] } } },
  };
}
