/** A partner that answers what none should. What, is said by the id in the locator. */
const HTML = "<!doctype html><title>502 Bad Gateway</title>";
const accepted = JSON.stringify({ acceptedAt: "2026-01-01T00:00:00.000Z" });

function answer(path: string): Response | Promise<Response> {
  if (path.endsWith("/legal-documents")) return new Response(accepted);
  if (path.includes("huge")) return new Response(`{"eligibility":[${" ".repeat(60_000)}]}`);
  if (path.includes("page")) return new Response(HTML, { headers: { "content-type": "text/html" } });
  if (path.includes("redirect")) return Response.redirect("https://elsewhere.example/stolen", 302);
  if (path === "/stolen") return Response.json({ eligibility: [{ type: "onramp", status: "verified" }] });
  if (path.includes("bytes")) return new Response(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]));
  if (path.includes("deep")) return new Response(`{"eligibility":${"[".repeat(5_000)}${"]".repeat(5_000)}}`);
  const levels = Number(/levels-(\d+)/.exec(path)?.[1] ?? 0);
  if (levels > 0) return new Response(`{"eligibility":[],"more":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`);
  if (path.includes("drip")) return new Response(drip());
  if (path.includes("nothing")) return new Response(null, { status: 204 });
  throw new Error("no such oddity");
}

/** Headers at once, and then a body that never ends. */
function drip(): ReadableStream {
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      controller.enqueue(new TextEncoder().encode(" "));
    },
  });
}

export default {
  fetch: (request: Request) => answer(decodeURIComponent(new URL(request.url).pathname)),
};
