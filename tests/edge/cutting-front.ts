/** Stands before the partners as a plain socket, and breaks connections off at any byte of a request or a reply. */

import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";

/** Where the connection of a call ends. */
export interface Cut {
  /** `request`: after so many bytes have been read; `reply`: after so many have been sent. */
  readonly of: "request" | "reply";
  readonly bytes: number;
  /** `close` with a FIN, as a process that ends; `reset` with a RST, as one that crashes. */
  readonly how: "close" | "reset";
}

/** A request that came whole, or as much of it as was read. */
export interface Seen {
  readonly line: string;
  /** All bytes that were read. */
  readonly text: string;
  /** Whether the partners behind got it. */
  readonly isPassedOn: boolean;
  /** Bytes of the whole request, and of the reply as it would have been. */
  readonly requestBytes: number;
  readonly replyBytes: number;
}

/** Calls are told apart by path; each cut is for the first call of its path. */
export class CuttingFront {
  readonly seen: Seen[] = [];
  readonly cuts = new Map<string, Cut>();
  readonly #server: Server;
  /** Where the partners listen. */
  backend: URL | undefined;

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(): Promise<CuttingFront> {
    const front = new CuttingFront();
    await new Promise<void>((listening) => front.#server.listen(0, "127.0.0.1", listening));
    return front;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
  }

  /** What was seen of a path, in order. */
  of(path: string): readonly Seen[] {
    return this.seen.filter(({ line }) => line.split(" ")[1] === path);
  }

  /** One connection, on which calls follow one another. */
  #serve(socket: Socket): void {
    let held: Buffer<ArrayBufferLike> = Buffer.alloc(0);
    let last: Promise<void> = Promise.resolve();
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      held = Buffer.concat([held, chunk]);
      for (let end = lengthOf(held); end !== undefined; end = lengthOf(held)) {
        const request = held.subarray(0, end);
        held = held.subarray(end);
        // Where the partners themselves end the connection, so does this.
        last = last.then(() => this.#answer(socket, request)).catch(() => breakOff(socket, "reset"));
      }
    });
  }

  async #answer(socket: Socket, request: Buffer): Promise<void> {
    const line = request.toString("latin1").split("\r\n", 1)[0] ?? "";
    const path = line.split(" ")[1] ?? "";
    const cut = this.cuts.get(path);
    this.cuts.delete(path);
    const [requestBytes, isPassedOn] = [request.length, cut?.of !== "request"];
    const read = isPassedOn ? request : request.subarray(0, cut?.bytes);
    const note = (replyBytes: number) =>
      this.seen.push({ line, text: read.toString(), isPassedOn, requestBytes, replyBytes });
    if (!isPassedOn) {
      note(0);
      return breakOff(socket, cut?.how);
    }
    const reply = await this.#ask(request);
    note(reply.length);
    if (cut === undefined) {
      socket.write(reply);
      return;
    }
    socket.write(reply.subarray(0, cut.bytes), () => breakOff(socket, cut.how));
  }

  /** The partners' own reply, byte by byte as they sent it. */
  #ask(request: Buffer): Promise<Buffer> {
    const { hostname, port } = this.backend ?? new URL("http://unset.invalid");
    return new Promise((resolve, reject) => {
      let held: Buffer<ArrayBufferLike> = Buffer.alloc(0);
      const backend = connect(Number(port), hostname, () => backend.write(request));
      backend.on("error", reject);
      backend.on("data", (chunk) => {
        held = Buffer.concat([held, chunk]);
        if (lengthOf(held) === undefined) return;
        backend.destroy();
        resolve(held);
      });
    });
  }
}

function breakOff(socket: Socket, how: Cut["how"] | undefined): void {
  if (how === "reset") socket.resetAndDestroy();
  else socket.end();
}

/** Bytes of the first message that is whole in `held`; undefined while none is (RFC 9112 section 6). */
function lengthOf(held: Buffer): number | undefined {
  const head = held.indexOf("\r\n\r\n");
  if (head === -1) return undefined;
  const [start = "", ...lines] = held.toString("latin1", 0, head).toLowerCase().split("\r\n");
  const body = head + 4;
  if (lines.some((line) => /^transfer-encoding:.*chunked/.test(line))) {
    const last = held.indexOf("0\r\n\r\n", body);
    return last === -1 ? undefined : last + 5;
  }
  const length = Number(lines.find((line) => line.startsWith("content-length:"))?.split(":")[1] ?? 0);
  if (/^http\/1\.1 (1|204|304)/.test(start)) return body;
  return held.length >= body + length ? body + length : undefined;
}
