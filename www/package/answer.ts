import { MemoryWatch } from "./core-memory.ts";

/** What every flavour's glue has beside its functions: the module's own exports. The build adds it to wasm-bindgen's. */
export interface CoreExports {
  readonly exports: { readonly memory: WebAssembly.Memory };
}

/** How many constants of the core are kept decoded. A flavour has fewer that it often says. */
const KEPT = 1024;

/**
 * Reads the core's answers, words of 32 bits in the module's memory, into objects: `src/js/tokens.rs` writes them, and says
 * what each word means.
 */
export class AnswerReader {
  readonly #core: CoreExports;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  /** Constants by the word that names them; they are the same in every instance of a module. */
  readonly #names = new Uint32Array(KEPT);
  readonly #constants: string[] = new Array<string>(KEPT).fill("");
  readonly #watch = new MemoryWatch();
  #words = new Uint32Array(0);
  /** The constants that the objects of most replies begin with. */
  #status = -1;
  #type = -1;
  #at = 0;
  #texts = "";
  #read = 0;
  /** Whether the last answer was an error: its detail. */
  isError = false;

  constructor(core: CoreExports) {
    this.#core = core;
  }

  /** The answer at an address. */
  read(address: number): unknown {
    const { memory } = this.#core.exports;
    if (this.#watch.isOld(this.#words, memory)) this.#words = new Uint32Array(memory.buffer);
    const words = this.#words;
    const at = address >>> 2;
    const length = words[at + 1] as number;
    this.#texts = length === 0 ? "" : this.#decode(words[at] as number, length);
    this.#read = 0;
    this.#at = at + 3;
    this.isError = words[at + 2] === 1;
    return this.#value();
  }

  #decode(address: number, length: number): string {
    return this.#decoder.decode(new Uint8Array(this.#words.buffer, address, length));
  }

  #value(): unknown {
    const word = this.#words[this.#at++] as number;
    const rest = word >>> 3;
    switch (word & 7) {
      case 0:
        return this.#constant(word);
      case 1:
        return this.#object(rest);
      case 2:
        return this.#list(rest);
      case 3:
        return rest;
      case 4:
        return rest === 0 ? null : rest === 2;
      case 5:
        return this.#text(rest);
      case 6:
        return Number(this.#text(rest));
      default:
        return this.#form(rest);
    }
  }

  /** The next value where it is a constant, nearly always one that is kept. */
  #word(): unknown {
    const word = this.#words[this.#at] as number;
    const place = (word >>> 11) % KEPT;
    if (this.#names[place] !== word) return this.#value();
    this.#at++;
    return this.#constants[place];
  }

  #constant(word: number): string {
    // Words of constants differ in address before all.
    const place = (word >>> 11) % KEPT;
    if (this.#names[place] === word) return this.#constants[place] as string;
    const text = this.#decode(word >>> 11, (word >>> 3) & 0xff);
    this.#names[place] = word;
    this.#constants[place] = text;
    if (text === "status") this.#status = word;
    else if (text === "type") this.#type = word;
    return text;
  }

  #text(units: number): string {
    this.#read += units;
    return this.#texts.slice(this.#read - units, this.#read);
  }

  #list(length: number): unknown[] {
    const list: unknown[] = [];
    for (let i = 0; i < length; i++) list.push(this.#value());
    return list;
  }

  /** Whether the next member is a text, and the one behind it is named by that word. */
  #isTextBefore(name: number): boolean {
    const kind = (this.#words[this.#at + 1] as number) & 7;
    return (kind === 0 || kind === 5) && this.#words[this.#at + 2] === name;
  }

  #object(size: number): object {
    const first = this.#words[this.#at];
    // Literals are made faster than any other object.
    if (first === this.#status && size === 1) {
      this.#at++;
      return { status: this.#word() };
    }
    if (first === this.#type && size === 2 && this.#isTextBefore(this.#status)) {
      this.#at++;
      const type = this.#word();
      this.#at++;
      return { type, status: this.#word() };
    }
    const object: Record<string, unknown> = {};
    for (let i = 0; i < size; i++) {
      const name = this.#value() as string;
      // By assignment it would be the prototype.
      if (name === "__proto__") {
        const value = this.#value();
        Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true });
      } else object[name] = this.#value();
    }
    return object;
  }

  /** Objects whose members' names are not told: `Form` in `src/js/tokens.rs`. */
  #form(form: number): object {
    switch (form) {
      case 0:
        return { value: this.#value(), decisions: this.#value() };
      case 1:
        return {
          partner: this.#word(),
          scope: this.#word(),
          next: this.#word(),
          text: this.#word(),
          said: this.#value(),
          show: this.#value(),
        };
      case 2:
        return {
          partner: this.#word(),
          scope: this.#word(),
          next: this.#word(),
          text: this.#word(),
          policy: this.#word(),
          said: this.#value(),
          show: this.#value(),
        };
      case 3:
        return {
          partner: this.#word(),
          scope: this.#word(),
          next: this.#word(),
          text: this.#word(),
          data: this.#value(),
          documents: this.#value(),
          other: this.#value(),
          said: this.#value(),
          show: this.#value(),
        };
      case 4:
        return {
          partner: this.#word(),
          scope: this.#word(),
          next: this.#word(),
          text: this.#word(),
          reason: this.#word(),
          lookAgainAfter: this.#value(),
          said: this.#value(),
          show: this.#value(),
        };
      default:
        return {
          partner: this.#word(),
          scope: this.#word(),
          next: this.#word(),
          text: this.#word(),
          final: this.#value(),
          said: this.#value(),
          show: this.#value(),
        };
    }
  }
}
