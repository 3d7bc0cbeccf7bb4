import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { base64url, exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  AUDIENCE,
  evidence,
  ISSUER,
  type OddToken,
  PUBLIC_JWK,
  type RunningGateway,
  startGateway,
  token,
} from "./start-gateway.ts";

async function statusWith(gateway: RunningGateway, bearer: string): Promise<[number, string | undefined]> {
  const { status, body } = await gateway.ask("/consents", { token: bearer });
  return [status, body.code];
}

describe("with the host's public key", () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  test("a good token lets in", async () => {
    expect(await statusWith(gateway, await token("verified-good"))).toEqual([200, undefined]);
  });

  test("without a token nobody gets in", async () => {
    const { status, body, headers } = await gateway.ask("/consents");
    expect([status, body.code, headers.get("www-authenticate")]).toEqual([401, "unauthorized", "Bearer"]);
  });

  test.each(["GET /consents", "DELETE /consents/crossmint-privacy-policy", "POST /consents", "GET /crossmint/user"])(
    "%s wants a token before it looks at anything else",
    async (route) => {
      const [method = "", path = ""] = route.split(" ");
      expect((await gateway.ask(path, { method })).status).toBe(401);
    },
  );

  test.each(["PUT /crossmint/user", "POST /crossmint/documents", "PUT /crossmint/identity-verification"])(
    "%s wants a token before it reads the body",
    async (route) => {
      const [method = "", path = ""] = route.split(" ");
      expect((await gateway.ask(path, { method, body: "{" })).status).toBe(401);
    },
  );

  test.each(["Basic dTpw", "Bearer", "Bearer ", "Bearer a b", "bearer"])(
    "the header %j lets nobody in",
    async (authorization) => {
      expect((await gateway.ask("/consents", { headers: { authorization } })).status).toBe(401);
    },
  );

  const now = Math.floor(Date.now() / 1000);
  test.each<[string, OddToken]>([
    ["has run out", { expires: now - 60 }],
    ["never runs out", { expires: null }],
    ["is not valid yet", { notBefore: now + 120 }],
    ["is for another audience", { audience: "another" }],
    ["is of another issuer", { issuer: "https://another.example" }],
  ])("a token that %s lets nobody in", async (_, odd) => {
    expect(await statusWith(gateway, await token("verified-a", odd))).toEqual([401, "unauthorized"]);
  });

  test("a token of another signer lets nobody in", async () => {
    const { privateKey } = await generateKeyPair("ES256");
    const claims = new SignJWT({ sub: "verified-a" }).setProtectedHeader({ alg: "ES256", kid: "host" });
    const forged = claims.setIssuer(ISSUER).setAudience(AUDIENCE).setExpirationTime("5m");
    expect((await statusWith(gateway, await forged.sign(privateKey)))[0]).toBe(401);
  });

  test.each([
    [undefined],
    [""],
    [42],
    [null],
    [["verified-a"]],
    [{ id: "verified-a" }],
    [" padded"],
    ["line\nbreak"],
    ["half \ud800 a pair"],
    ["much too long ".repeat(40).trim()],
  ])("a token whose subject is %j identifies nobody", async (subject) => {
    expect((await statusWith(gateway, await token(subject)))[0]).toBe(401);
  });

  test("a token that nobody signed lets nobody in", async () => {
    const claims = new UnsecuredJWT({ sub: "verified-a" }).setIssuer(ISSUER).setAudience(AUDIENCE);
    expect((await statusWith(gateway, claims.setExpirationTime("5m").encode()))[0]).toBe(401);
  });

  test("a token signed with the public key as a shared secret lets nobody in", async () => {
    const publicKey = await importJWK(PUBLIC_JWK, "ES256");
    const spki = await exportSPKI(publicKey as Awaited<ReturnType<typeof generateKeyPair>>["publicKey"]);
    for (const secret of [spki, JSON.stringify(PUBLIC_JWK)]) {
      const claims = new SignJWT({ sub: "verified-a" }).setProtectedHeader({ alg: "HS256" });
      const forged = claims.setIssuer(ISSUER).setAudience(AUDIENCE).setExpirationTime("5m");
      expect((await statusWith(gateway, await forged.sign(new TextEncoder().encode(secret))))[0]).toBe(401);
    }
  });

  test("a token that was changed lets nobody in", async () => {
    const [header, payload = "", signature] = (await token("verified-a")).split(".");
    const claims = JSON.parse(new TextDecoder().decode(base64url.decode(payload))) as object;
    const changed = base64url.encode(JSON.stringify({ ...claims, sub: "verified-b" }));
    expect((await statusWith(gateway, `${header}.${changed}.${signature}`))[0]).toBe(401);
  });

  test("whom it is about is never read from the request", async () => {
    const person = gateway.person("verified-self");
    await person.agree();
    for (const extra of [
      { userLocator: "userId:verified-other" },
      { reference: {} },
      { stored: {} },
      { __proto__x: 1 },
    ]) {
      const put = await person.put({ userDetails: {}, ...extra });
      expect([put.status, put.body.code]).toEqual([422, "invalid-input"]);
    }
    const user = await person.ask("/crossmint/user?userLocator=userId:verified-other");
    expect(user.body.value).toMatchObject({ userId: "verified-self" });
  });
});

