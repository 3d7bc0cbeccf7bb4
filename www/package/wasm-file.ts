/** What `kyc-assent/*.wasm` is where a host imports WebAssembly as a module, as Cloudflare Workers and Vite's plug-ins do. */
declare const module: WebAssembly.Module;
export default module;
