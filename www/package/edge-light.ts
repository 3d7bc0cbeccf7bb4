/**
 * The same for edge runtimes like Vercel's, by the export condition `edge-light`: the module is imported as they want it.
 * @module
 */
import module from "../../pkg/edge.wasm";

export * from "./workerd.ts";

// Next, where it plays that runtime, compiles the module in another realm; the glue would take such a one for bytes.
Object.setPrototypeOf(module, WebAssembly.Module.prototype);
