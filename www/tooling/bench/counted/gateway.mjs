/** A gateway in workerd, counted (`worker.ts`), with the sandbox behind it or a partner that answers at once; and people who use it. */
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignJWT } from "jose";
import { Miniflare } from "miniflare";
import { bundleWorker } from "../../bundle.mjs";
import { root } from "../../toolchain.mjs";
import { gatewayWorker, policyOfCrossmint, sandboxWorker, shownBy } from "../gateway-worker.mjs";

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
  const further = Array.from({ length: furtherPolicies }, (_, number) => `further-terms-${number}`);
  const gateway = gatewayWorker(host.publicKey, [
    { type: "ESModule", path: "counted.js", contents: readFileSync(file, "utf8") },
    { type: "CompiledWasm", path: "edge.wasm", contents: readFileSync(join(root, "target", "www", "edge.wasm")) },
  ]);
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
        ...gateway,
        bindings: {
          ...gateway.bindings,
          LOG_RATE: "1000000",
          IDENTITY_CHECK_CLAIM: "identity_at",
          LIVENESS_CHECK_CLAIM: "liveness_at",
          POLICIES: [policyOfCrossmint, ...further].join(","),
        },
        d1Databases: { CONSENT_INDEX: "consent-index" },
        serviceBindings: { SANDBOX: sandbox ? "sandbox" : atOnce },
      },
      sandboxWorker(),
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
    shown: (policy = policyOfCrossmint) => shownBy(send, policy),
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

/** @param {Ask} ask @param {unknown} shown */
export function agreed(ask, shown) {
  return must(ask("/consents", "POST", shown), 201);
}

/** @param {Promise<Answer>} asked @param {number} status */
export async function must(asked, status) {
  const answer = await asked;
  if (answer.status !== status)
    throw new Error(`answered with ${answer.status}: ${JSON.stringify(answer.body).slice(0, 300)}`);
  return answer;
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
