// A real HTTP server that webhooks are sent to.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedHook {
  method: string;
  headers: Record<string, string | string[] | undefined>;
  /** The bytes, as text. */
  body: string;
  json: unknown;
}

export interface Receiver {
  url: string;
  hooks: ReceivedHook[];
  /** How the next ones are answered; "silence" never. Those after the list get a 200. */
  answers: (number | "silence")[];
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const hooks: ReceivedHook[] = [];
  const answers: (number | "silence")[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      hooks.push({ method: request.method ?? "", headers: request.headers, body, json: JSON.parse(body) });
      const answer = answers.shift() ?? 200;
      if (answer === "silence") return;
      response.writeHead(answer, answer === 302 ? { location: "/elsewhere" } : {}).end("thanks");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    hooks,
    answers,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
