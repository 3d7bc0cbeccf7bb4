/** The demo's host: serves the pages and plays the integrator, who knows the person and signs the tokens. */
import { Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { isPerson } from "./host/people.ts";
import { securityHeaders, verifierHeaders } from "./host/security-headers.ts";
import type { SigningKey } from "./host/signing-key.ts";
import { gatewayToken, SESSION_LIFETIME, sessionSubject, sessionToken } from "./host/tokens.ts";

export { SigningKey } from "./host/signing-key.ts";

export interface DemoEnvironment {
  readonly ASSETS: Fetcher;
  readonly SIGNING_KEY: DurableObjectNamespace<SigningKey>;
  /** Origin of the gateway, as the browser reaches it. */
  readonly GATEWAY_ORIGIN: string;
  /** Origin of the sandbox's control page. */
  readonly SANDBOX_ORIGIN: string;
  readonly JWT_ISSUER: string;
  readonly JWT_AUDIENCE: string;
}

const SESSION_COOKIE = "demo-session";

const app = new Hono<{ Bindings: DemoEnvironment }>();

function keyPair(env: DemoEnvironment) {
  return env.SIGNING_KEY.get(env.SIGNING_KEY.idFromName("host")).pair();
}

app.get("/.well-known/jwks.json", async (c) => {
  const { publicKey } = await keyPair(c.env);
  return c.json({ keys: [publicKey] }, 200, { "cache-control": "public, max-age=60" });
});

/** With `person`: a new person of that outcome. Without: a fresh token for whoever is signed in, 204 when nobody is. */
app.post("/sign-in", async (c) => {
  const names = { issuer: c.env.JWT_ISSUER, audience: c.env.JWT_AUDIENCE };
  const body: unknown = await c.req.json().catch(() => null);
  if (typeof body !== "object" || body === null) return c.json({ code: "invalid-input" }, 400);
  const asked = "person" in body ? body.person : undefined;
  const pair = await keyPair(c.env);
  let subject: string | null;
  if (asked === undefined) {
    subject = await sessionSubject(pair, names, getCookie(c, SESSION_COOKIE) ?? "");
    if (subject === null) return c.body(null, 204);
  } else {
    if (!isPerson(asked)) return c.json({ code: "invalid-input", field: "person" }, 422);
    subject = `${asked}-${crypto.randomUUID().slice(0, 8)}`;
    setCookie(c, SESSION_COOKIE, await sessionToken(pair, names, subject), {
      httpOnly: true,
      sameSite: "Strict",
      path: "/sign-in",
      maxAge: SESSION_LIFETIME,
      secure: new URL(c.req.url).protocol === "https:",
    });
  }
  c.header("cache-control", "no-store");
  return c.json({ token: await gatewayToken(pair, names, subject), subject });
});

const pages: Readonly<Record<string, { asset: string; wasm: "wasm" | "no-wasm" }>> = {
  "/": { asset: "/index.html", wasm: "no-wasm" },
  "/alone.html": { asset: "/alone.html", wasm: "wasm" },
  "/alone-no-wasm.html": { asset: "/alone.html", wasm: "no-wasm" },
};

app.get("/verify/*", async (c) => {
  const path = c.req.path === "/verify/" ? "/verify/index.html" : c.req.path;
  const reply = await c.env.ASSETS.fetch(new URL(path, c.req.url), { headers: c.req.raw.headers });
  const answer = new Response(reply.body, reply);
  for (const [name, value] of Object.entries(verifierHeaders())) answer.headers.set(name, value);
  return answer;
});

app.get("*", async (c) => {
  const page = pages[c.req.path];
  // A page holds the origins of this start, so it is never taken for the one that a browser knows already.
  const known = page === undefined ? { headers: c.req.raw.headers } : {};
  const reply = await c.env.ASSETS.fetch(new URL(page?.asset ?? c.req.path, c.req.url), known);
  const answer = new Response(reply.body, reply);
  const headers = securityHeaders(page?.wasm ?? "no-wasm", [c.env.GATEWAY_ORIGIN]);
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  if (page === undefined || !reply.ok) return answer;
  answer.headers.set("cache-control", "no-store");
  answer.headers.delete("etag");
  return new HTMLRewriter()
    .on('meta[name="gateway-origin"]', { element: (meta) => void meta.setAttribute("content", c.env.GATEWAY_ORIGIN) })
    .on('meta[name="sandbox-origin"]', { element: (meta) => void meta.setAttribute("content", c.env.SANDBOX_ORIGIN) })
    .transform(answer);
});

export default app;
