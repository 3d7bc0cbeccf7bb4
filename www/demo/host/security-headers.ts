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

/**
 * The headers of the page with a consent that a server has drawn: its style bears the nonce, its form goes to the gateway.
 * A browser that tells no referrer tells no origin either when it posts a form, and the gateway wants to know it.
 */
export function consentPageHeaders(nonce: string, gateway: string): Record<string, string> {
  const { "content-security-policy": policy = "", ...headers } = securityHeaders("no-wasm", [gateway]);
  const own = policy
    .replace("style-src 'self'", `style-src 'self' 'nonce-${nonce}'`)
    .replace("form-action 'self'", `form-action 'self' ${gateway}`);
  return { ...headers, "referrer-policy": "strict-origin", "content-security-policy": own };
}

/** The headers of the page that verifies receipts, and of its Worker's script. It calls nobody. */
export function verifierHeaders(): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types kyc-assent-verify",
  ];
  return { ...COMMON, "content-security-policy": policy.join("; ") };
}