test("claim and form of the locator are configured", async () => {
  const { privateKey, publicKey } = await generateKeyPair("EdDSA", { extractable: true });
  const jwk = JSON.stringify({ ...(await exportJWK(publicKey)), alg: "EdDSA" });
  const variables = { LOCATOR_CLAIM: "mail", LOCATOR_FORM: "email", JWT_PUBLIC_KEY: jwk };
  const gateway = await startGateway({ variables });
  const claims = new SignJWT({ sub: "x", mail: "verified-m@example.com" }).setProtectedHeader({ alg: "EdDSA" });
  const bearer = await claims.setIssuer(ISSUER).setAudience(AUDIENCE).setExpirationTime("5m").sign(privateKey);
  const body = await evidence(gateway);
  expect((await gateway.ask("/consents", { token: bearer, method: "POST", body })).body.delivery).toBe("delivered");
  const user = await gateway.ask("/crossmint/user", { token: bearer });
  expect(user.body.value).toMatchObject({ email: "verified-m@example.com" });
  expect((await gateway.ask("/consents", { token: await token("verified-a") })).status).toBe(401);
  await gateway.stop();
});

describe("with the address of a JWK set", () => {
  let reply: { status: number; body: string };
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.writeHead(reply.status, { "content-type": "application/json" }).end(reply.body);
  });
  let gateway: RunningGateway;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const variables = { JWT_PUBLIC_KEY: undefined, JWT_JWKS_URL: `http://127.0.0.1:${port}/jwks.json` };
    gateway = await startGateway({ variables });
  });
  afterAll(async () => {
    await gateway.stop();
    server.close();
  });

  test("while the set cannot be fetched, nobody is told to sign in again", async () => {
    for (reply of [
      { status: 500, body: "{}" },
      { status: 200, body: "<html>" },
      { status: 200, body: '{"keys":1}' },
    ]) {
      expect(await statusWith(gateway, await token("verified-a"))).toEqual([503, "unavailable"]);
    }
  });

  test("a key of the set lets in, and the set is not fetched for every token", async () => {
    reply = { status: 200, body: JSON.stringify({ keys: [PUBLIC_JWK] }) };
    expect(await statusWith(gateway, await token("verified-a"))).toEqual([200, undefined]);
    const before = asked;
    for (let index = 0; index < 5; index++) {
      expect((await statusWith(gateway, await token("verified-a")))[0]).toBe(200);
    }
    const unknown = await token("verified-a", { kid: "unknown" });
    for (let index = 0; index < 5; index++) expect((await statusWith(gateway, unknown))[0]).toBe(401);
    expect(asked).toBe(before);
  });
});
