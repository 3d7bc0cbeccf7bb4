// The packed package in a project of Next's, by both of its builders: client components in Chromium, and what its server answers.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../www/tooling/toolchain.mjs";
import { own, projectWith } from "./installed.mjs";
import { answers, image, launch, PATH, seen, watched } from "./site.mjs";

/** @type {string} */
let project;
/** @type {import("@playwright/test").Browser} */
let browser;

beforeAll(async () => {
  project = projectWith("runtimes-next", []);
  cpSync(own(join("project", "next")), project, { recursive: true });
  const present = [join("node_modules", "kyc-assent", "bin", "kyc-assent.mjs"), "present"];
  execFileSync(process.execPath, [...present, join(root, "src/consent/policies/examples/shop-terms.json")], {
    cwd: project,
  });
  const files = join(project, "public");
  for (const [path, answer] of Object.entries(answers)) {
    mkdirSync(dirname(join(files, path)), { recursive: true });
    writeFileSync(join(files, path), JSON.stringify(await answer()));
  }
  writeFileSync(join(files, "logo.svg"), image);
  browser = await launch();
}, 120_000);

afterAll(() => browser?.close());

/**
 * @param {...string} args of Next's command
 * @returns {[file: string, args: string[], options: { cwd: string, env: NodeJS.ProcessEnv }]}
 */
function next(...args) {
  const command = join(root, "node_modules", "next", "dist", "bin", "next");
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
  return [process.execPath, [command, ...args], { cwd: project, env }];
}

/** Of its deprecated edge runtime webpack makes nothing here, with or without the package: Next then misses a file of its own. */
const builders = [
  { name: "Next, by Turbopack", option: "--turbopack", routes: ["served", "served-edge"] },
  { name: "Next, by webpack", option: "--webpack", routes: ["served"] },
];

describe.each(builders)("$name", ({ option, routes }) => {
  /** @type {import("node:child_process").ChildProcess} */
  let server;
  let base = "";

  beforeAll(async () => {
    rmSync(join(project, ".next"), { recursive: true, force: true });
    if (!routes.includes("served-edge")) rmSync(join(project, "app", "served-edge"), { recursive: true });
    const [file, args, options] = next("build", option);
    execFileSync(file, args, { ...options, stdio: ["ignore", "ignore", "inherit"] });
    const port = await freePort();
    base = `http://127.0.0.1:${port}${PATH}/`;
    const [started, all, more] = next("start", "-H", "127.0.0.1", "-p", String(port));
    server = spawn(started, all, { ...more, stdio: "ignore" });
    while (!(await fetch(`${base}logo.svg`).catch(() => undefined))?.ok) {
      expect(server.exitCode, "Next did not start").toBeNull();
      await new Promise((later) => setTimeout(later, 100));
    }
  }, 300_000);

  afterAll(() => void server?.kill());

  test.each(/** @type {(keyof typeof seen)[]} */ (Object.keys(seen)))("%s", async (what) => {
    const tab = await browser.newPage();
    await watched(tab, base, async (asked) => {
      await tab.goto(`${base}${what}`);
      await seen[what](tab);
      // Not the forty-three texts and words.
      expect(asked.length).toBeLessThan(43);
    });
    await tab.close();
  });

  test.each(routes)("a route handler: %s", async (path) => {
    expect(await (await fetch(base + path)).json()).toEqual({
      next: "proceed",
      url: "https://staging.crossmint.com/api/2025-06-09/users/userId%3Aa",
      language: "de",
    });
  });
});

test("the README names both", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  for (const { name } of builders) expect(readme.includes(`| ${name} |`), name).toBe(true);
});

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
