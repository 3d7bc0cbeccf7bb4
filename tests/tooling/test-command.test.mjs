import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCommand } from "../runner/command.mjs";

const folder = mkdtempSync(join(tmpdir(), "command-"));
const report = join(folder, "deeper", "report.json");
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * @param {string} script
 * @param {import("../runner/suites.mjs").Command["count"]} count
 */
const run = (script, count) => runCommand({ label: "script", run: ["node", "-e", script], count, report });

describe("a command of a suite", () => {
  it("is one test when it counts by its exit status", async () => {
    expect(await run("", "exit")).toMatchObject({ ok: true, counts: { passed: 1, failed: 0 } });
    expect(await run("process.exit(3)", "exit")).toMatchObject({ ok: false, counts: { passed: 0, failed: 1 } });
  });

  it("is counted by what it prints, on both streams and without colours", async () => {
    const print = "console.error('\\x1b[32mtest result: ok. 2 passed; 0 failed; 0 ignored\\x1b[0m')";
    expect(await run(print, "libtest")).toMatchObject({ ok: true, counts: { passed: 2, failed: 0 } });
  });

  it("is counted by the report it writes", async () => {
    const write = `require("fs").writeFileSync(${JSON.stringify(report)}, '{"numPassedTests":2,"numFailedTests":1}')`;
    expect(await run(`${write};process.exit(1)`, "vitest")).toMatchObject({ counts: { passed: 2, failed: 1 } });
  });

  it("is not counted by the report of an earlier run", async () => {
    const write = `require("fs").writeFileSync(${JSON.stringify(report)}, '{"numPassedTests":2}')`;
    expect(await run(write, "vitest")).toMatchObject({ ok: true, counts: { passed: 2, failed: 0 } });
    expect(await run("", "vitest")).toMatchObject({ ok: true, counts: { passed: 0, failed: 1 } });
  });

  it("has failed when it ran no test", async () => {
    const empty = "console.log('test result: ok. 0 passed; 0 failed; 4 ignored')";
    expect(await run(empty, "libtest")).toMatchObject({ ok: true, counts: { passed: 0, failed: 1, skipped: 4 } });
  });

  it("has failed when it breaks without naming a failed test", async () => {
    const breaks = "console.log('2 passed, 0 failed');process.exit(1)";
    expect(await run(breaks, "summary")).toMatchObject({ ok: false, counts: { passed: 2, failed: 1 } });
    const gone = { label: "gone", run: [join(folder, "no-such-program")], count: /** @type {const} */ ("nextest") };
    expect(await runCommand(gone)).toMatchObject({ ok: false, counts: { passed: 0, failed: 1 } });
  });
});
