import { describe, expect, it } from "vitest";
import { versionFits } from "../../www/tooling/setup/cargo-tools.mjs";
import { missingPackages } from "../../www/tooling/setup/npm-packages.mjs";
import { SetupProblem, Steps } from "../../www/tooling/setup/steps.mjs";

describe("npm packages", () => {
  const wanted = {
    packages: {
      "": { version: "1.0.0" },
      "node_modules/hono": { version: "4.0.0", integrity: "sha512-a" },
      "node_modules/vitest": { version: "5.0.0", integrity: "sha512-b", dev: true },
      "node_modules/esbuild-linux": { version: "1.0.0", integrity: "sha512-c", optional: true },
    },
  };
  const hono = { "node_modules/hono": { version: "4.0.0", integrity: "sha512-a" } };
  const vitest = { "node_modules/vitest": { version: "5.0.0", integrity: "sha512-b", dev: true } };

  it.each([
    ["a full install satisfies start", { ...hono, ...vitest }, false, []],
    ["a full install satisfies test", { ...hono, ...vitest }, true, []],
    ["an install without test tools satisfies start", hono, false, []],
    ["an install without test tools does not satisfy test", hono, true, ["node_modules/vitest"]],
    ["another version does not", { "node_modules/hono": { version: "4.0.1" } }, false, ["node_modules/hono"]],
    [
      "another content does not",
      { "node_modules/hono": { version: "4.0.0", integrity: "x" } },
      false,
      ["node_modules/hono"],
    ],
    ["nothing does not", {}, true, ["node_modules/hono", "node_modules/vitest"]],
  ])("%s", (_, packages, development, missing) => {
    expect(missingPackages(wanted, { packages }, development)).toEqual(missing);
  });
});

describe("versions of cargo tools", () => {
  it.each([
    ["0.2.129", { version: "0.2.129" }, true],
    ["0.2.130", { version: "0.2.129" }, false],
    ["0.2.1290", { version: "0.2.129" }, false],
    ["0.9.100", { version: "0.9.143", atLeast: "0.9.100" }, true],
    ["0.9.99", { version: "0.9.143", atLeast: "0.9.100" }, false],
    ["1.0.0", { version: "0.9.143", atLeast: "0.9.100" }, true],
    ["0.9", { version: "0.9.143", atLeast: "0.9.100" }, false],
  ])("%s for %o: %s", (version, wanted, fits) => {
    expect(versionFits(version, wanted)).toBe(fits);
  });
});

describe("steps", () => {
  /** @param {(report: (activity: string) => void) => Promise<string>} work */
  async function run(work) {
    /** @type {string[]} */
    const lines = [];
    const ok = await new Steps((line) => lines.push(line)).run("Chromium", "the page is tested in it", work);
    return { ok, lines };
  }

  it("say what they do, why, what came of it and how long it took", async () => {
    const { ok, lines } = await run(async (report) => {
      report("apt-get install");
      report("still at it");
      return "installed";
    });
    expect(ok).toBe(true);
    expect(lines).toEqual([
      "• Chromium: apt-get install",
      expect.stringMatching(/^✓ Chromium \(the page is tested in it\): installed, \d+\.\d s$/),
    ]);
  });

  it("say in plain words what is needed when they fail, after the end of the program's output", async () => {
    const output = Array.from({ length: 40 }, (_, i) => `line ${i}`).join("\n");
    const { ok, lines } = await run(async () => {
      throw new SetupProblem("Chromium is needed.\nGet it from Debian.", output);
    });
    expect(ok).toBe(false);
    expect(lines[0]).toMatch(/^✗ Chromium \(the page is tested in it\): failed after/);
    expect(lines).toHaveLength(1 + 15 + 2);
    expect(lines.slice(-3)).toEqual(["    │ line 39", "    Chromium is needed.", "    Get it from Debian."]);
  });

  it("never hide a mistake of their own", async () => {
    const { ok, lines } = await run(async () => {
      throw new TypeError("broken");
    });
    expect(ok).toBe(false);
    expect(lines.join("\n")).toContain("TypeError: broken");
  });
});
