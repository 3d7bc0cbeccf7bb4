// `kyc-assent doctor`: what is wrong with a configuration, in words, and nothing of what is secret.
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { root } from "../../www/tooling/toolchain.mjs";

vi.setConfig({ testTimeout: 120_000 });

const folder = join(root, "target", "runtimes-doctor");
const command = join(root, "pkg", "bin", "kyc-assent.mjs");

/** @param {...string} args @returns {Promise<{ status: number | null, said: string, wrong: string }>} */
async function run(...args) {
  const child = spawn(process.execPath, [command, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const status = new Promise((resolve) => child.once("close", resolve));
  const [said, wrong] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: /** @type {number | null} */ (await status), said, wrong };
}

/** What the sign-in and the gateway of the tests answer, by path. @type {Record<string, (response: import("node:http").ServerResponse, origin?: string) => void>} */
const routes = {
  "/keys": (response) => response.end(JSON.stringify({ keys: [publicKey] })),
  "/secret-keys": (response) => response.end(JSON.stringify({ keys: [{ ...publicKey, d: "x" }] })),
  "/late-keys": (response) => {
    response.setHeader("date", new Date(Date.now() - 90_000).toUTCString());
    response.end(JSON.stringify({ keys: [publicKey] }));
  },
  "/health": (response) => response.end(JSON.stringify({ status: "misconfigured", variables: ["LEDGER_KEY"] })),
  "/me": (response, origin) => {
    if (origin === "https://shop.example") response.setHeader("access-control-allow-origin", origin);
    response.end();
  },
};
const publicKey = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
const server = createServer(({ url = "", headers }, response) => {
  const route = routes[url];
  if (route) return route(response, headers.origin);
  response.statusCode = 404;
  return response.end("<html>");
});
let origin = "";

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(join(root, "node_modules", "wrangler"), join(folder, "node_modules", "wrangler"), "dir");
  expect(await run("init", "worker")).toMatchObject({ status: 0 });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  origin = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/**
 * Runs it on the project's own configuration for this machine, with changes.
 * @param {(config: any) => void} change
 * @param {...string} args
 */
async function changed(change, ...args) {
  const to = join(folder, "changed");
  rmSync(to, { recursive: true, force: true });
  cpSync(join(folder, "worker"), to, { recursive: true });
  const file = join(to, "local", "wrangler.jsonc");
  const config = JSON.parse(readFileSync(file, "utf8").replace(/^\/\/.*\n/, ""));
  change(config);
  writeFileSync(file, JSON.stringify(config));
  return run("doctor", "--config", "changed/local/wrangler.jsonc", ...args);
}

test("what init has written for this machine has nothing wrong", async () => {
  const { status, said } = await run("doctor", "--config", "worker/local/wrangler.jsonc");
  expect(said).not.toContain("✗");
  expect(status).toBe(0);
});

test("what init has written to be deployed: what to fill in, and secrets that only Cloudflare may know", async () => {
  const { status, said } = await run("doctor", "--config", "worker/wrangler.jsonc", "--offline", "--json");
  /** @type {{ findings: { about: string, holds: boolean | null, text: string }[] }} */
  const { findings } = JSON.parse(said);
  const about = (/** @type {boolean | null} */ state) =>
    findings.flatMap(({ about, holds }) => (holds === state ? [about] : []));
  expect(about(false)).toEqual(["ALLOWED_ORIGINS", "JWT_ISSUER", "JWT_AUDIENCE", "JWT_JWKS_URL"]);
  expect(about(null)).toEqual(["CROSSMINT_API_KEY", "LEDGER_KEY", "network"]);
  expect(status).toBe(1);
});

test("bindings, migrations, and a key of the other environment, without the key", async () => {
  const { status, said } = await changed((config) => {
    config.vars.CROSSMINT_ENVIRONMENT = "production";
    config.services = [];
    config.compatibility_flags = [];
    config.durable_objects.bindings.shift();
    config.migrations.pop();
  }, "--offline");
  expect(said).toContain("✗ CONSENT_LEDGER: bind it to the class ConsentLedger");
  expect(said).toContain("✗ CONSENT_LOG: name ConsentLog in new_sqlite_classes");
  expect(said).toContain("✗ compatibility_flags: add");
  expect(said).toContain("✗ CROSSMINT_API_KEY");
  expect(said).not.toContain("sandboxOnly");
  expect(status).toBe(1);
});

test("the sandbox bound in production", async () => {
  const { status, said } = await changed((config) => {
    config.vars.CROSSMINT_ENVIRONMENT = "production";
  });
  expect(said).toContain("✗ SANDBOX: remove this binding");
  expect(said).not.toContain("? SANDBOX");
  expect(status).toBe(1);
});

test("the keys of the sign-in, the clock, the gateway where it runs, and who is let in", async () => {
  const { said } = await changed(
    (config) => {
      config.vars.JWT_JWKS_URL = `${origin}/late-keys`;
      config.vars.ALLOWED_ORIGINS = "https://shop.example,https://pay.shop.example";
    },
    "--url",
    origin,
  );
  expect(said).toContain("✓ JWT_JWKS_URL: a set of 1 public key");
  expect(said).toMatch(/✗ clock: this machine's is (89|9\d) seconds ahead of that of your sign-in/);
  expect(said).toContain("✗ gateway: it runs; set wrongly there: LEDGER_KEY");
  expect(said).toContain("✓ CORS: pages of https://shop.example are let in");
  expect(said).toContain("✗ CORS: pages of https://pay.shop.example are not let in");
});

test.each([
  ["/secret-keys", "it publishes a secret key"],
  ["/nothing", "it answers 404"],
])("keys of a sign-in at %s: %s", async (path, advice) => {
  const { status, said } = await changed((config) => {
    config.vars.JWT_JWKS_URL = `${origin}${path}`;
  });
  expect([status, said]).toEqual([1, expect.stringContaining(`✗ JWT_JWKS_URL: ${advice}`)]);
});

test("a policy that breaks a rule", async () => {
  writeFileSync(join(folder, "policy.json"), JSON.stringify({ policy: "terms", version: "1" }));
  const { status, said } = await changed(() => {}, "--offline", "--policy", "policy.json");
  expect([status, said]).toEqual([1, expect.stringContaining("✗ gateway({ policies: [0] })")]);
});

test("a configuration that is not there", async () => {
  expect(await run("doctor")).toMatchObject({ status: 2, said: "", wrong: expect.stringContaining("--config") });
});
