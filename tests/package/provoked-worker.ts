// A Worker whose core traps when it is told to, with the package's own loader. `glue` is what wasm-bindgen makes of it.

import * as glue from "glue";
import { asker } from "../../www/package/ask.ts";
import { edgeFunctions } from "../../www/package/edge-functions.ts";
import { AssentError } from "../../www/package/errors.ts";
import module from "./provoked.wasm";

let loaded = false;
function ready(): void {
  if (loaded) return;
  glue.initSync({ module });
  loaded = true;
}

const ask = asker(glue, ready);
const core = edgeFunctions(glue, ready);

const calls: Record<string, () => unknown> = {
  panic: () => ask(() => glue.provokePanic()),
  overflowStack: () => ask(() => glue.provokeStackOverflow(1_000_000)),
  redelivery: () => core.redelivery(1, "unavailable"),
};

export default {
  fetch(request: Request): Response {
    try {
      return Response.json({ ok: calls[new URL(request.url).pathname.slice(1)]?.() });
    } catch (error) {
      return error instanceof AssentError
        ? Response.json({ error: { code: error.code } })
        : new Response(String(error), { status: 500 });
    }
  },
};
