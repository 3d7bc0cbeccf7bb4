import { hex } from "./hex.ts";

/** A tag that names exactly this text. */
export async function etagOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `"${hex(digest).slice(0, 32)}"`;
}

/** Whether an `If-None-Match` header names it. */
export function isKnown(header: string | undefined, etag: string): boolean {
  const known = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return known.includes(etag) || known.includes("*");
}
