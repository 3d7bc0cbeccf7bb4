import { ConsentError } from "kyc-assent/element";
import type { BrokenRule, Evidence, Presentation as Sentence } from "../package/types.ts";

/** The core by hand: `src/js/element_alone.rs` is the other side. */
interface Core {
  readonly memory: WebAssembly.Memory;
  /** Room for a text of that many bytes. */
  room(length: number): number;
  /** Of the JSON text there: where the words of the broken rules stand, each with a blank behind it, and 0 at the end. */
  check(text: number, length: number): number;
}

/**
 * Names the rules that the evidence of a tick breaks.
 *
 * @throws {ConsentError} `trapped` when the core stopped; another call works
 */
export type Check = (presentation: Sentence, evidence: Evidence) => readonly BrokenRule[];

/** The core, of its bytes; null where the page's policy does not allow WebAssembly, or they do not arrive. */
export async function coreOf(bytes: () => Promise<BufferSource>): Promise<Check | null> {
  try {
    // An instance at once: WebKit compiles what the page's policy forbids, and refuses it only then.
    const { module } = await WebAssembly.instantiate(await bytes());
    return (presentation, evidence) => {
      try {
        // Calls keep nothing: each has an instance of its own, so one that stopped spoils none.
        const { memory, room, check } = new WebAssembly.Instance(module).exports as unknown as Core;
        const text = new TextEncoder().encode(JSON.stringify([presentation, evidence]));
        const at = room(text.length);
        new Uint8Array(memory.buffer, at).set(text);
        const answer = check(at, text.length);
        const bytes = new Uint8Array(memory.buffer, answer);
        const words = new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
        return words.split(" ").slice(0, -1) as BrokenRule[];
      } catch (cause) {
        throw new ConsentError("trapped", "The core stopped while it checked what is shown", [], { cause });
      }
    };
  } catch {
    return null;
  }
}
