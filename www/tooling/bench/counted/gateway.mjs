/** A gateway in workerd, counted (`worker.ts`), with the sandbox behind it or a partner that answers at once; and people who use it. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignJWT } from "jose";
import { parse } from "jsonc-parser";
import { Miniflare } from "miniflare";
import { bundleWorker } from "../../bundle.mjs";
import { root } from "../../toolchain.mjs";

const policyOfCrossmint = "crossmint-privacy-policy";
const host = generateKeyPairSync("ec", { namedCurve: "P-256" });

/**
 * @typedef {{
 *   calls: Record<string, number>, rowsRead: Record<string, number>, rowsWritten: Record<string, number>,
 *   bytes: Record<string, number>, d1Read: number, d1Written: number, d1Bytes: number, partnerCalls: number, lines: number,
 * }} Counts
 * @typedef {{ status: number, body: any }} Answer
 * @typedef {(path: string, method?: string, body?: unknown, type?: string) => Promise<Answer>} Ask
 */

/**
 * @param {{ furtherPolicies?: number, sandbox?: boolean }} [options]
 */
export async function startCounted({ furtherPolicies = 0, sandbox = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "kyc-assent-counted-"));
  const file = join(folder, "counted.js");
  await bundleWorker("www/tooling/bench/counted/worker.ts", file, {
    define: { FURTHER_POLICIES: `${furtherPolicies}` },
  });
  const config = parse(readFileSync(join(root, "wrangler.jsonc"), "utf8"));
  const built = join(root, "target", "www");
  const further = Array.from({ length: furtherPolicies }, (_, number) => `further-terms-${number}`);
  const dated = { compatibilityDate: config.compatibility_date, compatibilityFlags: config.compatibility_flags };
  const durable = (/** @type {string} */ className) => ({ className, useSQLite: true });
  let output = "";
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    cf: false,
    defaultPersistRoot: folder,
    handleRuntimeStdio: (/** @type {import("node:stream").Readable[]} */ ...streams) => {
      for (const stream of streams) {
        stream.on("data", (chunk) => {
          output = `${output}${chunk}`.slice(-10_000);
        });
      }
    },
    workers: [
      {
        name: "gateway",
        ...dated,
        modules: [
          { type: "ESModule", path: "counted.js", contents: readFileSync(file, "utf8") },
          { type: "CompiledWasm", path: "edge.wasm", contents: readFileSync(join(built, "edge.wasm")) },
        ],
        bindings: {
          ...config.vars,
          CROSSMINT_ENVIRONMENT: "staging",
          CROSSMINT_API_KEY: "sk_staging_thisIsNoKeyOfCrossmint",
          ALLOWED_ORIGINS: "https://shop.example",
          JWT_PUBLIC_KEY: JSON.stringify({ ...host.publicKey.export({ format: "jwk" }), alg: "ES256" }),
          JWT_ISSUER: "https://host.example",
          JWT_AUDIENCE: "gateway",
          LEDGER_KEY: randomBytes(32).toString("base64"),
          LEDGER_SIGNING_KEYS: JSON.stringify({
            keys: [generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" })],
          }),
          LOG_NAME: "bench.example",
          LOG_RATE: "1000000",
          CONTROLLER: JSON.stringify({ name: "a", address: "b", email: "c", url: "d", jurisdiction: "IE" }),
          IDENTITY_CHECK_CLAIM: "identity_at",
          LIVENESS_CHECK_CLAIM: "liveness_at",
          POLICIES: [policyOfCrossmint, ...further].join(","),
        },
        durableObjects: Object.fromEntries(
          config.durable_objects.bindings.map((/** @type {{ name: string, class_name: string }} */ binding) => [
            binding.name,
            durable(binding.class_name),
          ]),
        ),
        d1Databases: { CONSENT_INDEX: "consent-index" },
        serviceBindings: {
          SANDBOX: sandbox ? "sandbox" : atOnce,
        },
      },
      {
        name: "sandbox",
        ...dated,
        modules: [{ type: "ESModule", path: "sandbox.js", contents: readFileSync(join(built, "sandbox.js"), "utf8") }],
        bindings: { INITIAL_SETTINGS: { crossmint: { writesPerMinute: 0, readsPerMinute: 0 } } },
        durableObjects: { SANDBOX_STATE: durable("SandboxState") },
      },
    ],
  });
  const origin = await miniflare.ready;
  const workerd = workerdOf();

  /** @param {string} path @param {RequestInit} [init] */
  const send = async (path, init = {}) => {
    const once = () => fetch(new URL(path, origin), init);
    // A connection that was kept open may be closed just when it is used again.
    const reply = await once().catch(once);
    return reply;
  };
  return {
    further,
    /** What workerd said last. */
    output: () => output,
    /** @param {string} subject @returns {Promise<Ask>} */
    async person(subject) {
      const token = await tokenOf(subject);
      return async (path, method = "GET", body = undefined, type = "application/json") => {
        const isBytes = body instanceof Uint8Array;
        const reply = await send(path, {
          method,
          headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": type }) },
          ...(body !== undefined && { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
        });
        const text = await reply.text();
        return { status: reply.status, body: text.startsWith("{") ? JSON.parse(text) : text };
      };
    },
    /** What a page reads back after showing the sentence as it should. @param {string} [policy] */
    async shown(policy = policyOfCrossmint) {
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
    },
    /** What was counted since this was asked last. @returns {Promise<Counts>} */
    async counts() {
      return /** @type {Promise<Counts>} */ ((await send("/counts")).json());
    },
    send,
    /** How often objects were called and woken since `counts` was asked last. @returns {Promise<number>} */
    callsSoFar: async () => /** @type {Promise<number>} */ ((await send("/calls")).json()),
    /** Milliseconds of processor time that this workerd has taken, in steps of ten. */
    cpu: () => cpuOf(workerd),
    /** Moves the sandbox's clock. @param {number} seconds */
    async advance(seconds) {
      const worker = await miniflare.getWorker("sandbox");
      const body = JSON.stringify({ seconds });
      await worker.fetch("http://control.test/control/clock/advance", { method: "POST", body });
    },
    async stop() {
      await miniflare.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof startCounted>>} CountedGateway */

/** A partner that does nothing. @param {Request} request */
async function atOnce(request) {
  if (request.url.endsWith("/identity-verification")) {
    const eligibility = [{ type: "onramp", status: "pending-review" }];
    return Response.json({ eligibility });
  }
  return Response.json({ acceptedAt: /** @type {any} */ (await request.json()).acceptedAt });
}

/** @param {string} subject */
function tokenOf(subject) {
  const times = { identity_at: "2026-03-02T09:30:00Z", liveness_at: "2026-03-02T09:30:00Z" };
  const jwt = new SignJWT({ sub: subject, ...times }).setIssuer("https://host.example").setAudience("gateway");
  return jwt.setExpirationTime("6h").setProtectedHeader({ alg: "ES256" }).sign(host.privateKey);
}

/** @type {Set<string>} */
const known = new Set();

/** The workerd that was started last by this process. Undefined where there is no /proc. @returns {string | undefined} */
function workerdOf() {
  try {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name) && !known.has(name))) {
      const [, name, parent] = /\((.*)\) \S (\d+)/.exec(statOf(pid)) ?? [];
      if (name !== "workerd" || Number(parent) !== process.pid) continue;
      known.add(pid);
      return pid;
    }
  } catch {}
  return undefined;
}

/** @param {string} pid */
function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return "";
  }
}

/** @param {string | undefined} pid */
function cpuOf(pid) {
  if (pid === undefined) return Number.NaN;
  const fields = statOf(pid).split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
