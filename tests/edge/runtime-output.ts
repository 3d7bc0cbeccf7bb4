import type { Readable } from "node:stream";

/** What workerd prints, over all its lives. It comes on pipes of its own, so it can come later than an answer. */
export class RuntimeOutput {
  readonly #chunks: string[] = [];
  readonly #logged = new Set<string>();
  readonly #awaited = new Map<string, () => void>();

  /** Everything so far. */
  get text(): string {
    return this.#chunks.join("");
  }

  /** Reads both streams of a workerd that starts. */
  follow(...streams: readonly Readable[]): void {
    for (const stream of streams) {
      let unfinished = "";
      stream.on("data", (chunk: Buffer) => {
        this.#chunks.push(chunk.toString());
        const lines = (unfinished + chunk).split("\n");
        unfinished = lines.pop() ?? "";
        for (const line of lines) this.#note(line);
      });
    }
  }

  /** Waits for the last line of a request: what was logged before it is then here as well. */
  async request(id: string): Promise<void> {
    if (!this.#logged.has(id)) await new Promise<void>((resolve) => this.#awaited.set(id, resolve));
    // What was printed before on the other stream is read in the same turn.
    await new Promise((resolve) => setImmediate(resolve));
  }

  #note(line: string): void {
    const id = /"event":"request".*"requestId":"([^"]+)"/.exec(line)?.[1];
    if (id === undefined) return;
    this.#logged.add(id);
    this.#awaited.get(id)?.();
    this.#awaited.delete(id);
  }
}
