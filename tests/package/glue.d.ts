/** What wasm-bindgen makes of the flavour that can trap; the bundle of the Worker says where it is. */
declare module "glue" {
  const glue: import("./provoked.ts").ProvokedGlue;
  export = glue;
}
