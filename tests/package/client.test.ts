// The client flavour against a server: prepare, fetch, read in one call. The partner's address is Crossmint's own, so
// the host's fetch is led to a server of the test.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { load } from "./built.ts";
import { getUser, putUser, record } from "./person.ts";

const client = await load("client.js");
const node = await load("node.js");

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let seen: { method: string | undefined; path: string | undefined; headers: IncomingMessage["headers"]; body: string }[];
const asked: { url: string; init: Pick<Request, "redirect" | "signal"> }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += part;
    seen.push({ method: request.method, path: request.url, headers: request.headers, body });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const real = globalThis.fetch;
  vi.stubGlobal("fetch", (request: Request, init?: RequestInit) => {
    const url = new URL(request.url);
    asked.push({ url: url.origin, init: request });
    return real(new Request(`http://127.0.0.1:${port}${url.pathname}${url.search}`, request), init);
  });
});

afterEach(() => {
  seen = [];
  asked.length = 0;
});
seen = [];

afterAll(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function json(status: number, body: unknown, headers: Record<string, string> = {}) {
  answer = (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

const summary = { userDetails: true, kycData: false, dueDiligence: false, verificationHistory: false };

test("one call asks, sends and reads", async () => {
  json(200, { ...summary, userId: "johnd-123" });
  const reading = await client.call("crossmint.getUser", getUser());
  expect(reading.value).toEqual({ ...summary, userId: "johnd-123", legalDocuments: [] });
  expect(reading.decisions).toMatchObject([{ next: "ask-consent", scope: "crossmint-privacy-policy" }]);
  expect(asked.map(({ url }) => url)).toEqual(["https://staging.crossmint.com"]);
  expect(seen).toMatchObject([
    {
      method: "GET",
      path: "/api/2025-06-09/users/userId%3Ajohnd-123",
      headers: { "x-api-key": "sk_staging_5ecretKey", accept: "application/json" },
      body: "",
    },
  ]);
});

test("what is sent is what prepare gives", async () => {
  json(200, summary);
  await client.call("crossmint.putUser", putUser());
  const request = node.prepare("crossmint.putUser", putUser());
  expect(seen).toMatchObject([{ method: request.method, body: request.body, headers: request.headers }]);
  expect(JSON.parse(seen[0]?.body ?? "")).toEqual(record);
});

test("the reading is what read gives", async () => {
  const body = { eligibility: [{ type: "onramp", status: "requires-data", missingData: ["kyc-data", "x"] }] };
  json(200, body);
  const call = { ...getUser(), input: { userLocator: "userId:johnd-123" } } as const;
  const reading = await client.call("crossmint.getVerification", call);
  const same = node.read("crossmint.getVerification", { status: 200, headers: {}, body: JSON.stringify(body) });
  expect(JSON.stringify(reading)).toBe(JSON.stringify(same));
});

test("law 2: without consent nothing is sent", async () => {
  const { consent: _, ...without } = putUser();
  const failed = client.call("crossmint.putUser", without as never);
  await expect(failed).rejects.toBeInstanceOf(client.AssentError);
  await expect(failed).rejects.toMatchObject({ code: "consent-required" });
  expect(asked).toEqual([]);
});

test.each([
  [401, {}, { code: "unauthorized" }],
  [404, {}, { code: "not-found" }],
  [409, { message: "no" }, { code: "refused", said: "no" }],
  [429, {}, { code: "rate-limited", retryAfter: 60 }],
  [500, {}, { code: "unavailable" }],
  [200, "{", { code: "unreadable", field: "body" }],
  [200, "", { code: "unreadable" }],
  [502, "<html>", { code: "unavailable" }],
])("an answer of %i with %j is the error that read throws", async (status, body, expected) => {
  json(status, body);
  const failed = client.call("crossmint.getUser", getUser());
  await expect(failed).rejects.toBeInstanceOf(client.AssentError);
  await expect(failed).rejects.toMatchObject(expected);
});

test("headers of the answer count", async () => {
  json(503, {}, { "Retry-After": "17" });
  await expect(client.call("crossmint.getUser", getUser())).rejects.toMatchObject({ retryAfter: 17 });
});

test("a redirect is not followed, so the key goes nowhere else", async () => {
  json(302, "", { location: "/elsewhere" });
  await expect(client.call("crossmint.getUser", getUser())).rejects.toMatchObject({ code: "unavailable" });
  expect(seen).toHaveLength(1);
  expect(asked[0]?.init.redirect).toBe("manual");
});

test("a connection that breaks is unavailable", async () => {
  answer = (_, response) => response.destroy();
  await expect(client.call("crossmint.getUser", getUser())).rejects.toMatchObject({ code: "unavailable" });
  answer = (_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("{", () => response.destroy());
  };
  await expect(client.call("crossmint.getUser", getUser())).rejects.toMatchObject({ code: "unavailable" });
});

test("a partner that never answers is given up", async () => {
  answer = () => {};
  const real = AbortSignal.timeout;
  const limits: number[] = [];
  const timeout = vi.spyOn(AbortSignal, "timeout").mockImplementation((limit) => {
    limits.push(limit);
    return real.call(AbortSignal, 50);
  });
  await expect(client.call("crossmint.getUser", getUser())).rejects.toMatchObject({ code: "unavailable" });
  timeout.mockRestore();
  expect(limits).toEqual([10_000]);
});

test("an answer that is too long is not read", async () => {
  json(200, { ...summary, note: "x".repeat(2 << 20) });
  await expect(client.call("crossmint.getUser", getUser())).rejects.toMatchObject({ code: "unreadable" });
  answer = (_, response) => {
    // Announced and never sent: it is not waited for.
    response.writeHead(200, { "content-type": "application/json", "content-length": String(1 << 30) });
    response.flushHeaders();
  };
  await expect(client.call("crossmint.getUser", getUser())).rejects.toMatchObject({ code: "unreadable" });
});

test("arguments that are no plain data are refused", async () => {
  for (const wrong of [undefined, null, "x", () => 1, Symbol("x"), new Uint8Array(3)]) {
    await expect(client.call("crossmint.getUser", wrong as never)).rejects.toMatchObject({ code: "invalid-input" });
  }
  expect(asked).toEqual([]);
});

test("calls at the same time do not mix", async () => {
  const waiting: (() => void)[] = [];
  answer = (request, response) => {
    const userId = decodeURIComponent(request.url?.split("/").at(-1) ?? "");
    waiting.push(() => response.end(JSON.stringify({ ...summary, userId })));
    // The last to ask is answered first.
    if (waiting.length === 20) for (const reply of waiting.reverse()) reply();
  };
  const ids = Array.from({ length: 20 }, (_, i) => `userId:person-${i}` as const);
  const readings = await Promise.all(
    ids.map((userLocator) => client.call("crossmint.getUser", { ...getUser(), input: { userLocator } })),
  );
  expect(readings.map(({ value }) => value.userId)).toEqual(ids);
});
