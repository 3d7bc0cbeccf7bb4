// What editors and tools read of the elements: nothing in it that the sources do not have, and nothing missing.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { declaration } from "../../www/tooling/manifest/declarations.mjs";
import { pkg, root } from "./built.ts";

interface Named {
  readonly name: string;
  readonly description?: string;
}
interface Class {
  readonly tagName: string;
  readonly attributes: readonly (Named & { readonly fieldName?: string })[];
  readonly members: readonly (Named & { readonly kind: string; readonly readonly?: boolean })[];
  readonly events: readonly (Named & { readonly type: { readonly text: string } })[];
  readonly slots: readonly Named[];
  readonly cssParts: readonly Named[];
  readonly cssProperties: readonly Named[];
  readonly cssStates: readonly Named[];
}

function read(file: string): never {
  return JSON.parse(readFileSync(join(pkg, file), "utf8")) as never;
}

/** Every source below a folder of the elements, as one text. */
function source(...files: string[]): string {
  const all = readdirSync(join(root, "www/element"), { recursive: true, encoding: "utf8" });
  const wanted = all.filter((file) => file.endsWith(".ts") && files.some((start) => file.startsWith(start)));
  return wanted.map((file) => readFileSync(join(root, "www/element", file), "utf8")).join("\n");
}

/** The first group of every match, sorted, each once. */
function every(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, found = ""]) => found))].sort();
}

const names = (list: readonly Named[]) => list.map(({ name }) => name).sort();

const manifest: { readonly modules: readonly { readonly path: string; readonly declarations: readonly Class[] }[] } =
  read("custom-elements.json");
const classes = manifest.modules.flatMap((module) => module.declarations);
const [consent, flow, status] = classes as [Class, Class, Class];

/** Of each element the sources that draw it: the consent, and the flow with its steps. */
const drawn = {
  "kyc-consent": source("kyc-consent", "view", "structure", "styles", "receipt", "feedback", "trusted-box"),
  "kyc-flow": source("flow/"),
  "kyc-status": source("status/", "flow/flow-element", "flow/timeline", "flow/notice", "flow/styles", "flow/gateway"),
};

test("package.json names what is there for tools", () => {
  const { customElements, "web-types": webTypes } = read("package.json") as Record<string, string>;
  expect([customElements, webTypes]).toEqual(["custom-elements.json", "web-types.json"]);
  expect(classes.map(({ tagName }) => tagName)).toEqual(["kyc-consent", "kyc-flow", "kyc-status"]);
  for (const { path } of manifest.modules) expect(readdirSync(pkg)).toContain(path);
});

test("everything has a name and says what it is", () => {
  for (const element of classes) {
    const { attributes, members, events, slots, cssParts, cssProperties, cssStates } = element;
    for (const list of [attributes, members, events, slots, cssParts, cssProperties, cssStates]) {
      expect(new Set(names(list)).size).toBe(list.length);
      for (const { name, description } of list) expect(`${name}: ${description}`).toMatch(/^[\w<>-]+: \S.*[^,]$/s);
    }
  }
});

test.each(classes.map((element) => [element.tagName, element] as const))("the attributes of <%s>", (tag, element) => {
  const text = tag === "kyc-consent" ? source(tag) : source(`flow/${tag}`, `status/${tag}`, "flow/flow-element");
  const lists = /const (?:TEXT_ATTRIBUTES|FLAGS) = \[(.*)\]/g;
  const reflected = [...text.matchAll(lists)].flatMap(([, list = ""]) => every(list, /"([\w-]+)"/g));
  const readElsewhere = every(text, /\b(?:get|has)Attribute\("([\w-]+)"\)/g);
  expect(names(element.attributes)).toEqual([...new Set([...reflected, ...readElsewhere, "lang"])].sort());
  expect(names(element.attributes.filter(({ fieldName }) => fieldName))).toEqual(reflected.sort());
});

test.each([
  ["kyc-consent", "events.ts", consent, /"(kyc-[\w-]+)":/g],
  ["kyc-flow", "flow/events.ts", flow, /"(kyc-flow-[\w-]+)":/g],
])("the events of <%s> are those of its types", (_, file, element, pattern) => {
  const typed = every(readFileSync(join(root, "www/element", file), "utf8"), pattern);
  expect(names(element.events).filter((name) => name.startsWith("kyc-"))).toEqual(typed);
  for (const { name, type } of element.events.filter(({ name }) => name.startsWith("kyc-"))) {
    expect(type.text).toMatch(new RegExp(`^CustomEvent<Kyc\\w+Events\\["${name}"\\]>$`));
  }
});

