import { hostToken } from "../sign-in.js";

export const dynamic = "force-dynamic";

/** For scripts of the page. */
export async function GET() {
  return new Response(await hostToken(), { headers: { "cache-control": "no-store" } });
}
