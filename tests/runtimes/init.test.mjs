// `kyc-assent init`: what it writes can be deployed, and runs against the sandbox at once.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { root } from "../../www/tooling/toolchain.mjs";
import { packed } from "../release/packed.mjs";

vi.setConfig({ testTimeout: 120_000 });

const project = join(root, "target", "runtimes-init", "My Gateway");
const command = join(root, "pkg", "bin", "kyc-assent.mjs");
const wrangler = join(root, "node_modules", "wrangler", "bin", "wrangler.js");
const env = { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: "false", WRANGLER_SEND_METRICS: "false", CI: "true" };

/** @param {...string} args */
function init(...args) {
  return spawnSync(process.execPath, [command, "init", ...args], { encoding: "utf8" });
}

beforeAll(() => {
  rmSync(join(project, ".."), { recursive: true, force: true });
  expect(init(project)).toMatchObject({ status: 0, stderr: "" });
  const file = join(project, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  manifest.dependencies["kyc-assent"] = `file:${packed().tarball}`;
  writeFileSync(file, JSON.stringify(manifest));
  const install = ["install", "--omit=dev", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", install, { cwd: project, stdio: ["ignore", "ignore", "inherit"] });
  symlinkSync(join(root, "node_modules", "wrangler"), join(project, "node_modules", "wrangler"), "dir");
}, 120_000);

/** @type {import("node:child_process").ChildProcess | undefined} */
let dev;

afterAll(() => {
  if (dev?.pid) process.kill(-dev.pid);
});

test("the Worker is named after the folder, and nothing is left to fill in by machine", () => {
  const configuration = readFileSync(join(project, "wrangler.jsonc"), "utf8");
  expect(configuration).toContain('"name": "my-gateway"');
  for (const file of ["README.md", "wrangler.jsonc", "package.json", "local/sandbox/wrangler.jsonc"]) {
    expect(readFileSync(join(project, file), "utf8")).not.toMatch(/\{\{|kyc-assent-gateway|www\/edge/);
  }
});

test("keys are for this machine, for its user alone, and not for git", () => {
  const ignored = readFileSync(join(project, ".gitignore"), "utf8").split("\n");
  expect(ignored).toEqual(expect.arrayContaining([".dev.vars", "local/sign-in-key.json"]));
  for (const file of ["local/.dev.vars", "local/sign-in-key.json"]) {
    expect(statSync(join(project, file)).mode & 0o777).toBe(0o600);
  }
  const other = join(project, "..", "other");
  init(other);
  const key = (/** @type {string} */ folder) =>
    /LEDGER_KEY="(.+)"/.exec(readFileSync(join(folder, "local/.dev.vars"), "utf8"))?.[1];
  expect(key(other)).toHaveLength(44);
  expect(key(other)).not.toBe(key(project));
});

test("a file that is there is never changed, and then nothing is written", () => {
  const folder = join(project, "..", "taken");
  mkdirSync(folder);
  writeFileSync(join(folder, "README.md"), "mine");
  const { status, stderr } = init(folder);
  expect([status, stderr]).toEqual([2, expect.stringContaining("README.md would be changed")]);
  expect(readFileSync(join(folder, "README.md"), "utf8")).toBe("mine");
  expect(() => statSync(join(folder, "wrangler.jsonc"))).toThrow("ENOENT");
});

test("one folder at most", () => {
  expect(init("a", "b")).toMatchObject({ status: 2, stderr: expect.stringContaining("Usage: kyc-assent init") });
});

test("wrangler would deploy it", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [wrangler, "deploy", "--dry-run"], {
    cwd: project,
    env,
    encoding: "utf8",
  });
  expect(stderr).not.toMatch(/warning/i);
  expect([status, stdout]).toEqual([0, expect.stringContaining("env.CONSENT_LEDGER (ConsentLedger)")]);
});

test("it runs against the sandbox at once", async () => {
  const port = await freePort();
  const configurations = ["--config", "local/wrangler.jsonc", "--config", "local/sandbox/wrangler.jsonc"];
  // A group of its own: wrangler starts processes, and all of them have to end.
  dev = spawn(process.execPath, [wrangler, "dev", ...configurations, "--port", String(port)], {
    cwd: project,
    env,
    detached: true,
    stdio: "ignore",
  });
  const origin = `http://localhost:${port}`;
  await vi.waitFor(async () => expect((await fetch(`${origin}/health`)).status).toBe(200), {
    timeout: 100_000,
    interval: 500,
  });
  expect(await (await fetch(`${origin}/health`)).json()).toEqual({ status: "ok" });
  const token = execFileSync(process.execPath, ["local/token.mjs", "alice"], { cwd: project, encoding: "utf8" }).trim();
  const me = await (await fetch(`${origin}/me`, { headers: { authorization: `Bearer ${token}` } })).json();
  expect(me.problems).toEqual([]);
  expect(me.decisions).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ partner: "crossmint", next: "ask-consent" }),
      expect.objectContaining({ partner: "sumsub", next: "proceed" }),
    ]),
  );
  expect((await fetch(`${origin}/me`)).status).toBe(401);
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
