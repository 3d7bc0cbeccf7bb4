/** The shapes that cross the border of the core. Everything is plain data: JSON in, JSON out. */
export type * from "./b2core.ts";
export type * from "./consent.ts";
export type * from "./crossmint.ts";
export type * from "./decision.ts";
export type * from "./flow.ts";
export type * from "./http.ts";
export type * from "./kriptomat.ts";
export type * from "./ledger.ts";
export type * from "./look.ts";
export type * from "./operations.ts";
export type * from "./receipt.ts";
export type * from "./sumsub.ts";
export type * from "./texts.ts";
