import { MemoryWatch } from "./core-memory.ts";

/** What a module exports that takes texts in its room. */
export interface RoomExports {
  readonly memory: WebAssembly.Memory;
  /** Room for so many bytes: its address. */
  room(length: number): number;
}

/** The least room that is asked for, and the most that is held from call to call: `src/js/room.rs` leaves it where it is. */
const [LEAST, MOST] = [1 << 11, 1 << 14];

/** What comes behind another text is written faster by the letter, where it is short. */
const SHORT = 64;

const encoder = new TextEncoder();

/**
 * Writes the texts of a call into the core's memory, one behind the other: `src/js/room.rs` is the other side. What wasm-bindgen
 * would do for each text takes an allocation.
 */
export class Room {
  readonly #core: { readonly exports: RoomExports };
  readonly #watch = new MemoryWatch();
  /** The room as it was last given, and how much of it is there at the next call, too. */
  #bytes = new Uint8Array(0);
  #held = 0;
  #at = 0;

  constructor(core: { readonly exports: RoomExports }) {
    this.#core = core;
  }

  /** Makes room for texts of so many UTF-16 units in all. */
  begin(units: number): void {
    const { exports } = this.#core;
    const { memory } = exports;
    // No UTF-16 unit takes more bytes of UTF-8.
    const length = Math.max(3 * units, LEAST);
    if (this.#watch.isOld(this.#bytes, memory) || this.#held < length) {
      const address = exports.room(length) >>> 0;
      this.#bytes = new Uint8Array(memory.buffer, address, length);
      this.#held = length > MOST ? 0 : length;
    }
    this.#at = 0;
  }

  /** Writes the next text, and says how many bytes it took. */
  put(text: string): number {
    const { length } = text;
    const bytes = this.#bytes;
    const start = this.#at;
    let done = 0;
    if (start > 0 && length < SHORT) {
      for (; done < length; done++) {
        const unit = text.charCodeAt(done);
        if (unit > 0x7f) break;
        bytes[start + done] = unit;
      }
    }
    if (done < length) done = encoder.encodeInto(text, start === 0 ? bytes : bytes.subarray(start)).written;
    this.#at = start + done;
    return done;
  }
}
