/**
 * What is measured, in one workerd: the gateway as it is deployed, a Worker that does nothing but pass a request on with the
 * partner's key, and the sandbox that answers both. Each listens on a port of its own, without a proxy before it.
 */
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignJWT } from "jose";
import { Miniflare } from "miniflare";
import { apiKey, dated, gatewayWorker, sandboxWorker, shownBy } from "./gateway-worker.mjs";

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
      { ...sandboxWorker(), ...listens(sandboxPort) },
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
    shown: async () => JSON.stringify(await shownBy((path) => fetch(at(gatewayPort) + path))),
    async stop() {
      await miniflare.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
