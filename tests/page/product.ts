import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ports, startLocalWorkers } from "../../www/tooling/local-workers.mjs";
import { freePorts } from "./free-ports.ts";

type Running = Awaited<ReturnType<typeof startLocalWorkers>>;

/** One call as the sandbox logged it. */
interface PartnerCall {
  readonly at: string;
  readonly operation: string;
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
    await this.#slowDown();
  }

  /** Reviews last until {@link letReviewEnd}: no test shall hang on how fast the machine is. */
  async #slowDown(): Promise<void> {
    await this.control("PUT", "settings/crossmint", { reviewSeconds: 100 });
    await this.control("PUT", "settings/kriptomat", { reviewSeconds: 100 });
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

  /** Moves the sandbox's clock: whatever review has begun is over, and webhooks about it are sent. */
  async letReviewEnd(): Promise<void> {
    await this.letPass(120);
  }

  /** Moves the sandbox's clock. */
  async letPass(seconds: number): Promise<void> {
    await this.control("POST", "clock/advance", { seconds });
  }

  /** Sumsub's staff decide on somebody's check; the webhook about it is sent. */
  async review(subject: string, applicant: string, review: Readonly<Record<string, string>>): Promise<void> {
    const applicantId = `${applicant}-${subject.slice(-8)}`;
    await this.control("POST", "partners/sumsub/set-review", { applicantId, ...review });
  }

  /** The next calls of this operation go wrong in this way. */
  async faults(fault: string, operation: string, calls: number): Promise<void> {
    await this.control("PUT", "faults", { faults: [{ fault, operation, calls }] });
  }

  async noFaults(): Promise<void> {
    await this.control("PUT", "faults", { faults: [] });
  }

  /** Decides what lies with the partner's staff. */
  async decide(subject: string, status: "verified" | "rejected"): Promise<void> {
    await this.control("POST", "partners/crossmint/decide", { userLocator: `userId:${subject}`, status });
  }

  /** The moment of the sandbox's clock, to ask later what came after it. */
  async now(): Promise<string> {
    const { now } = (await this.control("GET", "clock")) as { now: string };
    return now;
  }

  /** The partners' calls since then, by name, newest first. */
  async callsSince(moment: string): Promise<readonly string[]> {
    const { calls } = (await this.control("GET", "log")) as { calls: readonly PartnerCall[] };
    return calls.filter(({ at }) => at > moment).map(({ operation }) => operation);
  }

  /** How often a partner has seen this call since then. */
  async countSince(moment: string, operation: string): Promise<number> {
    return (await this.callsSince(moment)).filter((call) => call === operation).length;
  }

  async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const reply = await fetch(`http://127.0.0.1:${this.#ports.sandbox}/control/${path}`, {
      method,
      // A connection that is kept belongs to a workerd that a test may have ended since.
      headers: { connection: "close", "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`The sandbox answered ${method} ${path} with ${reply.status}.`);
    return reply.json();
  }
}
