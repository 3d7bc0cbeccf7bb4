// The packed package in every runtime for servers that this machine has: all conformance cases, and what else servers import.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { Miniflare } from "miniflare";
import { beforeAll, expect, test } from "vitest";
import { root } from "../../www/tooling/toolchain.mjs";
import { loadCases } from "../conformance/load.mjs";
import { projectWith } from "./installed.mjs";
import { servers } from "./servers.mjs";

const conformance = join(root, "tests", "conformance");
/** @type {string} */
let project;

beforeAll(() => {
  project = projectWith("runtimes-servers", ["every-case.mjs", "worker.mjs"]);
}, 120_000);

/** @type {[string, string[]][]} */
const here = Object.entries(servers).flatMap(([name, run]) => (run ? [[name, run]] : []));

test.each(here)("%s", (_, [program, ...run]) => {
  const options = { cwd: project, env: { PATH: process.env.PATH, HOME: process.env.HOME } };
  const said = execFileSync(/** @type {string} */ (program), [...run, "every-case.mjs", conformance], {
    ...options,
    encoding: "utf8",
  });
  expect(JSON.parse(said)).toEqual({
    cases: loadCases(join(conformance, "cases")).length,
    failed: [],
    language: "de",
    text: "string",
    sameCore: true,
    receipt: expect.anything(),
  });
});

test("workerd", async () => {
  const script = join(project, "bundled.mjs");
  await esbuild.build({
    entryPoints: [join(project, "worker.mjs")],
    outfile: script,
    bundle: true,
    format: "esm",
    conditions: ["workerd"],
    external: ["*.wasm"],
  });
  const wasm = new Uint8Array(readFileSync(join(project, "node_modules", "kyc-assent", "edge.wasm")));
  const worker = new Miniflare({
    compatibilityDate: "2026-07-01",
    modulesRoot: "/",
    modules: [
      { type: "ESModule", path: "/worker.mjs", contents: readFileSync(script, "utf8") },
      { type: "CompiledWasm", path: "/edge.wasm", contents: wasm },
    ],
  });
  try {
    const body = JSON.stringify({ eligibility: [{ type: "onramp", status: "verified" }] });
    const reply = await worker.dispatchFetch("http://worker.example/", { method: "POST", body });
    expect(await reply.json()).toEqual({
      next: "proceed",
      url: "https://staging.crossmint.com/api/2025-06-09/users/userId%3Aa",
      language: "de",
    });
  } finally {
    await worker.dispose();
  }
});

test("the README names every runtime, and which of them a machine without it leaves out", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  for (const name of [...Object.keys(servers), "workerd"]) expect(readme.includes(`| ${name} |`), name).toBe(true);
});
