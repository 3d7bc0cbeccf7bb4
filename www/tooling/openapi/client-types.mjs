/** TypeScript of the description, for `kyc-assent/gateway-client`: each operation, and the schemas that it needs. */

/** @typedef {import("./schemas.mjs").Schema} Schema */
/**
 * @typedef {object} Operation
 * @property {string} description
 * @property {readonly string[]} tags
 * @property {readonly { name: string, in: string, required: boolean, description?: string, schema: Schema }[]} [parameters]
 * @property {{ required: boolean, content: Record<string, { schema: Schema }> }} [requestBody]
 * @property {Record<string, { content?: Record<string, { schema: Schema }> }>} responses
 */
/**
 * @typedef {object} Description
 * @property {Record<string, Record<string, Operation>>} paths
 * @property {{ schemas: Record<string, Schema> }} components
 */

const HEAD = `/**
 * The operations of the gateway, and what they take and give.
 * Made of the OpenAPI description by \`npm run api\`: the tests say when it is out of date.
 */
`;

/** @param {Description} description @returns {string} not yet in the form that biome gives it */
export function clientTypes({ paths, components }) {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => isForClients(operation))
      .map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  );
  const list = operations.map(
    ({ name, operation }) => `${comment(operation.description)}"${name}": ${terms(operation)};`,
  );
  const whole = [
    `/** Every operation, by method and address. */\nexport interface GatewayOperations {\n${list.join("\n")}\n}`,
  ];
  const needed = closure([...whole, typeOf({ $ref: "#/components/schemas/ErrorAnswer" })].join(), components.schemas);
  const named = [...needed].sort().map((name) => {
    const schema = components.schemas[name] ?? {};
    return `${comment(schema["description"])}export type ${name} = ${typeOf(schema)};`;
  });
  return [HEAD, ...whole, ...named].join("\n\n");
}

/** What a browser posts by itself, and what partners send, no client asks. @param {Operation} operation */
function isForClients({ requestBody, tags }) {
  return !tags.includes("webhooks") && !("application/x-www-form-urlencoded" in (requestBody?.content ?? {}));
}

/** @param {Operation} operation */
function terms({ parameters = [], requestBody, responses }) {
  const parts = ["path", "query", "header"].flatMap((place) => {
    const list = parameters.filter((one) => one.in === place);
    const members = list.map((one) => {
      return `${comment(one.description)}readonly "${one.name}"${one.required ? "" : "?"}: ${typeOf(one.schema)};`;
    });
    const mark = list.some(({ required }) => required) ? "" : "?";
    return list.length === 0
      ? []
      : [`readonly ${place === "header" ? "headers" : place}${mark}: {${members.join("\n")}};`];
  });
  const json = requestBody?.content["application/json"];
  const mark = requestBody?.required ? "" : "?";
  const body = requestBody ? [`readonly body${mark}: ${json ? typeOf(json.schema) : "Blob"};`] : [];
  const own = Object.entries(responses).filter(([status]) => Number(status) < 400);
  const answers = own.map(([status, { content }]) => `readonly ${status}: ${answer(content)};`);
  return `{${[...parts, ...body, `readonly answers: {${answers.join("\n")}};`].join("\n")}}`;
}

/** What is no JSON may be long, or never end: the response is handed out unread. @param {Record<string, { schema: Schema }> | undefined} content */
function answer(content) {
  const json = content?.["application/json"];
  if (json) return typeOf(json.schema);
  return content ? "Response" : "null";
}

/** The schemas that a text names, and those that they name. @param {string} text @param {Record<string, Schema>} schemas */
function closure(text, schemas) {
  /** @type {Set<string>} */
  const found = new Set();
  const look = (/** @type {string} */ where) => {
    for (const [name] of where.matchAll(/\b[A-Z]\w+\b/g)) {
      const schema = schemas[name];
      if (schema === undefined || found.has(name)) continue;
      found.add(name);
      look(typeOf(schema));
    }
  };
  look(text);
  return found;
}

/** @param {Schema} schema @returns {string} */
function typeOf(schema) {
  const { $ref, anyOf, type, properties, additionalProperties, items, prefixItems } = schema;
  if (typeof $ref === "string") return $ref.split("/").at(-1) ?? "unknown";
  if ("const" in schema) return JSON.stringify(schema["const"]);
  if (Array.isArray(schema["enum"])) return schema["enum"].map((one) => JSON.stringify(one)).join(" | ");
  if (Array.isArray(anyOf)) return anyOf.map(typeOf).join(" | ");
  if (Array.isArray(prefixItems)) return `readonly [${prefixItems.map(typeOf).join(", ")}]`;
  if (type === "array") return `readonly (${typeOf(/** @type {Schema} */ (items))})[]`;
  if (type === "integer") return "number";
  if (type !== "object") return typeof type === "string" ? type : "unknown";
  const required = /** @type {readonly string[]} */ (schema["required"] ?? []);
  const members = Object.entries(/** @type {Record<string, Schema>} */ (properties ?? {})).map(([name, member]) => {
    const mark = required.includes(name) ? "" : "?";
    return `${comment(member["description"])}readonly "${name}"${mark}: ${typeOf(member)};`;
  });
  if (members.length > 0) return `{${members.join("\n")}}`;
  return `Readonly<Record<string, ${additionalProperties ? typeOf(/** @type {Schema} */ (additionalProperties)) : "unknown"}>>`;
}

/** @param {unknown} text */
function comment(text) {
  if (typeof text !== "string" || text === "") return "";
  return `/** ${text.replaceAll("*/", "* /").replace(/\s*\n\s*/g, " ")} */\n`;
}
