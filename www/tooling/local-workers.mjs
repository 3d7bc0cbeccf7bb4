/**
 * The whole product on this machine: the demo, the gateway and the sandbox as Workers in one workerd, each on a port of
 * its own. `npm start` and the tests of the page start the same thing.
 */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { parse } from "jsonc-parser";
import { Miniflare } from "miniflare";
import { root } from "./toolchain.mjs";

const host = "127.0.0.1";
const built = join(root, "target", "www");

/** Not a key of Crossmint's: its form is all the gateway looks at, and the sandbox takes any. */
const localApiKey = "sk_staging_localSandboxOnlyNotAKeyOfCrossmint";

/** Accounts of the sandbox's own making (www/sandbox/README.md): they open nothing else. */
export const sandboxAccounts = {
  KRIPTOMAT_EMAIL: "partner-one@kriptomat.sandbox.example",
  KRIPTOMAT_PASSWORD: "sandbox-only-password-one",
  KRIPTOMAT_CLIENT_ID: "71001",
  KRIPTOMAT_CLIENT_SECRET: "sandbox-only-client-secret-one",
  KRIPTOMAT_TOTP_SECRET: "SANDBOXONLYNOTASECRETONE",
  KRIPTOMAT_USER_CLAIM: "kriptomat_user",
  IDENTITY_CHECK_CLAIM: "identity_checked_at",
  LIVENESS_CHECK_CLAIM: "liveness_checked_at",
  KRIPTOMAT_SUMSUB_CLIENT_ID: "kriptomat-sandbox",
  SUMSUB_APP_TOKEN: "sbx:sandbox-only-app-token",
  SUMSUB_SECRET_KEY: "sandbox-only-secret-key",
  SUMSUB_APPLICANT_CLAIM: "sumsub_applicant",
  SUMSUB_WEBHOOK_SECRETS: "sandbox-only-webhook-secret",
  B2CORE_HOST: "b2core.sandbox.example",
  B2CORE_WANTED_LEVEL: "2",
};

/** Who answers for the processing on this machine: nobody. */
const controller = {
  name: "The Shop (development)",
  address: "1 Example Street, 00000 Example",
  email: "privacy@shop.example",
  url: "https://shop.example",
  jurisdiction: "IE",
};

/** @typedef {{ demo: number, gateway: number, sandbox: number }} Ports */

/** Where everything listens by default. Other bases keep the distances. */
export const basePort = 8780;

/**
 * @param {number} base
 * @returns {Ports}
 */
export function portsFrom(base) {
  return { demo: base, gateway: base + 7, sandbox: base + 9 };
}

/** One of the ports is taken. */
export class PortInUse extends Error {
  /** @param {number} port */
  constructor(port) {
    super(`port ${port} on ${host} is in use`);
    this.name = "PortInUse";
    this.port = port;
  }
}

/**
 * Starts the Workers from target/www/. What they keep is kept in `state`.
 *
 * @param {{ ports: Ports, state: string }} options
 * @returns {Promise<{ demo: string, gateway: string, sandbox: string, log: string, stop: () => Promise<void> }>}
 *   the origins, the file with what the Workers log, and the way to end all of it
 * @throws {PortInUse}
 */
export async function startLocalWorkers({ ports, state }) {
  for (const port of Object.values(ports)) await mustBeFree(port);
  mkdirSync(state, { recursive: true });
  const log = join(state, "workers.log");
  const logged = createWriteStream(log, { flags: "w" });
  const miniflare = new Miniflare({
    host,
    port: 0,
    cf: false,
    defaultPersistRoot: join(state, "workers"),
    handleRuntimeStdio: (/** @type {NodeJS.ReadableStream[]} */ ...streams) => {
      for (const stream of streams) stream.on("data", (/** @type {Buffer} */ chunk) => logged.write(chunk));
    },
    workers: workers(ports, secrets(state)),
  });
  const stop = async () => {
    await miniflare.dispose();
    logged.end();
  };
  try {
    await miniflare.ready;
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...origins(ports), log, stop };
}

/** @param {Ports} ports */
function origins({ demo, gateway, sandbox }) {
  const at = (/** @type {number} */ port) => `http://${host}:${port}`;
  return { demo: at(demo), gateway: at(gateway), sandbox: at(sandbox) };
}

/**
 * @param {Ports} ports
 * @param {Record<string, string>} secrets
 * @returns {import("miniflare").WorkerOptions[]}
 */
