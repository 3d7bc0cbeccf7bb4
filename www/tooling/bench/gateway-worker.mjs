/** The gateway, and the sandbox behind it, as benches start them in workerd; and what a page reads back of a consent. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "jsonc-parser";
import { root } from "../toolchain.mjs";

/** Not a key of Crossmint's: its form is all that is looked at. */
export const apiKey = "sk_staging_thisIsNoKeyOfCrossmint";
export const policyOfCrossmint = "crossmint-privacy-policy";

const built = join(root, "target", "www");
const config = parse(readFileSync(join(root, "wrangler.jsonc"), "utf8"));

/** As wrangler.jsonc has them. */
export const dated = { compatibilityDate: config.compatibility_date, compatibilityFlags: config.compatibility_flags };

/** @param {string} className */
function durable(className) {
  return { className, useSQLite: true };
}

/**
 * The gateway, set up for Crossmint.
 * @param {import("node:crypto").KeyObject} hostKey by which the host's tokens are checked
 * @param {import("miniflare").ModuleDefinition[]} [modules] as it is deployed, where nothing else is said
 */
export function gatewayWorker(hostKey, modules = gatewayModules(readFileSync(join(built, "edge.wasm")))) {
  return {
    name: "gateway",
    ...dated,
    modules,
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
      CONSENT_RATE: "1000000",
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

/** The sandbox, which takes any number of calls. @returns {import("miniflare").WorkerOptions} */
export function sandboxWorker() {
  return {
    name: "sandbox",
    ...dated,
    modules: [{ type: "ESModule", path: "sandbox.js", contents: readFileSync(join(built, "sandbox.js"), "utf8") }],
    bindings: { INITIAL_SETTINGS: { crossmint: { writesPerMinute: 0, readsPerMinute: 0 } } },
    durableObjects: { SANDBOX_STATE: durable("SandboxState") },
  };
}

/**
 * What a page reads back after showing the sentence as it should.
 * @param {(path: string) => Promise<Response>} send asks the gateway
 * @param {string} [policy]
 */
export async function shownBy(send, policy = policyOfCrossmint) {
  const reply = await send(`/policies/${policy}/presentation?lang=en`);
  const { version, segments, region } =
    /** @type {{ version: string, region?: string, segments: { text: string, href?: string }[] }} */ (
      await reply.json()
    );
  return {
    policy,
    version,
    language: "en",
    ...(region !== undefined && { region }),
    text: segments.map(({ text }) => text).join(""),
    link: segments.find(({ href }) => href !== undefined),
    tickedAtStart: false,
    openingForced: false,
    visible: true,
    logo: { shown: true, width: 96, height: 24 },
    byPerson: true,
    presentedAt: new Date().toISOString(),
    tickedAt: new Date().toISOString(),
  };
}
