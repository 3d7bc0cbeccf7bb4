/**
 * What the glue calls of `WebAssembly`, over a module that is a script. The build puts it in its place.
 * @module
 */
import { instantiate } from "../../target/wasm/browser-script/module.js";

/** A module that is always compiled. */
export class Module {}

/** A new instance, with a memory of its own. */
export class Instance {
  readonly exports: object;

  /**
   * @param _module there is only one
   * @param imports what the module calls outside
   */
  constructor(_module: Module, imports: object) {
    // Called after a new start; with no table of references there is nothing to begin with, and no such function.
    this.exports = Object.assign(instantiate(imports), { __wbindgen_start: () => {} });
  }
}

export const scriptAssembly = { Module, Instance };
