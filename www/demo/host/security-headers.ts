const COMMON = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
};

/** What a page may run: the core's wasm only where the page shows the element on its own. */
export type WasmPolicy = "wasm" | "no-wasm";

/** The headers of one page. `connect` lists the origins it may call beside its own. */
export function securityHeaders(wasm: WasmPolicy, connect: readonly string[]): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src 'self'${wasm === "wasm" ? " 'wasm-unsafe-eval'" : ""}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    `connect-src ${["'self'", ...connect].join(" ")}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return { ...COMMON, "content-security-policy": policy.join("; ") };
}