test("the events of <kyc-status> are those that it sends", () => {
  expect(names(status.events)).toEqual(every(source("status/kyc-status", "flow/flow-element"), /\.emit\("([\w-]+)"/g));
});

test.each(classes.map((element) => [element.tagName, element] as const))("the states of <%s>", (tag, element) => {
  const text = drawn[tag as keyof typeof drawn];
  const named = every(text, /states(?:\[[^\]]+\]|\.add|\.delete)\("([\w-]+)"\)/g);
  const state = /interface ViewState \{([\s\S]*?)\n\}/.exec(tag === "kyc-consent" ? text : "")?.[1] ?? "";
  expect(names(element.cssStates)).toEqual([...named, ...every(state, /readonly ([\w]+):/g)].sort());
});

test.each(classes.map((element) => [element.tagName, element] as const))(
  "the custom properties of <%s> are those of its style",
  (tag, element) => {
    const style = source(tag === "kyc-consent" ? "styles" : "flow/");
    // The flow reads one of the consent's own, too.
    const used = every(style, tag === "kyc-consent" ? /var\((--kyc-[\w-]+)/g : /var\((--kyc-flow-[\w-]+)/g);
    expect(used.length).toBeGreaterThan(5);
    if (tag === "kyc-status") expect(used).toEqual(expect.arrayContaining(names(element.cssProperties)));
    else expect(names(element.cssProperties)).toEqual(used);
  },
);

test.each(classes.map((element) => [element.tagName, element] as const))(
  "every part of <%s> is drawn somewhere",
  (tag, element) => {
    const text = drawn[tag as keyof typeof drawn];
    for (const name of names(element.cssParts)) expect(text, name).toMatch(new RegExp(`["\`\\s]${name}["\`\\s]`));
  },
);

test("the files for editors have the same names", () => {
  const { tags } = read("vscode.html-custom-data.json") as { tags: (Named & { attributes: Named[] })[] };
  const { contributions } = read("web-types.json") as {
    contributions: { html: { elements: (Named & { attributes: Named[]; css: { parts: Named[] } })[] } };
  };
  const css = read("vscode.css-custom-data.json") as { properties: Named[]; pseudoElements: Named[] };
  for (const [index, element] of classes.entries()) {
    const wanted = [element.tagName, names(element.attributes)];
    const editors = [tags[index], contributions.html.elements[index]];
    for (const found of editors) expect([found?.name, names(found?.attributes ?? [])]).toEqual(wanted);
    expect(names(contributions.html.elements[index]?.css.parts ?? [])).toEqual(names(element.cssParts));
    expect(names(css.properties)).toEqual(expect.arrayContaining(names(element.cssProperties)));
    const parts = names(element.cssParts).map((name) => `::part(${name})`);
    expect(names(css.pseudoElements)).toEqual(expect.arrayContaining(parts));
  }
});

test("a class without a comment is told apart from one with", () => {
  const names = { tag: "x-y", module: "x.js", events: "Events" };
  expect(() => declaration(names, "export class X extends Base {\n}\n")).toThrow("<x-y> has no documented class");
  const text = `/**
 * What it is.
 *
 * @attr {boolean} on - Whether it is
 *   on.
 * @event {CustomEvent} x-done - Done.
 */
export class X extends Base {
  /** Not for hosts. */
  #own = 1;
  /** Whether it is on. */
  declare on: boolean;

  /** Now. */
  get now(): string {
  }

  connectedCallback(): void {
  }

  /** Goes. */
  async go(to?: string, fast: boolean): Promise<void> {
  }
}
`;
  const found = declaration(names, text);
  expect(found.description).toBe("What it is.");
  expect(found.attributes).toEqual([{ name: "on", type: "boolean", description: "Whether it is on." }]);
  expect(found.fired).toEqual([{ name: "x-done", type: 'CustomEvent<Events["x-done"]>', description: "Done." }]);
  expect(found.properties.map(({ name, readonly }) => [name, readonly])).toEqual([
    ["on", false],
    ["now", true],
  ]);
  expect(found.methods).toEqual([
    {
      name: "go",
      description: "Goes.",
      parameters: [
        { name: "to", type: "string", description: "" },
        { name: "fast", type: "boolean", description: "" },
      ],
      returns: "Promise<void>",
    },
  ]);
});
