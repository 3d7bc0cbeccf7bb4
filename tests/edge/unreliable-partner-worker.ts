/**
 * The sandbox, but the reply to an import breaks off after some bytes, or every session is refused; and it remembers
 * every share token that came.
 */
import sandbox, { SandboxState } from "../../www/sandbox/worker.ts";

export { SandboxState };

/** Bytes of each reply that get through, for the next replies. */
let cuts: number[] = [];
let tokens: string[] = [];
let refusing = false;

type Fetch = (request: Request, env: unknown, context: unknown) => Promise<Response>;
const play = sandbox.fetch as unknown as Fetch;

export default {
  async fetch(request: Request, env: unknown, context: unknown): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/cuts") {
      cuts = (searchParams.get("bytes") ?? "").split(",").filter(Boolean).map(Number);
      refusing = searchParams.has("refusing");
      const seen = tokens;
      tokens = [];
      return Response.json({ tokens: seen });
    }
    if (refusing && pathname.includes("/users/"))
      return Response.json({ message: "Unauthenticated." }, { status: 401 });
    if (!pathname.endsWith("/kyc-import")) return play(request, env, context);
    tokens.push(((await request.clone().json()) as { token: string }).token);
    const reply = await play(request, env, context);
    const cut = cuts.shift();
    return cut === undefined ? reply : new Response(broken(await reply.bytes(), cut), reply);
  },
};

function broken(bytes: Uint8Array, cut: number): ReadableStream {
  const { readable, writable } = new FixedLengthStream(bytes.length);
  const writer = writable.getWriter();
  writer
    .write(bytes.slice(0, cut))
    .then(() => writer.abort(new Error("connection lost")))
    .catch(() => undefined);
  return readable;
}
