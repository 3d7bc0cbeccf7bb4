import type { Context } from "hono";
import { Refusal } from "../problem.ts";
import type { Visit } from "../visit.ts";

/**
 * A cookie goes along by itself, so a request has to say where it comes from. Its origin has been compared with the
 * list already; a page of the gateway's own host is the one that sends none, with what it only reads.
 */
export function mustBeOfPage(c: Context<Visit>): void {
  const isOwn = c.req.method === "GET" && c.req.header("sec-fetch-site") === "same-origin";
  if (c.req.header("origin") === undefined && !isOwn) {
    throw new Refusal(403, { code: "unauthorized", message: "this is for pages: the request must bear its origin" });
  }
}
