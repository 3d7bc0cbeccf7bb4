/** The OpenAPI 3.1 description, made of the contract of the routes and of what they go by at run time. */
import { errorAnswer } from "./errors.mjs";

/** @typedef {import("./contract.mjs").Route} Route */
/** @typedef {import("./contract.mjs").Parameter} Parameter */
/** @typedef {import("./facts.mjs").Facts} Facts */
/** @typedef {import("./schemas.mjs").Schema} Schema */

const SECURITY = {
  person: [{ hostToken: [] }],
  operator: [{ operatorToken: [] }],
  partner: [],
  anybody: [],
};

const SECURITY_SCHEMES = {
  hostToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description:
      "The token of the host's own sign-in: asymmetric signature, `exp`, and the `iss`, `aud` and claim that the gateway is set up for. It alone says who the person is.",
  },
  operatorToken: { type: "http", scheme: "bearer", description: "One of OPERATOR_TOKENS." },
};

/** What is said of each group of routes. @type {Record<string, string>} */
const TAGS = {
  health: "Whether the gateway is set up.",
  policies: "The sentence to show.",
  consents: "Agree, look, take back, keep the receipt.",
  "consent-forms": "Consents without script.",
  me: "One person over all partners.",
  flow: "What to do now, as tasks.",
  crossmint: "Crossmint.",
  kriptomat: "Kriptomat.",
  sumsub: "Sumsub.",
  b2core:
    "B2CORE. Its session is a cookie, `__Host-kyc-assent-b2core` (HttpOnly, Secure, SameSite=Strict), set by the sign-in and worth nothing without the host's token of the same person. Without it: 403 with `field` b2core.",
  webhooks: "What partners tell of their own accord.",
  log: "The log over all people, for anybody. LOG_RATE requests a minute and address.",
  operator: "For operators. Ten wrong tokens a minute and address, then none is looked at.",
};

/** @type {Record<string, object>} */
const HEADERS = {
  "X-Request-Id": { description: "As in the gateway's log.", required: true, schema: { type: "string" } },
  ETag: { description: "Names this state: send it as `If-None-Match`.", required: true, schema: { type: "string" } },
  Age: {
    description: "Seconds since the partner said so.",
    required: true,
    schema: { type: "string", pattern: "^\\d+$" },
  },
  "Cache-Control": { required: true, schema: { type: "string" } },
  Location: { description: "One of CONSENT_RETURN_URLS.", required: true, schema: { type: "string" } },
  "Content-Disposition": { required: true, schema: { type: "string" } },
  "Set-Cookie": { description: "Of the session at B2CORE.", schema: { type: "string" } },
  "Retry-After": { description: "Seconds.", schema: { type: "string", pattern: "^\\d+$" } },
  "WWW-Authenticate": { required: true, schema: { type: "string", const: "Bearer" } },
};

/**
 * @param {{ routes: readonly Route[], error: Schema, components: Record<string, Schema> }} contract
 * @param {Facts} facts
 * @param {string} version of the package
 */
