// Starts the sandbox Worker in real workerd, and speaks to it as a client and as the control API would.

import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const WORKER = fileURLToPath(new URL("../../www/sandbox/worker.ts", import.meta.url));

export const STAGING = "https://staging.crossmint.com/api/2025-06-09";
export const PRODUCTION = "https://www.crossmint.com/api/2025-06-09";
export const CONTROL = "http://sandbox.test";

/** A reply, read whole. `json` is undefined when the body is not JSON. */
export interface Read {
  status: number;
  headers: Record<string, string>;
  text: string;
  json: unknown;
}

export interface Sent {
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON, with the content type. */
  json?: unknown;
  body?: string;
}

export interface Sandbox {
  /** A call to any URL, as it is. */
  fetch(url: string, sent?: Sent): Promise<Read>;
  /** A call to Crossmint's staging host with a server key. `path` follows the version segment. */
  crossmint(method: string, path: string, json?: unknown, headers?: Record<string, string>): Promise<Read>;
  /** A call to the control API; throws when it is refused. */
  control(method: string, path: string, json?: unknown): Promise<unknown>;
  /** Settings of a partner, Crossmint's unless another is named. */
  set(settings: Record<string, unknown>, partner?: string): Promise<void>;
  /** What a partner's staff does. */
  staff(partner: string, action: string, input?: Record<string, unknown>): Promise<unknown>;
  /** The sandbox's clock, in milliseconds. */
  now(): Promise<number>;
  advance(seconds: number): Promise<void>;
  /** Forgets everything, then stops the clock so that only `advance` moves it. */
  reset(): Promise<void>;
  stop(): Promise<void>;
  /** Where it listens, for calls over a socket. */
  address: Promise<URL>;
}

let bundle: Promise<string> | undefined;

async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [WORKER],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions: ["workerd", "worker"],
    external: ["cloudflare:*"],
    target: "es2022",
  });
  return outputFiles[0]?.text ?? "";
}

/** Starts a sandbox. With `persist`, a folder, its state outlives it. */
export async function startSandbox(persist?: string): Promise<Sandbox> {
  bundle ??= bundled();
  const miniflare = new Miniflare({
    modules: true,
    script: await bundle,
    compatibilityDate: "2026-01-01",
    durableObjects: { SANDBOX_STATE: { className: "SandboxState", useSQLite: true } },
    ...(persist !== undefined && { durableObjectsPersist: persist }),
    cf: false,
    handleRuntimeStdio(stdout: Readable, stderr: Readable) {
      stdout.pipe(process.stdout);
      // The runtime reports a connection that was broken on purpose; everything else is passed on.
      stderr.on("data", (data: Buffer) => {
        if (!data.includes("connection lost")) process.stderr.write(data);
      });
    },
  });

  async function call(url: string, { method = "GET", headers = {}, json, body }: Sent = {}): Promise<Read> {
    const content = json === undefined ? body : JSON.stringify(json);
    const response = await miniflare.dispatchFetch(url, {
      method,
      headers: json === undefined ? headers : { "content-type": "application/json", ...headers },
      redirect: "manual",
      ...(content !== undefined && { body: content }),
    });
    const text = await response.text();
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      value = undefined;
    }
    return { status: response.status, headers: Object.fromEntries(response.headers), text, json: value };
  }

  async function control(method: string, path: string, json?: unknown): Promise<unknown> {
    const reply = await call(`${CONTROL}/control/${path}`, { method, json });
    if (reply.status !== 200) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
    return reply.json;
  }

  return {
    fetch: call,
    crossmint: (method, path, json, headers = {}) =>
      call(STAGING + path, { method, json, headers: { "x-api-key": "sk_staging_test", ...headers } }),
    control,
    async set(settings, partner = "crossmint") {
      await control("PUT", `settings/${partner}`, settings);
    },
    staff: (partner, action, input = {}) => control("POST", `partners/${partner}/${action}`, input),
    async now() {
      const { now } = (await control("GET", "clock")) as { now: string };
      return Date.parse(now);
    },
    async advance(seconds) {
      await control("POST", "clock/advance", { seconds });
    },
    async reset() {
      await control("POST", "reset");
      await control("PUT", "clock", { running: false });
    },
    stop: () => miniflare.dispose(),
    address: miniflare.ready,
  };
}
