import { Hono } from "hono/tiny";
import type { Answer } from "../contract/index.ts";
import { etagOf, isKnown } from "../etag.ts";
import { me as meOf } from "../me.ts";
import { changing, meStream } from "../me-stream.ts";
import { type Visit, visitor } from "../visit.ts";

/** One answer to one question: what must this person do next, with each partner? */
export const me = new Hono<Visit>();

/** With a tag, so that a page that polls gets a 304 until something has changed. */
me.get("/me", async (c) => {
  const person = await visitor(c);
  const state = await meOf(c, person);
  const etag = await etagOf(changing(state));
  c.header("etag", etag);
  if (isKnown(c.req.header("if-none-match"), etag)) return c.body(null, 304);
  return c.json<Answer<"GET /me", 200>>(state);
});

/**
 * The same as server-sent events. The host's token goes into the header, which `EventSource` cannot do: read the body
 * of a `fetch`.
 */
me.get("/me/stream", async (c) => {
  const person = await visitor(c);
  const first = await meOf(c, person);
  const until = (person.claims.exp ?? 0) * 1000;
  const { limits, requestId } = c.var;
  const stream = meStream(first, () => meOf(c, person), until, limits, requestId);
  return c.body(stream, 200, { "content-type": "text/event-stream" });
});
