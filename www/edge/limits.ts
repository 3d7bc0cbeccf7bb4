/** How much, and how long, the gateway puts up with. */
export interface Limits {
  /** Bytes of a JSON body. */
  readonly bodyBytes: number;
  /** Bytes of the body that carries a document. */
  readonly documentBytes: number;
  /** Bytes of a webhook. */
  readonly webhookBytes: number;
  /** Milliseconds until a body must have arrived. */
  readonly bodyTime: number;
  /** Milliseconds until a partner must have answered, headers and body; also for which a login is waited for. */
  readonly partnerTime: number;
  /** Bytes of a partner's reply. */
  readonly replyBytes: number;
  /** Milliseconds for which a partner is not asked again where a person stands, when its answer names no wait. */
  readonly freshTime: number;
  /** Milliseconds between two looks of a stream, and between two signs of life. */
  readonly streamLook: number;
  readonly streamHeartbeat: number;
  /** Milliseconds after which a stream ends, should the token last longer. */
  readonly streamTime: number;
}

export const LIMITS: Limits = {
  bodyBytes: 1024 * 1024,
  documentBytes: 15 * 1024 * 1024,
  webhookBytes: 256 * 1024,
  bodyTime: 30_000,
  partnerTime: 10_000,
  replyBytes: 1024 * 1024,
  freshTime: 5_000,
  streamLook: 5_000,
  streamHeartbeat: 15_000,
  streamTime: 10 * 60_000,
};

/** How deep JSON from outside may nest: several times what any body or reply here needs. */
export const JSON_DEPTH = 32;
