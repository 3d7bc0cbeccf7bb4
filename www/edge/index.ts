/**
 * The gateway: a Worker that holds the partners' keys, and the Durable Objects that hold what a person agreed to, the
 * sessions with partners, and where a verification stands. A Worker of your own is
 * `export { default, B2coreSession, ConsentLedger, ConsentLog, PartnerSession, PartnerVerification, PolicyBook } from
 * "kyc-assent/gateway"`;
 * the bindings it needs are in {@link Env}.
 */
export type { Env } from "./configuration.ts";
export { type GatewayOptions, gateway } from "./gateway.ts";
export { ConsentLedger } from "./ledger/consent-ledger.ts";
export type { Limits } from "./limits.ts";
export { ConsentLog } from "./log/consent-log.ts";
export { PolicyBook } from "./policies/policy-book.ts";
export { B2coreSession } from "./sessions/b2core-session.ts";
export { PartnerSession } from "./sessions/partner-session.ts";
export { PartnerVerification } from "./verification/partner-verification.ts";

import { gateway } from "./gateway.ts";

export default gateway();
