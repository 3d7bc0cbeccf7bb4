import { describe, expect, it } from "vitest";
import { leftOut } from "../element/firefox-left-out.mjs";
import { none } from "../runner/counts.mjs";
import { runSuite } from "../runner/suite.mjs";

/** @param {Partial<import("../runner/suites.mjs").Suite>} suite */
async function run(suite) {
  /** @type {string[]} */
  const lines = [];
  const progress = { say: (/** @type {string} */ _, /** @type {string} */ line) => lines.push(line) };
  const to = {
    progress: /** @type {import("../runner/progress.mjs").Progress} */ (/** @type {unknown} */ (progress)),
    isVerbose: false,
  };
  const result = await runSuite(
    { name: "not-run", what: "pages in it", lane: "browser", commands: () => [], ...suite },
    to,
  );
  return { lines, result };
}

describe("what is not run", () => {
  it("is a suite whose browser is missing: told, neither passed nor failed", async () => {
    const commands = () => {
      throw new Error("must not be asked");
    };
    const { lines, result } = await run({ missing: () => "there is no browser here", commands });
    expect(lines).toEqual(["– not run: there is no browser here (pages in it)"]);
    expect(result).toEqual({ name: "not-run", counts: none, seconds: 0, problem: "not run: there is no browser here" });
  });

  it("is told of single tests too, with the reason", async () => {
    const { lines, result } = await run({ missing: () => undefined, leftOut: [{ what: "axe", why: "it is slow" }] });
    expect(lines).toEqual(["▸ pages in it", "– not run: axe, since it is slow"]);
    expect(result.problem).toBeUndefined();
  });

  it("in Firefox is what the list says, and not the rest", () => {
    const isLeftOut = (/** @type {string} */ title) => leftOut.some(({ tests }) => tests.test(title));
    expect(isLeftOut("axe finds nothing: missing, light")).toBe(true);
    expect(isLeftOut("the box's border stands out from the card by 3:1 and more, dark")).toBe(false);
    expect(isLeftOut("the keyboard alone does it all")).toBe(false);
  });
});
