import { describe, expect, it } from "vitest";
import { runInLanes } from "../runner/lanes.mjs";

/** @typedef {{ name: string, lane: string, decisive?: boolean, fails?: boolean }} Suite */

/**
 * Runs suites that last until `end` is called with their name.
 * @param {Suite[]} suites
 * @param {number} atOnce
 */
function begin(suites, atOnce) {
  /** @type {Map<string, () => void>} */
  const running = new Map();
  const done = runInLanes(suites, atOnce, ({ name, fails = false }) => {
    return new Promise((resolve) => {
      running.set(name, () => {
        running.delete(name);
        resolve({ name, counts: { passed: 1, failed: fails ? 1 : 0, skipped: 0, unsteady: [] }, seconds: 1 });
      });
    });
  });
  return {
    done,
    running: () => [...running.keys()],
    async end(/** @type {string} */ name) {
      running.get(name)?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const suites = [
  { name: "a1", lane: "a" },
  { name: "a2", lane: "a" },
  { name: "b1", lane: "b" },
  { name: "c1", lane: "c" },
];

describe("suites of different lanes", () => {
  it("run at the same time, in the order of the list, and no two of one lane", async () => {
    const run = begin(suites, 2);
    expect(run.running()).toEqual(["a1", "b1"]);
    await run.end("b1");
    expect(run.running()).toEqual(["a1", "c1"]);
    await run.end("c1");
    expect(run.running()).toEqual(["a1"]);
    await run.end("a1");
    expect(run.running()).toEqual(["a2"]);
    await run.end("a2");
    expect((await run.done).map(({ name }) => name)).toEqual(["a1", "a2", "b1", "c1"]);
  });

  it("run one after another on one processor", async () => {
    const run = begin(suites, 1);
    for (const { name } of suites) {
      expect(run.running()).toEqual([name]);
      await run.end(name);
    }
    expect(await run.done).toHaveLength(4);
  });

  it("run all at once where there are processors enough", () => {
    expect(begin(suites, 16).running()).toEqual(["a1", "b1", "c1"]);
  });

  it("go on when one fails", async () => {
    const run = begin([{ name: "a1", lane: "a", fails: true }, ...suites.slice(1)], 1);
    for (const { name } of suites) await run.end(name);
    expect((await run.done).map(({ counts }) => counts.failed)).toEqual([1, 0, 0, 0]);
  });
});

describe("a decisive suite", () => {
  const middle = [
    { name: "a1", lane: "a" },
    { name: "all", lane: "d", decisive: true },
    { name: "b1", lane: "b" },
    { name: "c1", lane: "c" },
  ];

  it("runs alone", async () => {
    const run = begin(middle, 4);
    expect(run.running()).toEqual(["a1"]);
    await run.end("a1");
    expect(run.running()).toEqual(["all"]);
    await run.end("all");
    expect(run.running()).toEqual(["b1", "c1"]);
  });

  it("keeps those after it from running when it fails, and each of them has failed", async () => {
    const failing = middle.map((suite) => ({ ...suite, fails: suite.name === "all" }));
    const run = begin(failing, 4);
    await run.end("a1");
    await run.end("all");
    expect(run.running()).toEqual([]);
    expect(await run.done).toMatchObject([
      { name: "a1", counts: { failed: 0 } },
      { name: "all", counts: { failed: 1 } },
      { name: "b1", counts: { passed: 0, failed: 1 }, problem: "not run" },
      { name: "c1", counts: { passed: 0, failed: 1 }, problem: "not run" },
    ]);
  });
});
