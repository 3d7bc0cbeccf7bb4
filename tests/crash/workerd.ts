import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { bundle } from "../edge/bundle.ts";

const require = createRequire(import.meta.url);
const ROOT = resolve(import.meta.dirname, "../..");
/** The binary itself, without Miniflare around it: it starts in a fraction of the time, and a kill is a kill. */
const BINARY = require.resolve("@cloudflare/workerd-linux-64/bin/workerd", {
  paths: [require.resolve("workerd", { paths: [ROOT] })],
});
const CLASSES = {
  CONSENT_LEDGER: "ConsentLedger",
  CONSENT_LOG: "ConsentLog",
  PARTNER_SESSION: "PartnerSession",
  PARTNER_VERIFICATION: "PartnerVerification",
  B2CORE_SESSION: "B2coreSession",
  POLICY_BOOK: "PolicyBook",
};

/** What one lane runs: the gateway, with its storage on disk, and the partner outside of it. */
export interface Setup {
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Port of the partner. */
  readonly partner: number;
  /** Worker to run in the gateway's place. */
  readonly entry?: string;
}

/** Writes the gateway's modules and its configuration, and says where that is. */
export async function prepareGateway({ folder, variables, partner, entry }: Setup): Promise<string> {
  mkdirSync(join(folder, "storage"), { recursive: true });
  const modules = await bundle(entry ?? "www/edge/worker.ts");
  const named = modules.map((module) => {
    const file = module.path.replace("./", "");
    writeFileSync(join(folder, file), module.contents);
    const kind = module.type === "ESModule" ? "esModule" : "wasm";
    return `(name = "${file}", ${kind} = embed "${file}")`;
  });
  const texts = Object.entries(variables).map(([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)})`);
  const objects = Object.entries(CLASSES);
  const bound = objects.map(([name, type]) => `(name = "${name}", durableObjectNamespace = "${type}")`);
  const spaces = objects.map(([, type]) => `(className = "${type}", uniqueKey = "crash-${type}", enableSql = true)`);
  const config = join(folder, "config.capnp");
  writeFileSync(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "gateway", worker = .gateway),
    (name = "partner", external = (address = "127.0.0.1:${partner}", http = ())),
    (name = "storage", disk = (path = "${join(folder, "storage")}", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "gateway")],
);
const gateway :Workerd.Worker = (
  modules = [${named.join(", ")}],
  compatibilityDate = "2026-07-30",
  compatibilityFlags = ["global_fetch_strictly_public"],
  bindings = [${[...texts, ...bound, '(name = "SANDBOX", service = "partner")'].join(", ")}],
  durableObjectNamespaces = [${spaces.join(", ")}],
  durableObjectStorage = (localDisk = "storage"),
);
`,
  );
  return config;
}

/** One process of workerd, until it is killed. */
export class RunningWorkerd {
  readonly origin: string;
  readonly #process: ChildProcess;

  private constructor(origin: string, process: ChildProcess) {
    this.origin = origin;
    this.#process = process;
  }

  static async start(config: string, log: string[]): Promise<RunningWorkerd> {
    const child = spawn(BINARY, ["serve", "--control-fd=3", config], { stdio: ["ignore", "pipe", "pipe", "pipe"] });
    // Nothing is left behind when the tests themselves are ended.
    const atExit = () => child.kill("SIGKILL");
    process.once("exit", atExit);
    child.once("exit", () => process.removeListener("exit", atExit));
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => log.push(String(chunk)));
    const control = child.stdio[3] as Readable;
    let text = "";
    const port = await new Promise<number>((found, failed) => {
      control.on("data", (chunk: Buffer) => {
        text += String(chunk);
        const said = /"event":"listen".*?"port":(\d+)/.exec(text);
        if (said !== null) found(Number(said[1]));
      });
      child.once("exit", () => failed(new Error(`workerd did not start:\n${log.join("")}`)));
    });
    return new RunningWorkerd(`http://127.0.0.1:${port}`, child);
  }

  /** Ends it wherever it is just now. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
  }
}
