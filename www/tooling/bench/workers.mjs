/**
 * What is measured, in one workerd: the gateway as it is deployed, a Worker that does nothing but pass a request on with the
 * partner's key, and the sandbox that answers both. Each listens on a port of its own, without a proxy before it.
 */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignJWT } from "jose";
import { parse } from "jsonc-parser";
import { Miniflare } from "miniflare";
import { root } from "../toolchain.mjs";

const apiKey = "sk_staging_thisIsNoKeyOfCrossmint";
const policy = "crossmint-privacy-policy";
const built = join(root, "target", "www");
const config = parse(readFileSync(join(root, "wrangler.jsonc"), "utf8"));
const dated = { compatibilityDate: config.compatibility_date, compatibilityFlags: config.compatibility_flags };
const durable = (/** @type {string} */ className) => ({ className, useSQLite: true });

/** All that a proxy has to do: Crossmint's host and key in place of its own. */
const passThrough = `export default {
  fetch(request, env) {
    const url = new URL(request.url);
    url.protocol = "https:";
    url.host = "staging.crossmint.com";
    const headers = new Headers(request.headers);
    headers.delete("authorization");
    headers.set("x-api-key", "${apiKey}");
    return env.SANDBOX.fetch(url, { method: request.method, headers, body: request.body });
  },
};`;

/**
 * @typedef {object} BenchWorkers
 * @property {string} gateway origin
 * @property {string} passThrough origin
 * @property {string} sandbox origin
 * @property {(subject: string) => Promise<string>} tokenOf a token of the host for this person
 * @property {() => Promise<string>} shown the body of `POST /consents` after a sentence was shown as it should be
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<BenchWorkers>} */
export async function startBenchWorkers() {
  const host = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const hostKey = host.publicKey;
  const folder = mkdtempSync(join(tmpdir(), "kyc-assent-bench-"));
  const [gatewayPort, passPort, sandboxPort] = [await freePort(), await freePort(), await freePort()];
  const listens = (/** @type {number} */ port) => ({ unsafeDirectSockets: [{ host: "127.0.0.1", port }] });
  const unlimited = { crossmint: { writesPerMinute: 0, readsPerMinute: 0 } };
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    cf: false,
    defaultPersistRoot: folder,
    handleRuntimeStdio: (/** @type {import("node:stream").Readable[]} */ ...streams) => {
      for (const stream of streams) stream.resume();
    },
    workers: [
      { ...gatewayWorker(hostKey), ...listens(gatewayPort), serviceBindings: { SANDBOX: "sandbox" } },
      {
        name: "pass-through",
        ...dated,
        ...listens(passPort),
        modules: [{ type: "ESModule", path: "pass-through.js", contents: passThrough }],
        serviceBindings: { SANDBOX: "sandbox" },
      },
      {
        name: "sandbox",
        ...dated,
        ...listens(sandboxPort),
        modules: [{ type: "ESModule", path: "sandbox.js", contents: readFileSync(join(built, "sandbox.js"), "utf8") }],
        bindings: { INITIAL_SETTINGS: unlimited },
        durableObjects: { SANDBOX_STATE: durable("SandboxState") },
      },
    ],
  });
  await miniflare.ready;
  const at = (/** @type {number} */ port) => `http://127.0.0.1:${port}`;
  return {
    gateway: at(gatewayPort),
    passThrough: at(passPort),
    sandbox: at(sandboxPort),
    tokenOf: (subject) =>
      new SignJWT({ sub: subject })
        .setIssuer("https://host.example")
        .setAudience("gateway")
        .setExpirationTime("6h")
        .setProtectedHeader({ alg: "ES256" })
        .sign(host.privateKey),
    shown: () => shown(at(gatewayPort)),
    async stop() {
      await miniflare.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The gateway as it is deployed, set up for Crossmint.
 * @param {import("node:crypto").KeyObject} hostKey by which the host's tokens are checked
 */
export function gatewayWorker(hostKey) {
  return {
    name: "gateway",
    ...dated,
    modules: gatewayModules(readFileSync(join(built, "edge.wasm"))),
    bindings: {
      ...config.vars,
      CROSSMINT_ENVIRONMENT: "staging",
      CROSSMINT_API_KEY: apiKey,
      ALLOWED_ORIGINS: "https://shop.example",
      JWT_PUBLIC_KEY: JSON.stringify({ ...hostKey.export({ format: "jwk" }), alg: "ES256" }),
      JWT_ISSUER: "https://host.example",
      JWT_AUDIENCE: "gateway",
      LEDGER_KEY: randomBytes(32).toString("base64"),
      LEDGER_SIGNING_KEYS: JSON.stringify({
        keys: [generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" })],
      }),
      LOG_NAME: "bench.example",
      CONTROLLER: JSON.stringify({ name: "a", address: "b", email: "c", url: "d", jurisdiction: "IE" }),
    },
    durableObjects: Object.fromEntries(
      config.durable_objects.bindings.map((/** @type {{ name: string, class_name: string }} */ binding) => [
        binding.name,
        durable(binding.class_name),
      ]),
    ),
  };
}

/**
 * @param {Uint8Array<ArrayBuffer>} wasm what stands for the core
 * @returns {import("miniflare").ModuleDefinition[]}
 */
export function gatewayModules(wasm) {
  return [
    { type: "ESModule", path: "gateway.js", contents: readFileSync(join(built, "gateway.js"), "utf8") },
    { type: "CompiledWasm", path: "edge.wasm", contents: wasm },
  ];
}

/**
 * What a page reads back after showing the sentence as it should.
 * @param {string} gateway
 */
async function shown(gateway) {
  const reply = await fetch(`${gateway}/policies/${policy}/presentation?lang=en`);
  const { version, segments } = /** @type {{ version: string, segments: { text: string, href?: string }[] }} */ (
    await reply.json()
  );
  return JSON.stringify({
    policy,
    version,
    language: "en",
    text: segments.map(({ text }) => text).join(""),
    link: segments.find(({ href }) => href !== undefined),
    tickedAtStart: false,
    openingForced: false,
    visible: true,
    logo: { shown: true, width: 96, height: 24 },
    byPerson: true,
    presentedAt: new Date().toISOString(),
    tickedAt: new Date().toISOString(),
  });
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
