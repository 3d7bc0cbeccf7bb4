// The packed package through every bundler, and what comes out in Chromium.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../www/tooling/toolchain.mjs";
import { bundlers } from "./bundlers.mjs";
import { projectWith } from "./installed.mjs";
import { BuiltSite, seen } from "./site.mjs";

const files = ["page.mjs", "page-inline.mjs", "page-answers.mjs", "alone.mjs", "alone-listed.mjs", "fed.mjs"];
/** @type {string} */
let project;
/** @type {BuiltSite} */
let site;

beforeAll(async () => {
  project = projectWith("runtimes-bundlers", files);
  const present = [join("node_modules", "kyc-assent", "bin", "kyc-assent.mjs"), "present"];
  const terms = join(root, "src/consent/policies/examples/shop-terms.json");
  execFileSync(process.execPath, [...present, terms], { cwd: project });
  site = new BuiltSite(join(project, "out"));
  await site.start();
}, 120_000);

afterAll(() => site?.stop());

describe.each(Object.entries(bundlers))("%s", (name, { core, alone, build }) => {
  beforeAll(async () => {
    const pages = { core: join(project, core), alone: join(project, alone), fed: join(project, "fed.mjs") };
    await build(project, pages, join(project, "out", name));
  }, 60_000);

  test.each(/** @type {(keyof typeof seen)[]} */ (Object.keys(seen)))("%s", (what) =>
    site.open(name, what, async (tab, asked) => {
      await seen[what](tab);
      // The page, its scripts, one language: not all forty-three.
      expect(asked.length).toBeLessThan(30);
    }),
  );
});

test("a bundler that is told to know no condition leaves the text behind: that is told, and nothing can be ticked", async () => {
  const options = { bundle: true, format: /** @type {const} */ ("esm"), conditions: [], target: "es2022" };
  const entryPoints = { alone: join(project, "alone.mjs") };
  await esbuild.build({ ...options, entryPoints, outdir: join(project, "out", "none") });
  await expect(
    site.open("none", "alone", async (tab) => {
      await tab.getByText("Der Einwilligungstext ist noch nicht geladen.").waitFor();
      expect(await tab.getByRole("checkbox").count()).toBe(0);
    }),
  ).rejects.toThrow(/presentations\/crossmint-privacy-policy\/de\.json: 404/);
});

test("the README names every bundler", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  for (const name of Object.keys(bundlers)) expect(readme.includes(`| ${name} |`), name).toBe(true);
});
