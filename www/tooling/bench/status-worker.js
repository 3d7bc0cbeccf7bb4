/** Reads statuses in one of two ways, as often as it is told: a Worker's clock stands still meanwhile, so it is timed from outside. */
import { read } from "../../../pkg/workerd.js";
import { peers } from "./peers/index.ts";

const operation = "crossmint.getVerification";
const peer = peers.get(operation);
const ways = {
  ours: (reply) => read(operation, reply),
  theirs: (reply) => peer.read(reply),
  neither: (reply) => reply,
};

export default {
  fetch(request) {
    const { searchParams } = new URL(request.url);
    const way = ways[searchParams.get("way")];
    let made = 0;
    for (let round = Number(searchParams.get("rounds")); round > 0; round--) {
      for (const reply of REPLIES) if (way(reply) !== undefined) made++;
    }
    return new Response(String(made));
  },
};
