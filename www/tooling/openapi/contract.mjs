/** The contract of the routes (www/edge/contract), read by the compiler: each route with its words, as data. */
import { join } from "node:path";
import { API } from "typescript/unstable/sync";
import { root } from "../toolchain.mjs";
import { Schemas } from "./schemas.mjs";

/** @typedef {import("./schemas.mjs").Schema} Schema */
/** @typedef {{ name: string, description: string, required: boolean, schema: Schema }} Parameter */
/**
 * @typedef {object} Content
 * @property {readonly string[]} media empty for no content
 * @property {Schema} schema
 * @property {boolean} required
 */
/**
 * @typedef {object} Route
 * @property {string} name method and address
 * @property {string} description
 * @property {string} asker
 * @property {readonly Parameter[]} path
 * @property {readonly Parameter[]} query
 * @property {readonly Parameter[]} headers
 * @property {Content | undefined} body
 * @property {boolean} closed
 * @property {readonly (Content & { status: number })[]} answers
 * @property {readonly string[]} gives
 * @property {readonly number[]} errors
 */

const folder = join(root, "www", "edge");

/** @returns {{ routes: Route[], error: Schema, components: Record<string, Schema> }} */
export function readContract() {
  const api = new API({ cwd: root });
  try {
    const [project] = api.updateSnapshot({ openProjects: [join(folder, "tsconfig.json")] }).getProjects();
    if (project === undefined) throw new Error("www/edge is no TypeScript project");
    const file = project.program.getSourceFile(join(folder, "contract", "index.ts"));
    const module = file && project.checker.getSymbolAtLocation(file);
    if (module === undefined) throw new Error("www/edge/contract/index.ts exports nothing");
    const schemas = new Schemas(project.checker);
    const exported = project.checker.getExportsOfModule(module);
    const named = (/** @type {string} */ name) => {
      const symbol = exported.find((one) => one.name === name);
      if (symbol === undefined) throw new Error(`www/edge/contract/index.ts exports no ${name}`);
      return project.checker.getDeclaredTypeOfSymbol(symbol);
    };
    const routes = schemas.members(named("Contract")).map((member) => readRoute(schemas, member));
    return { routes, error: schemas.of(named("ErrorAnswer")), components: schemas.components };
  } finally {
    api.close();
  }
}

/**
 * @param {Schemas} schemas
 * @param {ReturnType<Schemas["members"]>[number]} member
 * @returns {Route}
 */
function readRoute(schemas, { name, description, type: terms }) {
  const part = (/** @type {string} */ which) => schemas.member(terms, which);
  const literals = (/** @type {string} */ which) => schemas.literals(part(which));
  const parameters = (/** @type {string} */ which) => {
    const type = part(which);
    return type === undefined ? [] : schemas.members(type).map((one) => parameter(schemas, one));
  };
  const body = schemas.members(terms).find((one) => one.name === "body");
  const answers = part("answers");
  return {
    name,
    description,
    asker: String(literals("asker")[0]),
    path: parameters("path"),
    query: parameters("query"),
    headers: parameters("headers"),
    body: body && { ...content(schemas, body.type), required: !body.optional },
    closed: part("closed") !== undefined,
    answers: answers
      ? schemas.members(answers).map((one) => ({ ...content(schemas, one.type), status: Number(one.name) }))
      : [],
    gives: literals("gives").map(String),
    errors: literals("errors").map(Number),
  };
}

/**
 * @param {Schemas} schemas
 * @param {ReturnType<Schemas["members"]>[number]} member
 * @returns {Parameter}
 */
function parameter(schemas, { name, description, optional, type }) {
  return { name, description, required: !optional, schema: schemas.of(type) };
}

/**
 * @param {Schemas} schemas
 * @param {import("./schemas.mjs").Type} type
 * @returns {Content}
 */
function content(schemas, type) {
  const media = schemas.literals(schemas.member(type, "media")).map(String);
  if (media.length === 0) {
    const schema = schemas.of(type);
    return { media: schema["type"] === "null" ? [] : ["application/json"], schema, required: true };
  }
  const { properties, required, ...schema } = schemas.structure(type);
  const { media: _, ...members } = /** @type {Record<string, Schema>} */ (properties);
  if (Object.keys(members).length === 0) return { media, schema: {}, required: true };
  const others = /** @type {string[]} */ (required).filter((name) => name !== "media");
  return { media, schema: { ...schema, properties: members, required: others }, required: true };
}
