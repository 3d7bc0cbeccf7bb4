// The host of the examples: serves them, and is their sign-in.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { type RunningGateway, startGateway, token } from "../edge/start-gateway.ts";
import { folder, type inBrowser, nextCommand, served } from "./installed.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".css": "text/css",
};
/** What the examples call the gateway. */
const GATEWAY = "https://kyc.shop.example";

/** Everything that the examples need, running. */
export class Host {
  /** Who is signed in. */
  subject = "verified-nobody";
  #gateway: RunningGateway | undefined;
  #gatewayAddress = "";
  #next: ChildProcess | undefined;
  #nextPort = 0;
  readonly #server: Server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://host");
    if (pathname === "/token") {
      response.writeHead(200, { "content-type": "text/plain", "cache-control": "no-store" });
      return void response.end(await token(this.subject));
    }
    const example = this.#shown;
    const path = pathname === "/" ? "/index.html" : pathname;
    const file = path.startsWith("/kyc-assent/") ? join(folder, "node_modules", path) : join(served(example), path);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    const content = readFileSync(file);
    const isText = /\.(html|js)$/.test(file);
    response.end(isText ? content.toString().replaceAll(GATEWAY, this.#gatewayAddress) : content);
  });
  #shown: (typeof inBrowser)[number] = "plain";

  static async start(): Promise<Host> {
    const host = new Host();
    await new Promise<void>((done) => host.#server.listen(0, "127.0.0.1", done));
    host.#nextPort = await freePort();
    const variables = {
      ALLOWED_ORIGINS: `${host.address},${host.next}`,
      CONSENT_RETURN_URLS: `${host.next}/`,
    };
    host.#gateway = await startGateway({ variables });
    const { port } = await host.#gateway.address;
    host.#gatewayAddress = `http://127.0.0.1:${port}`;
    await host.#startNext();
    return host;
  }

  async #startNext(): Promise<void> {
    const [file, args, options] = nextCommand("start", "-H", "127.0.0.1", "-p", String(this.#nextPort));
    const env = {
      ...(options as { env: NodeJS.ProcessEnv }).env,
      GATEWAY: this.#gatewayAddress,
      SIGN_IN: `${this.address}/token`,
      RETURN_TO: `${this.next}/`,
    };
    this.#next = spawn(file, args, { ...options, env, stdio: "ignore" });
    for (;;) {
      if (this.#next.exitCode !== null) throw new Error("Next did not start");
      const reply = await fetch(`${this.next}/crossmint.svg`).catch(() => undefined);
      if (reply?.ok) return;
      await new Promise((later) => setTimeout(later, 100));
    }
  }

  /** Where the example that is shown is. */
  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get next(): string {
    return `http://127.0.0.1:${this.#nextPort}`;
  }

  show(example: (typeof inBrowser)[number]): void {
    this.#shown = example;
  }

  /** What is on the record of whoever is signed in. */
  async consents() {
    const asked = { headers: { origin: "" } };
    const answer = await this.#gateway?.person(this.subject).ask("/consents", asked);
    if (!answer?.body.consents) throw new Error(`The gateway answered ${answer?.status}`);
    return answer.body.consents;
  }

  async stop(): Promise<void> {
    this.#next?.kill();
    this.#server.closeAllConnections();
    this.#server.close();
    await this.#gateway?.stop();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
