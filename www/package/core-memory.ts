/** A module's memory: that of WebAssembly, or what stands for it where the module is a script. */
export type CoreMemory = Pick<WebAssembly.Memory, "buffer">;

/** Tells when a view of the core's memory has to be made again, without a look at the buffer: that costs more than a short text. */
export class MemoryWatch {
  #memory: CoreMemory | undefined;
  #isScript = false;

  /** Whether what was made for a memory before does not show this one: it has grown, or belongs to a new instance. */
  isOld(view: Uint8Array | Uint32Array, memory: CoreMemory): boolean {
    if (memory !== this.#memory) {
      this.#memory = memory;
      this.#isScript = Object.hasOwn(memory, "buffer");
      return true;
    }
    // WebAssembly leaves the views of a memory that grows empty; a script leaves them as they were.
    return view.length === 0 || (this.#isScript && view.buffer !== memory.buffer);
  }
}