export function describe({ routes, error, components }, facts, version) {
  mustBeTheSame(routes, facts);
  /** @type {Record<string, Record<string, object>>} */
  const paths = {};
  for (const route of routes) {
    const [method = "", path = ""] = route.name.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(route, facts) };
  }
  const statuses = [...new Set(routes.flatMap(({ errors }) => errors))].sort((one, other) => one - other);
  const responses = statuses.map((status) => [errorName(status), errorAnswer(status, error, facts)]);
  return {
    openapi: "3.1.0",
    info: {
      title: "kyc-assent gateway",
      version,
      description: `The gateway of kyc-assent: consents, requests and status over all KYC partners, for the person of the host's token. JSON nests at most ${facts.JSON_DEPTH} levels. Further members may be added to answers.`,
      license: { name: "MIT OR Apache-2.0", identifier: "MIT OR Apache-2.0" },
    },
    servers: [{ url: "https://{host}", variables: { host: { default: "kyc.shop.example" } } }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: components,
      responses: Object.fromEntries(responses),
      headers: HEADERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

/** A route without a contract, or a contract without a route, is a mistake. @param {readonly Route[]} routes @param {Facts} facts */
function mustBeTheSame(routes, facts) {
  const described = new Set(routes.map(({ name }) => name));
  const there = new Set(facts.routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`));
  const faults = [
    ...[...there].filter((name) => !described.has(name)).map((name) => `${name} has no contract (www/edge/contract)`),
    ...[...described].filter((name) => !there.has(name)).map((name) => `no route is ${name}`),
    ...routes.flatMap((route) => unknownNames(route, facts)),
  ];
  if (faults.length > 0)
    throw new Error(`the contract of the gateway is not that of its routes:\n${faults.join("\n")}`);
}

/** Names that the address, or a constraint, has and the contract has not. @param {Route} route @param {Facts} facts */
function unknownNames({ name, path, query, headers, body }, { constraints, parameterExamples }) {
  const inAddress = [...name.matchAll(/\{(\w+)\}/g)].map(([, part]) => part).join();
  const isSame = inAddress === path.map((one) => one.name).join();
  const known = [...path, ...query, ...headers]
    .map((one) => one.name)
    .concat(Object.keys(body?.schema.properties ?? {}));
  const spokenOf = Object.keys({ ...constraints[name], ...parameterExamples[name] });
  const unknown = spokenOf.filter((one) => !known.includes(one));
  return [
    ...(isSame ? [] : [`${name}: the parts of its address differ`]),
    ...unknown.map((one) => `${name} has no ${one}, of which facts.ts or examples.ts speaks`),
  ];
}

/** @param {Route} route @param {Facts} facts */
function operation(route, facts) {
  const { name, description, asker, body, answers, gives, errors } = route;
  const [, path = ""] = name.split(" ");
  const constraints = facts.constraints[name] ?? {};
  const examples = facts.parameterExamples[name] ?? {};
  const parameters = [
    ...route.path.map((one) => parameter(one, "path", constraints, examples)),
    ...route.query.map((one) => parameter(one, "query", constraints, examples)),
    ...route.headers.map((one) => parameter(one, "header", constraints, examples)),
  ];
  const own = answers.map((answer) => [String(answer.status), ownAnswer(answer, gives)]);
  const described = new Set(answers.map(({ status }) => status));
  const refused = errors.filter((status) => !described.has(status));
  const all = [...own, ...refused.map((status) => [String(status), reference("responses", errorName(status))])];
  return {
    operationId: operationId(name),
    tags: [path.split("/")[1]],
    summary: description.split(/(?<=[.:])\s/)[0]?.replace(/[.:]$/, ""),
    description,
    security: SECURITY[/** @type {keyof typeof SECURITY} */ (asker)],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: requestBody(route, facts) }),
    responses: Object.fromEntries(all),
  };
}

/** `GET /consents/{id}/receipt` is `getConsentsByIdReceipt`. @param {string} name */
function operationId(name) {
  const [method = "", path = ""] = name.split(" ");
  const words = path.split(/[/-]/).filter((word) => word !== "");
  const named = words.map((word) => word.replace(/^\{(.*)\}$/, "by-$1")).flatMap((word) => word.split("-"));
  return method.toLowerCase() + named.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/**
 * @param {Parameter} parameter
 * @param {string} place
 * @param {Record<string, object>} constraints
 * @param {Record<string, unknown>} examples
 */
function parameter({ name, description, required, schema }, place, constraints, examples) {
  return {
    name,
    in: place,
    required: required || place === "path",
    ...(description && { description }),
    schema: { ...schema, ...constraints[name] },
    ...(name in examples && { example: examples[name] }),
  };
}

/** @param {Route} route @param {Facts} facts */
function requestBody(route, facts) {
  const { body, name, closed } = route;
  if (body === undefined) throw new Error(`${name} takes no body`);
  const most = facts.sizes[name] ?? facts.LIMITS.bodyBytes;
  const constraints = facts.constraints[name] ?? {};
  const properties = body.schema["properties"];
  const schema = properties
    ? { ...body.schema, properties: constrained(/** @type {Record<string, Schema>} */ (properties), constraints) }
    : body.schema;
  const example = facts.bodyExamples[name];
  const whole = closed ? { ...schema, unevaluatedProperties: false } : schema;
  return {
    required: body.required,
    description: `At most ${most} bytes.`,
    content: Object.fromEntries(body.media.map((type) => [type, { schema: whole, ...(example && { example }) }])),
  };
}

/** @param {Record<string, Schema>} properties @param {Record<string, object>} constraints */
function constrained(properties, constraints) {
  const all = Object.entries(properties).map(([name, schema]) => [name, { ...schema, ...constraints[name] }]);
  return Object.fromEntries(all);
}

/** @param {Route["answers"][number]} answer @param {readonly string[]} gives */
function ownAnswer({ status, media, schema }, gives) {
  const names = status === 304 ? ["ETag"] : gives;
  const headers = Object.fromEntries(["X-Request-Id", ...names].map((name) => [name, reference("headers", name)]));
  const content = Object.fromEntries(media.map((type) => [type, { schema }]));
  return { description: DONE[status] ?? "Done.", headers, ...(media.length > 0 && { content }) };
}

/** @type {Record<number, string>} */
const DONE = {
  201: "Put on record.",
  202: "Under way.",
  204: "Done; there is nothing to say.",
  303: "The browser goes on there.",
  304: "Nothing has changed.",
  503: "The gateway is not set up.",
};

/** @param {number} status */
function errorName(status) {
  return `Error${status}`;
}

/** @param {string} kind @param {string} name */
function reference(kind, name) {
  return { $ref: `#/components/${kind}/${name}` };
}
