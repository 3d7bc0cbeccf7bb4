/** What a module exports that takes texts in its room. */
export interface RoomExports {
  readonly memory: WebAssembly.Memory;
  /** Room for so many bytes: its address. */
  room(length: number): number;
}

/** Longer texts are encoded by the host, for which a call costs more than it saves in short ones. */
const SHORT = 256;

const encoder = new TextEncoder();

/**
 * Writes the texts of a call into the core's memory, one behind the other: `src/js/room.rs` is the other side. What wasm-bindgen
 * would do for each text takes an allocation.
 */
export class Room {
  readonly #core: { readonly exports: RoomExports };
  #bytes = new Uint8Array(0);
  #at = 0;

  constructor(core: { readonly exports: RoomExports }) {
    this.#core = core;
  }

  /** Makes room for texts of so many UTF-16 units in all. */
  begin(units: number): void {
    const { exports } = this.#core;
    // No UTF-16 unit takes more bytes of UTF-8.
    this.#at = exports.room(3 * units) >>> 0;
    const { buffer } = exports.memory;
    if (this.#bytes.buffer !== buffer) this.#bytes = new Uint8Array(buffer);
  }

  /** Writes the next text, and says how many bytes it took. */
  put(text: string): number {
    const { length } = text;
    const bytes = this.#bytes;
    const start = this.#at;
    let done = 0;
    if (length < SHORT) {
      for (; done < length; done++) {
        const unit = text.charCodeAt(done);
        if (unit > 0x7f) break;
        bytes[start + done] = unit;
      }
    }
    if (done < length) done = encoder.encodeInto(text, bytes.subarray(start)).written;
    this.#at = start + done;
    return done;
  }
}
