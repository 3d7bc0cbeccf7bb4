/** A Crossmint that takes every acceptance, and names each document after the SHA-256 of what came as its data. */
export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith("/legal-documents")) return Response.json({ acceptedAt: "2026-01-01T00:00:00.000Z" });
    const { data, documentType } = (await request.json()) as { data: string; documentType: string };
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(data)));
    return Response.json({ id: `doc_${digest.toHex()}`, documentType });
  },
};
