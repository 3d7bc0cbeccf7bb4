/**
 * Holds what the gateway answers to its OpenAPI description: every answer that a test of the gateway gets goes through
 * here. A member that is not described fails as one that is missing does.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

type Schema = { readonly [keyword: string]: unknown };

interface Content {
  readonly [media: string]: { readonly schema: Schema };
}

interface Described {
  readonly headers?: { readonly [name: string]: Schema };
  readonly content?: Content;
}

export interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: { readonly [status: string]: Described | { readonly $ref: string } };
}

interface Document {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: {
    readonly schemas: { readonly [name: string]: Schema };
    readonly responses: { readonly [name: string]: Described };
    readonly headers: { readonly [name: string]: { readonly required?: boolean } };
  };
}

/** A request and its answer, as a test has them. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly sent: unknown;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const FILE = resolve(import.meta.dirname, "../../pkg/openapi.json");

/** The description in the built package. */
export const DESCRIPTION = read();

function read(): Document {
  if (!existsSync(FILE)) throw new Error("pkg/openapi.json is not there: npm run build");
  return JSON.parse(readFileSync(FILE, "utf8")) as Document;
}

const { schemas, responses, headers: headersByName } = DESCRIPTION.components;
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
const asTold = { $id: "told", components: { schemas } };
const asClosed = { $id: "closed", components: { schemas: closed(schemas) as object } };
ajv.addSchema([asTold, asClosed]);
const compiled = new Map<string, ValidateFunction>();

const patterns = Object.keys(DESCRIPTION.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`),
}));

/** Which operations have been answered how, in this process: `getMe 200`. */
export const answered = new Set<string>();

/** What is wrong with an answer, by its description; nothing for what is no operation. */
export function faultsOf(exchange: Exchange): readonly string[] {
  const { pathname } = new URL(exchange.path, "https://gateway.example");
  const known = patterns.find(({ pattern }) => pattern.test(pathname));
  const operation = known && DESCRIPTION.paths[known.path]?.[exchange.method.toLowerCase()];
  if (operation === undefined) return [];
  const { status } = exchange;
  const name = `${operation.operationId} ${status}`;
  answered.add(name);
  const found = operation.responses[status];
  if (found === undefined) return [`${name}: the status is not described`];
  const described = "$ref" in found ? responses[String(found.$ref).split("/").at(-1) ?? ""] : (found as Described);
  const isDone = status < 400;
  const faults = [
    ...headerFaults(described ?? {}, exchange),
    ...contentFaults(name, described ?? {}, exchange),
    ...(isDone ? requestFaults(operation, exchange.sent) : []),
  ];
  return faults.map((fault) => `${name}: ${fault}`);
}

function headerFaults({ headers = {} }: Described, exchange: Exchange): readonly string[] {
  return Object.keys(headers)
    .filter((name) => headersByName[name]?.required === true && !exchange.headers.has(name))
    .map((name) => `it has no ${name}`);
}

function contentFaults(name: string, { content = {} }: Described, { text, headers }: Exchange): readonly string[] {
  const media = (headers.get("content-type") ?? "").split(";")[0] ?? "";
  const types = Object.keys(content);
  if (types.length === 0) return text === "" ? [] : ["it has a body"];
  if (!types.includes(media)) return [`it is of the type ${media}, described are ${types.join(", ")}`];
  if (!/json$/.test(media)) return [];
  return schemaFaults(`${name} ${media}`, closed(content[media]?.schema, "closed") as Schema, JSON.parse(text));
}

/** A request that was taken is one that is described. */
function requestFaults({ operationId, requestBody }: Operation, sent: unknown): readonly string[] {
  const schema = requestBody?.content["application/json"]?.schema;
  if (schema === undefined) return [];
  if (sent === undefined) return requestBody?.required ? ["there is no body"] : [];
  const body: unknown = typeof sent === "string" ? JSON.parse(sent) : sent;
  // As JSON has it: a member that is undefined is none.
  return schemaFaults(`${operationId} body`, told(schema) as Schema, JSON.parse(JSON.stringify(body)));
}

function schemaFaults(name: string, schema: Schema, value: unknown): readonly string[] {
  const validate = compiled.get(name) ?? ajv.compile(schema);
  compiled.set(name, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    return `${name.split(" ").at(-1)}${instancePath} ${message} ${JSON.stringify(params)}`;
  });
}

function told(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"told#/components'));
}

/** The same schema, and no members but those that it names. */
function closed(schema: unknown, base = ""): unknown {
  if (Array.isArray(schema)) return schema.map((one) => closed(one, base));
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([keyword, value]) => {
    if (keyword === "$ref") return [keyword, String(value).replace(/^#/, `${base}#`)];
    // What narrows another schema does not name all of its members.
    if (keyword === "allOf")
      return [keyword, [closed((value as unknown[])[0], base), ...(value as unknown[]).slice(1)]];
    return [keyword, closed(value, base)];
  });
  const copy = Object.fromEntries(entries) as Record<string, unknown>;
  const isObject = copy["type"] === "object" && "properties" in copy && !("additionalProperties" in copy);
  return isObject ? { ...copy, additionalProperties: false } : copy;
}
