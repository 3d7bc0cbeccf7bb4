// The sandbox Worker: partners' hosts are played, every other host serves the control page and the control API.

import type { Context } from "hono";
import { Hono } from "hono";
import { control } from "./control.ts";
import { deliver } from "./faults.ts";
import { json, type Partner, Refusal } from "./partner.ts";
import { partnerAt, partnerNamed } from "./partners.ts";
import { type SandboxEnv, stateOf } from "./sandbox-env.ts";

export { SandboxState } from "./state.ts";

/** Bytes of a request body that are taken; base64 documents are the largest. */
const LARGEST_BODY = 16 * 1024 * 1024;

type SandboxContext = Context<{ Bindings: SandboxEnv }>;

async function play(context: SandboxContext, partner: Partner, world: string): Promise<Response> {
  const { raw } = context.req;
  const body = new Uint8Array(await raw.arrayBuffer());
  if (body.byteLength > LARGEST_BODY) {
    const initial = Object.fromEntries(Object.entries(partner.settings).map(([name, spec]) => [name, spec.initial]));
    return deliver(partner.refuse(new Refusal(413, "body_too_large", "the body is too large"), initial), null);
  }
  const { pathname, search } = new URL(raw.url);
  const { answer, fault } = await stateOf(context.env).answer(partner.name, world, {
    method: raw.method,
    path: pathname,
    query: search,
    headers: Object.fromEntries(raw.headers),
    bytes: body,
  });
  return deliver(answer, fault);
}

const app = new Hono<{ Bindings: SandboxEnv }>();

/** What is never a partner's, so that no setting can take the control page away. */
const CONTROL_PATH = /^\/(?:$|control\b)/;

app.use(async (context, next) => {
  const { hostname, pathname } = new URL(context.req.url);
  const found = partnerAt(hostname);
  if (found !== null) return play(context, found.partner, found.world);
  if (CONTROL_PATH.test(pathname)) return next();
  const set = await stateOf(context.env).partnerAt(hostname);
  const partner = set === null ? null : partnerNamed(set.partner);
  return set === null || partner === null ? next() : play(context, partner, set.world);
});
app.route("/", control);
app.notFound(() => deliver(json(404, { error: "not found" }), null));

export default app;
