import { prepare } from "kyc-assent/edge";
import type { Call, Request as PartnerRequest } from "../../package/types.ts";

const OPERATION = "crossmint.uploadDocument";

/** Characters of a document that the core is shown at once: it takes seven times that of memory, and never gives any back. */
const PIECE = 256 * 1024;
/** Base64 beside a piece that is not alone: no piece is taken for the head of a data URI, or for the end of the whole. */
const MORE = "AAAA";

/**
 * The request that uploads a document. One that is large is shown to the core in pieces, so that a few of them do not
 * take an isolate's memory for good. Throws `AssentError`.
 */
export function uploadRequest(call: Call<typeof OPERATION>): PartnerRequest {
  // What the page sent has not been checked yet.
  const data: unknown = call.input.data;
  const start = typeof data === "string" && data.startsWith("data:") ? data.indexOf(",") + 1 : 0;
  // A head that long is cut off, and what is left is refused.
  const first = start > PIECE ? PIECE : start + PIECE;
  if (typeof data !== "string" || data.length <= first) return prepare(OPERATION, call);
  const show = (piece: string) => prepare(OPERATION, { ...call, input: { ...call.input, data: piece } });
  const { body, ...request } = show(data.slice(0, first) + MORE);
  for (let at = first; at < data.length; at += PIECE) {
    const piece = MORE + data.slice(at, at + PIECE);
    show(at + PIECE < data.length ? piece + MORE : piece);
  }
  return { ...request, body: JSON.stringify({ ...(JSON.parse(body ?? "{}") as object), data }) };
}
