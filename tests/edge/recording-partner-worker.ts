/** A Crossmint that takes every acceptance, and tells what it was told. */
const told: unknown[] = [];

export default {
  async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname === "/told") return Response.json({ told });
    const body = (await request.json()) as { acceptedAt: string };
    told.push(body);
    return Response.json({ acceptedAt: body.acceptedAt });
  },
};
