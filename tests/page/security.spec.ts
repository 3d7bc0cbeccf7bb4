import { expect, test } from "./test.ts";

test("the checkout allows no inline script, no WebAssembly and no foreign origin but the gateway", async ({
  request,
  product,
}) => {
  const policy = (await request.get(product.demo)).headers()["content-security-policy"] ?? "";
  expect(policy.split("; ")).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    `connect-src 'self' ${product.gateway}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
});

test("the page breaks none of it on the whole way, and calls nobody else", async ({ checkout, page, product }) => {
  const hosts = new Set<string>();
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith("http")) hosts.add(origin);
  });
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      throw new Error(`violates ${event.effectiveDirective}`);
    });
  });
  await checkout.open();
  await checkout.carryOnTo("result");
  expect([...hosts].sort()).toEqual([product.demo, product.gateway].sort());
});

test("the host signs in only people it knows, and its session is no token for the gateway", async ({
  request,
  product,
}) => {
  const unknown = await request.post(`${product.demo}/sign-in`, { data: { person: "mallory" } });
  expect(unknown.status()).toBe(422);
  const nobody = await request.post(`${product.demo}/sign-in`, { data: {} });
  expect(nobody.status()).toBe(204);
  const known = await request.post(`${product.demo}/sign-in`, { data: { person: "verified" } });
  const cookie = known.headers()["set-cookie"] ?? "";
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
  const session = /demo-session=([^;]+)/.exec(cookie)?.[1] ?? "";
  const asked = await request.get(`${product.gateway}/consents`, { headers: { authorization: `Bearer ${session}` } });
  expect(asked.status()).toBe(401);
  const { token } = (await known.json()) as { token: string };
  const let_in = await request.get(`${product.gateway}/consents`, { headers: { authorization: `Bearer ${token}` } });
  expect(let_in.status()).toBe(200);
});