function workers(ports, secrets) {
  const gateway = parse(readFileSync(join(root, "wrangler.jsonc"), "utf8"));
  const at = origins(ports);
  const token = { JWT_ISSUER: at.demo, JWT_AUDIENCE: "kyc-assent-gateway" };
  const dated = { compatibilityDate: gateway.compatibility_date, compatibilityFlags: gateway.compatibility_flags };
  const durable = (/** @type {string} */ className) => ({ className, useSQLite: true });
  const listens = (/** @type {number} */ port) => ({ unsafeDirectSockets: [{ host, port }] });
  return [
    {
      name: "demo",
      ...dated,
      ...listens(ports.demo),
      modules: [script("demo.js")],
      bindings: { ...token, GATEWAY_ORIGIN: at.gateway, SANDBOX_ORIGIN: at.sandbox },
      durableObjects: { SIGNING_KEY: durable("SigningKey") },
      serviceBindings: { SANDBOX: "sandbox", GATEWAY: "gateway" },
      assets: {
        directory: join(built, "demo-assets"),
        binding: "ASSETS",
        routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
        assetConfig: { html_handling: "none", not_found_handling: "none" },
      },
    },
    {
      name: "gateway",
      ...dated,
      ...listens(ports.gateway),
      modules: [script("gateway.js"), wasm("edge.wasm")],
      bindings: {
        ...gateway.vars,
        ...token,
        JWT_JWKS_URL: `${at.demo}/.well-known/jwks.json`,
        ALLOWED_ORIGINS: at.demo,
        CONSENT_RETURN_URLS: `${at.demo}/without-script`,
        CROSSMINT_ENVIRONMENT: "staging",
        CROSSMINT_API_KEY: localApiKey,
        ...sandboxAccounts,
        LOG_NAME: "localhost",
        CONTROLLER: JSON.stringify(controller),
        HEAD_EVERY: "5",
        // Few people play everybody here.
        CONSENT_RATE: "100000",
        ...secrets,
      },
      d1Databases: { CONSENT_INDEX: "consent-index" },
      durableObjects: Object.fromEntries(
        gateway.durable_objects.bindings.map((/** @type {{ name: string, class_name: string }} */ binding) => [
          binding.name,
          durable(binding.class_name),
        ]),
      ),
      serviceBindings: { SANDBOX: "sandbox" },
    },
    {
      name: "sandbox",
      ...dated,
      ...listens(ports.sandbox),
      modules: [script("sandbox.js")],
      bindings: { INITIAL_SETTINGS: sandboxSettings(at.gateway) },
      durableObjects: { SANDBOX_STATE: durable("SandboxState") },
    },
  ];
}

/**
 * The gateway here goes by the machine's clock, also where somebody moves the sandbox's.
 * @param {string} gateway
 */
function sandboxSettings(gateway) {
  return {
    kriptomat: { codeClock: "machine", webhookUrl: `${gateway}/webhooks/kriptomat` },
    sumsub: { timestampClock: "machine", webhookUrl: `${gateway}/webhooks/sumsub` },
  };
}

/**
 * @param {string} file
 * @returns {import("miniflare").ModuleDefinition}
 */
function script(file) {
  return { type: "ESModule", path: file, contents: readFileSync(join(built, file), "utf8") };
}

/**
 * @param {string} file
 * @returns {import("miniflare").ModuleDefinition}
 */
function wasm(file) {
  return { type: "CompiledWasm", path: file, contents: readFileSync(join(built, file)) };
}

/**
 * The secrets of the gateway: made once, because under another key nobody's ledger is found again, and what the log has
 * signed cannot be checked.
 * @param {string} state
 */
function secrets(state) {
  const signingKey = () => generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  return {
    LEDGER_KEY: kept(join(state, "ledger-key"), () => randomBytes(32).toString("base64")),
    LEDGER_SIGNING_KEYS: kept(join(state, "signing-keys"), () => JSON.stringify({ keys: [signingKey()] })),
    OPERATOR_TOKENS: kept(join(state, "operator-token"), () => randomBytes(32).toString("hex")),
  };
}

/**
 * @param {string} file
 * @param {() => string} make
 */
function kept(file, make) {
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

/** @param {number} port */
function mustBeFree(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) =>
      reject(error.code === "EADDRINUSE" ? new PortInUse(port) : error),
    );
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
