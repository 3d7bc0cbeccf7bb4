/**
 * What editors and tools read: custom-elements.json (Custom Elements Manifest), web-types.json (JetBrains) and the custom
 * data of VS Code for HTML and CSS. All of it is made of what the sources say of themselves.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { declarations } from "./declarations.mjs";

/** @typedef {import("./declarations.mjs").Declaration} Declaration */

/** @param {string} pkg */
export function writeManifests(pkg) {
  const { name, version } = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  const all = declarations();
  const files = {
    "custom-elements.json": customElements(all),
    "web-types.json": webTypes(all, name, version),
    "vscode.html-custom-data.json": htmlData(all),
    "vscode.css-custom-data.json": cssData(all),
  };
  for (const [file, content] of Object.entries(files)) {
    writeFileSync(join(pkg, file), `${JSON.stringify(content, null, 2)}\n`);
  }
}

/** https://github.com/webcomponents/custom-elements-manifest, schema 2. @param {readonly Declaration[]} all */
function customElements(all) {
  return {
    schemaVersion: "2.1.0",
    readme: "README.md",
    modules: all.map((element) => ({
      kind: "javascript-module",
      path: element.module,
      declarations: [classOf(element)],
      exports: [
        { kind: "js", name: element.className, declaration: { name: element.className, module: element.module } },
        {
          kind: "custom-element-definition",
          name: element.tag,
          declaration: { name: element.className, module: element.module },
        },
      ],
    })),
  };
}

/** @param {Declaration} element */
function classOf(element) {
  const typed = (/** @type {string} */ text) => ({ type: { text } });
  return {
    kind: "class",
    name: element.className,
    tagName: element.tag,
    customElement: true,
    superclass: { name: "HTMLElement" },
    description: element.description,
    attributes: element.attributes.map(({ name, type, description }) => {
      const field = element.properties.find(({ attribute }) => attribute === name);
      return { name, ...typed(type), description, ...(field && { fieldName: field.name }) };
    }),
    members: [
      ...element.properties.map(({ name, type, description, readonly, attribute }) => ({
        ...{ kind: "field", name, ...typed(type), description, privacy: "public" },
        ...(readonly && { readonly }),
        ...(attribute && { attribute, reflects: true }),
      })),
      ...element.methods.map(({ name, description, parameters, returns }) => ({
        ...{ kind: "method", name, description, privacy: "public" },
        parameters: parameters.map((one) => ({ name: one.name, ...typed(one.type) })),
        return: typed(returns),
      })),
    ],
    events: element.fired.map(({ name, type, description }) => ({ name, ...typed(type), description })),
    slots: element.slots,
    cssParts: element.parts,
    cssProperties: element.cssProperties,
    cssStates: element.states,
  };
}

/**
 * https://github.com/JetBrains/web-types
 * @param {readonly Declaration[]} all
 * @param {string} name
 * @param {string} version
 */
function webTypes(all, name, version) {
  return {
    $schema: "https://json.schemastore.org/web-types",
    name,
    version,
    "description-markup": "markdown",
    contributions: {
      html: {
        elements: all.map((element) => ({
          name: element.tag,
          description: element.description,
          attributes: element.attributes.map((attribute) => ({
            name: attribute.name,
            description: attribute.description,
            value: { type: attribute.type, required: attribute.type !== "boolean" },
          })),
          slots: element.slots.map((slot) => ({ ...slot, name: slot.name.replace(/<.*>/, "*") })),
          js: {
            properties: element.properties.map(({ name, description, type, readonly }) => ({
              ...{ name, description, type },
              ...(readonly && { "read-only": true }),
            })),
            events: element.fired.map(({ name, type, description }) => ({ name, description, type })),
          },
          css: { parts: element.parts, properties: element.cssProperties },
        })),
      },
    },
  };
}

/** `html.customData` of VS Code. @param {readonly Declaration[]} all */
function htmlData(all) {
  return {
    version: 1.1,
    tags: all.map(({ tag, description, attributes }) => ({
      name: tag,
      description,
      attributes: attributes.map(({ name, description, type }) => {
        const values = [...type.matchAll(/"([^"]+)"/g)].map(([, value]) => ({ name: value }));
        if (type === "boolean") return { name, description, valueSet: "v" };
        return { name, description, ...(values.length > 0 && { values }) };
      }),
    })),
  };
}

/** `css.customData` of VS Code. @param {readonly Declaration[]} all */
function cssData(all) {
  const once = (/** @type {{ name: string, description: string }[]} */ list) => [
    ...new Map(list.map((one) => [one.name, one])).values(),
  ];
  return {
    version: 1.1,
    properties: once(all.flatMap(({ cssProperties }) => cssProperties)),
    pseudoElements: once(
      all.flatMap(({ tag, parts }) =>
        parts.map(({ name, description }) => ({ name: `::part(${name})`, description: `${description} (<${tag}>)` })),
      ),
    ),
    pseudoClasses: once(
      all.flatMap(({ tag, states }) =>
        states.map(({ name, description }) => ({ name: `:state(${name})`, description: `${description} (<${tag}>)` })),
      ),
    ),
  };
}
