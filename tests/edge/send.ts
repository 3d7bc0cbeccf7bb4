import { request } from "node:http";

export interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** What becomes of the request once its head is out; ends it with the body when left out. */
  readonly send?: (write: (text: string) => void, end: () => void, leave: () => void) => void;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * Sends on a connection of its own. A server that turns a request down before it has read all of it closes the
 * connection, and `fetch` would then fail, for this request or for the next.
 */
export function send(url: URL, { method, headers, body, send: trickle }: Sent): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method, headers, agent: false }, async (reply) => {
      let text = "";
      reply.setEncoding("utf8");
      for await (const chunk of reply) text += String(chunk);
      const pairs = Object.entries(reply.headers).map(([name, value]): [string, string] => [name, String(value)]);
      resolve({ status: reply.statusCode ?? 0, headers: new Headers(pairs), text });
      sending.destroy();
    });
    sending.on("error", reject);
    if (trickle === undefined) sending.end(body);
    else
      trickle(
        (text) => sending.write(text),
        () => sending.end(),
        () => sending.destroy(),
      );
  });
}
