import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Random } from "./random.ts";

/** Where the partner is with a request: it may be killed at each of these. */
export type Moment = "asked" | "recorded" | "answered";

/**
 * Crossmint as far as acceptances go, outside of the process that is killed. It counts what it is told; now and then
 * its answer is slow, or lost.
 */
export class CountingPartner {
  /** Times it was told, by locator and by the time of acceptance. */
  readonly told = new Map<string, Map<string, number>>();
  /** Whether it answers at once and always. */
  isReliable = false;
  /** Called at each moment of each request. */
  onMoment: (moment: Moment) => void = () => undefined;
  readonly #server: Server;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async listen(): Promise<number> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // Whoever asked was killed in the middle of it.
      return;
    }
    const locator = /\/users\/([^/]+)\/legal-documents/.exec(request.url ?? "")?.[1];
    if (request.method !== "PUT" || locator === undefined) {
      response.writeHead(404).end();
      return;
    }
    this.onMoment("asked");
    const { acceptedAt } = JSON.parse(Buffer.concat(chunks).toString()) as { acceptedAt: string };
    const times = this.told.get(decodeURIComponent(locator)) ?? new Map<string, number>();
    this.told.set(decodeURIComponent(locator), times);
    times.set(acceptedAt, (times.get(acceptedAt) ?? 0) + 1);
    this.onMoment("recorded");
    if (!this.isReliable) {
      await new Promise((wait) => setTimeout(wait, this.#random.below(6)));
      if (this.#random.below(10) === 0) {
        response.destroy();
        return;
      }
    }
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ acceptedAt }));
    this.onMoment("answered");
  }
}
