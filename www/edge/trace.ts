import { hex } from "./hex.ts";

const TRACE_BYTES = 16;
const SPAN_BYTES = 8;
/** W3C Trace Context, `traceparent`: version, trace, span of the caller, flags. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?:-|$)/;

/** Where a request stands in a trace. */
export interface Span {
  /** The trace and this span, `<32 hexadecimal digits>-<16>`: the request's id in answers and log lines. */
  readonly requestId: string;
  /** The caller's span; undefined where the caller has named none. */
  readonly parent: string | undefined;
}

/**
 * A new span: in the caller's trace where `traceparent` names one, else in a new trace. No partner is sent a
 * `traceparent`: none of them documents it.
 */
export function newSpan(traceparent: string | null = null): Span {
  const [, trace = random(TRACE_BYTES), parent] = TRACEPARENT.exec(traceparent ?? "") ?? [];
  return { requestId: `${trace}-${random(SPAN_BYTES)}`, parent };
}

function random(bytes: number): string {
  return hex(crypto.getRandomValues(new Uint8Array(bytes)));
}
