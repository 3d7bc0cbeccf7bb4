/** The demo's host: serves the pages and plays the integrator, who knows the person and signs the tokens. */
import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { fetchConsentForm, renderConsent } from "kyc-assent/server";
import { consentPage } from "./host/consent-page.ts";
import { b2coreClient, isPerson, type Person } from "./host/people.ts";
import { authenticatorCode, storeFile } from "./host/sandbox.ts";
import { consentPageHeaders, securityHeaders, verifierHeaders } from "./host/security-headers.ts";
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
  readonly SANDBOX: Fetcher;
  readonly GATEWAY: Fetcher;
}

type Visit = Context<{ Bindings: DemoEnvironment }>;

const SESSION_COOKIE = "demo-session";

/** Bytes of a file: what the page lets a person choose. */
const LARGEST_FILE = 10 * 1024 * 1024;

/** Under what name a file of each type is stored: a person's own names for files may tell who the person is. */
const FILE_NAMES: Readonly<Record<string, string>> = {
  "image/jpeg": "document.jpeg",
  "image/png": "document.png",
  "application/pdf": "document.pdf",
};

const app = new Hono<{ Bindings: DemoEnvironment }>();

function keyPair(env: DemoEnvironment) {
  return env.SIGNING_KEY.get(env.SIGNING_KEY.idFromName("host")).pair();
}

function tokenNames(env: DemoEnvironment) {
  return { issuer: env.JWT_ISSUER, audience: env.JWT_AUDIENCE };
}

/** Who is signed in at the host; null when nobody is. */
async function signedIn(c: Visit): Promise<string | null> {
  return sessionSubject(await keyPair(c.env), tokenNames(c.env), getCookie(c, SESSION_COOKIE) ?? "");
}

/** Signs in as a new person of that outcome. */
async function newSession(c: Visit, person: Person): Promise<string> {
  const subject = `${person}-${crypto.randomUUID().slice(0, 8)}`;
  setCookie(c, SESSION_COOKIE, await sessionToken(await keyPair(c.env), tokenNames(c.env), subject), {
    httpOnly: true,
    sameSite: "Strict",
    path: "/",
    maxAge: SESSION_LIFETIME,
    secure: new URL(c.req.url).protocol === "https:",
  });
  return subject;
}

app.get("/.well-known/jwks.json", async (c) => {
  const { publicKey } = await keyPair(c.env);
  return c.json({ keys: [publicKey] }, 200, { "cache-control": "public, max-age=60" });
});

/** With `person`: a new person of that outcome. Without: a fresh token for whoever is signed in, 204 when nobody is. */
app.post("/sign-in", async (c) => {
  const names = tokenNames(c.env);
  const body: unknown = await c.req.json().catch(() => null);
  if (typeof body !== "object" || body === null) return c.json({ code: "invalid-input" }, 400);
  const asked = "person" in body ? body.person : undefined;
  const pair = await keyPair(c.env);
  let subject: string | null;
  if (asked === undefined) {
    subject = await signedIn(c);
    if (subject === null) return c.body(null, 204);
  } else {
    if (!isPerson(asked)) return c.json({ code: "invalid-input", field: "person" }, 422);
    subject = await newSession(c, asked);
  }
  c.header("cache-control", "no-store");
  return c.json({ token: await gatewayToken(pair, names, subject), subject });
});

/**
 * Takes a file of the person for B2CORE and answers the path under which it is there. Its type is none that a foreign
 * page may send unasked, so the cookie alone is enough.
 */
app.post("/b2core/files", async (c) => {
  const client = b2coreClient((await signedIn(c)) ?? "");
  if (client === null) return c.json({ code: "unauthorized" }, 401);
  // The sandbox keeps no files, so only the size is read. All of it, whatever the answer: one that comes before the end
  // of the body breaks the connection, and with it the next call that reuses it.
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) size += chunk.byteLength;
  const name = FILE_NAMES[c.req.header("content-type") ?? ""];
  if (name === undefined) return c.json({ code: "invalid-input", field: "content-type" }, 422);
  if (size === 0) return c.json({ code: "invalid-input", field: "body" }, 422);
  if (size > LARGEST_FILE) return c.json({ code: "invalid-input", field: "body" }, 413);
  return c.json({ path: await storeFile(c.env.SANDBOX, client.email, name) });
});

/** For testers: the code that a person would read from a telephone. */
app.post("/backstage/authenticator-code", async (c) => {
  if ((await signedIn(c)) === null) return c.json({ code: "unauthorized" }, 401);
  return c.json({ code: await authenticatorCode(c.env.SANDBOX) });
});

app.onError((error, c) => {
  console.error(error.name);
  return c.json({ code: "unavailable" }, 503);
});

/** The logo as this page draws it, in CSS pixels. */
const LOGO = { src: "/images/crossmint-placeholder.svg", width: 172, height: 24 };

/** A consent that is there before any script: the server asks for it in the person's name, and draws it. */
app.get("/without-script", async (c) => {
  const subject = (await signedIn(c)) ?? (await newSession(c, "verified"));
  const gateway = c.env.GATEWAY_ORIGIN;
  const { presentation, ticket } = await fetchConsentForm({
    gateway,
    token: await gatewayToken(await keyPair(c.env), tokenNames(c.env), subject),
    policy: "crossmint-privacy-policy",
    languages: [c.req.query("lang") ?? "en"],
    logo: LOGO,
    returnTo: new URL("/without-script", c.req.url).href,
    fetch: (url, init) => c.env.GATEWAY.fetch(url, init),
  });
  const nonce = crypto.randomUUID();
  const consent = await renderConsent(presentation, {
    ...{ gateway, nonce, form: { ticket, submit: "I agree" } },
    logo: { ...LOGO, alt: "Placeholder – put Crossmint’s logo here" },
  });
  const headers = { ...consentPageHeaders(nonce, gateway), "cache-control": "no-store" };
  return c.html(consentPage(consent, gateway, c.req.query("kyc-consent")), 200, headers);
});

const pages: Readonly<Record<string, { asset: string; wasm: "wasm" | "no-wasm" }>> = {
  "/": { asset: "/index.html", wasm: "no-wasm" },
  "/gallery.html": { asset: "/gallery.html", wasm: "no-wasm" },
  "/flow.html": { asset: "/flow.html", wasm: "no-wasm" },
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
