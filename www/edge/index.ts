/**
 * The gateway: a Worker that holds the partners' keys, and the Durable Object that holds what a person agreed to.
 * A Worker of your own is `export { default, ConsentLedger } from "kyc-assent/gateway"`; the bindings it needs are
 * in {@link Env}.
 */
export type { Env } from "./configuration.ts";
export { type GatewayOptions, gateway } from "./gateway.ts";
export { ConsentLedger } from "./ledger/consent-ledger.ts";
export type { Limits } from "./limits.ts";

import { gateway } from "./gateway.ts";

export default gateway();
