// The texts for people as they are published, against what the core really decides.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Decision, Texts } from "../../www/package/types.ts";
import { replyOf } from "../conformance/check.mjs";
import { loadCases } from "../conformance/load.mjs";
import { load, pkg, root } from "./built.ts";

const core = await load("node.js");
const folder = join(pkg, "texts");
const files = readdirSync(folder);
const read = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
const languages = files.map((file) => read(join(folder, file)) as Texts);

/** Whatever a reply is read into; a refused one decides nothing. */
function decisionsOf(operation: string, reply: Parameters<typeof replyOf>[0]): readonly Decision[] {
  try {
    return core.read(operation as "crossmint.getUser", replyOf(reply)).decisions;
  } catch (error) {
    expect(error).toBeInstanceOf(core.AssentError);
    return [];
  }
}

test("each file of the package is the one of the sources", () => {
  const source = join(root, "src/texts");
  expect(files).toEqual(readdirSync(source));
  for (const [place, file] of files.entries()) expect(languages[place], file).toEqual(read(join(source, file)));
});

describe("of all conformance cases", () => {
  const decisions = loadCases(join(root, "tests/conformance/cases")).flatMap((loaded) => {
    if ("problem" in loaded) throw new Error(loaded.problem);
    const { operation, reply } = loaded.content;
    return reply === undefined ? [] : decisionsOf(operation, reply);
  });

  test("each decision has a text in every language, and so has the step that is made of it", () => {
    expect(decisions.length).toBeGreaterThan(100);
    for (const decision of decisions) {
      const [step] = core.plan([decision]).steps;
      expect(step).toMatchObject({ next: decision.next, text: decision.text });
      expect(decision.text.startsWith(decision.next)).toBe(true);
      for (const { next } of languages) expect(next[decision.text]).toBeDefined();
    }
  });

  test("whatever is missing, and whatever may be used, has a name in every language", () => {
    for (const { data, documents, scopes } of languages) {
      for (const decision of decisions) {
        if (decision.next === "proceed") expect(Object.keys(scopes)).toContain(decision.scope);
        if (decision.next !== "provide") continue;
        for (const item of decision.data) expect(data[item]).toBeDefined();
        for (const item of decision.documents) expect(documents[item]).toBeDefined();
      }
    }
  });
});
