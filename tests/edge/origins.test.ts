import { afterAll, beforeAll, expect, test } from "vitest";
import { ORIGIN, type RunningGateway, startGateway, token } from "./start-gateway.ts";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

test.each([ORIGIN, "http://localhost:8780"])("the page at %s may call and read", async (origin) => {
  const bearer = await token("verified-cors");
  const { status, headers } = await gateway.ask("/consents", { headers: { origin }, token: bearer });
  expect(status).toBe(200);
  expect(headers.get("access-control-allow-origin")).toBe(origin);
  expect(headers.get("access-control-allow-credentials")).toBeNull();
  expect(headers.get("access-control-expose-headers")).toMatch(/x-request-id/);
  expect(headers.get("vary")).toMatch(/Origin/);
});

test("an error can be read by the page too", async () => {
  const { status, headers } = await gateway.ask("/consents");
  expect([status, headers.get("access-control-allow-origin")]).toEqual([401, ORIGIN]);
});

test.each([
  "https://evil.example",
  "https://shop.example.evil.example",
  "https://shop.example:8443",
  "http://shop.example",
  "https://SHOP.example",
  "null",
])("a page at %s is refused before anything happens", async (origin) => {
  const person = gateway.person("verified-foreign");
  const before = await gateway.partnerCalls();
  const agreed = await person.agree({ origin });
  expect([agreed.status, agreed.body.code]).toEqual([403, "unauthorized"]);
  expect(agreed.headers.get("access-control-allow-origin")).toBeNull();
  expect(agreed.headers.get("vary")).toMatch(/Origin/);
  expect((await person.ask("/crossmint/user", { headers: { origin } })).status).toBe(403);
  expect((await gateway.ask("/policies/crossmint-privacy-policy/presentation", { headers: { origin } })).status).toBe(
    403,
  );
  expect(await gateway.partnerCalls()).toEqual(before);
  expect(await person.consents()).toEqual([]);
});

test("a preflight of a page on the list is answered without a token", async () => {
  const headers = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type,idempotency-key",
  };
  const answer = await gateway.ask("/consents", { method: "OPTIONS", headers });
  expect(answer.status).toBe(204);
  expect(answer.headers.get("access-control-allow-origin")).toBe(ORIGIN);
  expect(answer.headers.get("access-control-allow-methods")).toBe("GET, POST, PUT, DELETE");
  const allowed = answer.headers.get("access-control-allow-headers")?.split(", ");
  const own = ["authorization", "cache-control", "content-type", "idempotency-key", "if-none-match", "traceparent"];
  expect(allowed).toEqual([...own, "x-sandbox-fault"]);
  expect(answer.headers.get("vary")).toMatch(/Origin/);
});

test("a preflight of another page is refused", async () => {
  const answer = await gateway.ask("/consents", { method: "OPTIONS", headers: { origin: "https://evil.example" } });
  expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([403, null]);
});

test("a server, which has no origin, may call with a token", async () => {
  const { status, headers } = await gateway.person("verified-server").ask("/consents", { headers: { origin: "" } });
  expect([status, headers.get("access-control-allow-origin")]).toEqual([200, null]);
});
