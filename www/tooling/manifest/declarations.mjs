/**
 * What the sources of the elements say of themselves, as data: the tags of each class's comment (`@attr`, `@slot`,
 * `@event`, `@csspart`, `@cssproperty`, `@cssstate`), and its public members with their types.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../toolchain.mjs";

/**
 * @typedef {object} Named
 * @property {string} name
 * @property {string} description
 */
/** @typedef {Named & { type: string }} Typed */
/**
 * @typedef {object} Declaration one element
 * @property {string} tag
 * @property {string} className
 * @property {string} module the entry of the package that defines it
 * @property {string} events the type that has the details of its events, by name
 * @property {string} description
 * @property {Typed[]} attributes
 * @property {(Typed & { attribute?: string, readonly: boolean })[]} properties
 * @property {(Named & { parameters: Typed[], returns: string })[]} methods
 * @property {Typed[]} fired its events
 * @property {Named[]} slots
 * @property {Named[]} parts
 * @property {Named[]} cssProperties
 * @property {Named[]} states
 */

const elements = [
  { tag: "kyc-consent", source: "kyc-consent.ts", module: "element.js", events: "KycConsentEvents" },
  { tag: "kyc-flow", source: "flow/kyc-flow.ts", module: "flow.js", events: "KycFlowEvents" },
  { tag: "kyc-status", source: "status/kyc-status.ts", module: "status.js", events: "KycFlowEvents" },
];

/** Members that the browser calls, and what every element has. */
const notForHosts = /^(?:constructor|\w+Callback)$/;

/** Every element of the package. */
export function declarations() {
  const text = (/** @type {string} */ source) => readFileSync(join(root, "www/element", source), "utf8");
  return elements.map(({ source, ...names }) => declaration(names, text(source), text("flow/flow-element.ts")));
}

/**
 * @param {{ tag: string, module: string, events: string }} names
 * @param {string} source
 * @param {string} [base] the source of `FlowElement`, for what is one
 * @returns {Declaration}
 */
export function declaration({ tag, module, events }, source, base = "") {
  const found = /\/\*\*\n((?: \*.*\n)+) \*\/\nexport class (\w+) extends \w+ \{\n([\s\S]*?)\n\}\n/.exec(source);
  if (!found) throw new Error(`The source of <${tag}> has no documented class`);
  const [, comment = "", className = "", body = ""] = found;
  const { description, tags } = readComment(comment);
  /** @param {string} name */
  const named = (name) =>
    tags.filter((one) => one.tag === name).map(({ name, description }) => ({ name, description }));
  const attributes = tags
    .filter((one) => one.tag === "attr")
    .map(({ name, type, description }) => ({ name, type: type || "string", description }));
  const fired = tags
    .filter((one) => one.tag === "event")
    .map(({ name, type, description }) => {
      return { name, type: type === "CustomEvent" ? `CustomEvent<${events}["${name}"]>` : "Event", description };
    });
  const isFlow = source.includes(`class ${className} extends FlowElement`);
  const members = [...(isFlow ? readMembers(base) : []), ...readMembers(body)];
  const properties = members
    .filter((member) => member.parameters === undefined)
    .map(({ name, type, description, readonly }) => {
      const attribute = attributes.find((one) => one.name === name);
      return { name, type, description, readonly, ...(attribute && { attribute: name }) };
    });
  const methods = members.flatMap(({ name, type, description, parameters }) =>
    parameters === undefined ? [] : [{ name, description, parameters, returns: type }],
  );
  return {
    ...{ tag, className, module, events, description, attributes, properties, methods, fired },
    ...{
      slots: named("slot"),
      parts: named("csspart"),
      cssProperties: named("cssproperty"),
      states: named("cssstate"),
    },
  };
}

/**
 * The text of a comment, and its tags. A tag goes on until the next one, or an empty line.
 * @param {string} comment
 */
function readComment(comment) {
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
  const firstTag = lines.findIndex((line) => line.startsWith("@"));
  const description = lines
    .slice(0, firstTag === -1 ? undefined : firstTag)
    .join("\n")
    .trim();
  /** @type {string[]} */
  const tags = [];
  for (const line of firstTag === -1 ? [] : lines.slice(firstTag)) {
    if (line.startsWith("@")) tags.push(line);
    else if (line !== "" && tags.length > 0) tags.push(`${tags.pop()} ${line.trim()}`);
  }
  return { description, tags: tags.map(readTag) };
}

/** @param {string} line */
function readTag(line) {
  const [, tag = "", type = "", name = "", description = ""] =
    /^@(\w+)(?: \{(.+?)\})?(?: ([^\s]+))?(?: - (.*))?$/.exec(line) ?? [];
  return { tag, type, name, description };
}

/**
 * Fields that are declared, accessors and methods, each with the comment before it. A setter adds nothing but that the
 * property can be written.
 * @param {string} body
 */
function readMembers(body) {
  const comment = /(?: {2}\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?/;
  const member = / {2}(?:declare (\w+): (.+);|get (\w+)\(\): (.+) \{|(?:async )?(\w+)\((.*)\): (.+) \{)\n/;
  const written = new Set([...body.matchAll(/\n {2}set (\w+)\(/g)].map(([, name]) => name));
  return [...body.matchAll(new RegExp(comment.source + member.source, "g"))].flatMap((found) => {
    const [, text = "", field, fieldType, getter, getterType, method, parameters = "", returns] = found;
    const name = field ?? getter ?? method ?? "";
    if (notForHosts.test(name)) return [];
    const type = fieldType ?? getterType ?? returns ?? "";
    const { description } = readComment(text);
    const list = parameters.split(", ").filter(Boolean).map(readParameter);
    const readonly = field === undefined && !written.has(name);
    return [{ name, type, description, readonly, ...(method !== undefined && { parameters: list }) }];
  });
}

/** @param {string} text */
function readParameter(text) {
  const [name = "", type = ""] = text.split(": ");
  return { name: name.replace("?", ""), type, description: "" };
}
