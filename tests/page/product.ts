import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ports, startLocalWorkers } from "../../www/tooling/local-workers.mjs";
import { freePorts } from "./free-ports.ts";

type Running = Awaited<ReturnType<typeof startLocalWorkers>>;

/** One call as the sandbox logged it. */
export interface PartnerCall {
  readonly operation: string;
  readonly fault: string | null;
}

/** Demo, gateway and sandbox as `npm start` starts them, on ports and with a state of their own. */
export class Product {
  readonly #ports: Ports;
  readonly #state: string;
  #running: Running | null = null;

  private constructor(ports: Ports, state: string) {
    this.#ports = ports;
    this.#state = state;
  }

  static async start(): Promise<Product> {
    const product = new Product(await freePorts(), await mkdtemp(join(tmpdir(), "kyc-assent-page-")));
    await product.start();
    return product;
  }

  /** Starts again where it stopped: same ports, same state. */
  async start(): Promise<void> {
    this.#running = await startLocalWorkers({ ports: this.#ports, state: this.#state });
  }

  /** Ends all of it, wherever it is just now. */
  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = null;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#state, { recursive: true, force: true });
  }

  get demo(): string {
    return `http://127.0.0.1:${this.#ports.demo}`;
  }

  get gateway(): string {
    return `http://127.0.0.1:${this.#ports.gateway}`;
  }

  /** Moves the sandbox's clock: a review that takes a minute is over. */
  async letReviewEnd(): Promise<void> {
    await this.control("POST", "clock/advance", { seconds: 120 });
  }

  /** Decides what lies with the partner's staff. */
  async decide(subject: string, status: "verified" | "rejected"): Promise<void> {
    await this.control("POST", "partners/crossmint/decide", { userLocator: `userId:${subject}`, status });
  }

  /** The partner's last calls, newest first. */
  async partnerCalls(): Promise<readonly PartnerCall[]> {
    const { calls } = (await this.control("GET", "log")) as { calls: readonly PartnerCall[] };
    return calls;
  }

  async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const reply = await fetch(`http://127.0.0.1:${this.#ports.sandbox}/control/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (!reply.ok) throw new Error(`The sandbox answered ${method} ${path} with ${reply.status}.`);
    return reply.json();
  }
}
