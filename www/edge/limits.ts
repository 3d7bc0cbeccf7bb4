/** How much, and how long, the gateway puts up with. */
export interface Limits {
  /** Bytes of a JSON body. */
  readonly bodyBytes: number;
  /** Bytes of the body that carries a document. */
  readonly documentBytes: number;
  /** Milliseconds until a body must have arrived. */
  readonly bodyTime: number;
  /** Milliseconds until a partner must have answered, headers and body. */
  readonly partnerTime: number;
  /** Bytes of a partner's reply. */
  readonly replyBytes: number;
}

export const LIMITS: Limits = {
  bodyBytes: 1024 * 1024,
  documentBytes: 15 * 1024 * 1024,
  bodyTime: 30_000,
  partnerTime: 10_000,
  replyBytes: 1024 * 1024,
};

/** How deep JSON from outside may nest: several times what any body or reply here needs. */
export const JSON_DEPTH = 32;
