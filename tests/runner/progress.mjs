/** Tells what the suites do, each line with its suite's name, and shows that those that say nothing are at work. */

/** Seconds between two signs of life where lines stay; a terminal shows every second what runs. */
const linesApart = 15;

export class Progress {
  #width;
  #out;
  /** @type {Map<string, { label: string, began: number }>} */
  #running = new Map();
  #seconds = 0;
  #timer = setInterval(() => this.#sign(), 1000);

  /**
   * @param {number} width of the column of names
   * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} [out]
   */
  constructor(width, out = process.stdout) {
    this.#width = width;
    this.#out = out;
  }

  /**
   * Prints lines that belong together, without another suite's between them.
   * @param {string} suite
   * @param {string} text one line or several
   */
  say(suite, text) {
    const lines = text.split("\n").map((line) => `${suite.padEnd(this.#width)}  ${line}\n`);
    this.#out.write(`${this.#clear()}${lines.join("")}${this.#out.isTTY ? this.#status() : ""}`);
  }

  /**
   * @param {string} suite
   * @param {string} label of the command that it runs now
   */
  started(suite, label) {
    this.#running.set(suite, { label, began: performance.now() });
  }

  /** @param {string} suite */
  ended(suite) {
    this.#running.delete(suite);
  }

  /** Stops telling. */
  end() {
    clearInterval(this.#timer);
    this.#out.write(this.#clear());
  }

  #sign() {
    this.#seconds += 1;
    if (this.#out.isTTY) this.#out.write(this.#clear() + this.#status());
    else if (this.#seconds % linesApart === 0 && this.#running.size > 0) this.#out.write(`${this.#status()}\n`);
  }

  #clear() {
    return this.#out.isTTY ? "\r\x1b[2K" : "";
  }

  #status() {
    const now = performance.now();
    const commands = [...this.#running].map(
      ([suite, { label, began }]) => `${suite} (${label}, ${Math.round((now - began) / 1000)} s)`,
    );
    const line = `… ${commands.join(", ")}`;
    return this.#out.isTTY ? line.slice(0, (this.#out.columns ?? 80) - 1) : line;
  }
}
