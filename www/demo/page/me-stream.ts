/** Reads server-sent events off the body of a `fetch`: `EventSource` cannot send the token. */

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string;
}

/** Calls `onEvent` with each event until the body ends, `onSign` with each piece that arrives. Rejects when it breaks off. */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: ServerEvent) => void,
  onSign: () => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onSign();
    const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = parsed(block);
      if (event !== null) onEvent(event);
    }
  }
}

/** One event; null for a comment. The gateway ends lines with a line feed and writes a space after each colon. */
function parsed(block: string): ServerEvent | null {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const colon = line.indexOf(": ");
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 2));
  }
  const data = fields.get("data");
  return data === undefined ? null : { event: fields.get("event") ?? "message", data, id: fields.get("id") ?? "" };
}
