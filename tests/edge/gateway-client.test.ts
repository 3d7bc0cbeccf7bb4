// The typed client against the gateway in workerd.
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { GatewayError, type GivenConsent, gatewayClient } from "../../www/package/gateway-client.ts";
import { evidence, RECORD, type RunningGateway, startGateway, token } from "./start-gateway.ts";

const OPERATOR = "o".repeat(32);
let gateway: RunningGateway;
let address: string;
beforeAll(async () => {
  gateway = await startGateway({ variables: { OPERATOR_TOKENS: OPERATOR } });
  address = String(await gateway.address);
});
afterAll(() => gateway.stop());

function clientOf(subject: string) {
  return gatewayClient({ gateway: address, authorize: () => token(subject) });
}

/** As the element has read it from the page. */
async function given(): Promise<GivenConsent> {
  return (await evidence(gateway)) as unknown as GivenConsent;
}

async function refusalOf(asking: Promise<unknown>): Promise<GatewayError> {
  const error = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(GatewayError);
  return error as GatewayError;
}

test("a person goes the way: agrees, hands in, looks, takes back", async () => {
  const ask = clientOf("verified-client");
  const agreed = await ask("POST /consents", { body: await given(), headers: { "Idempotency-Key": "one" } });
  expect([agreed.status, agreed.value.policy]).toEqual([201, "crossmint-privacy-policy"]);
  const { value: stored } = await ask("PUT /crossmint/user", { body: RECORD });
  expect(stored.value.kycData).toBe(true);
  const { value: record } = await ask("GET /consents");
  expect(record.consents.map(({ id }) => id)).toEqual([agreed.value.id]);
  const path = { id: agreed.value.id };
  const { value: receipt, headers } = await ask("GET /consents/{id}/receipt", { path, query: { view: "kantara" } });
  expect([receipt.format, headers.get("content-disposition")]).toEqual([
    "kyc-assent-kantara/1",
    expect.stringContaining("attachment"),
  ]);
  const { value: withdrawn } = await ask("DELETE /consents/{policy}", { path: { policy: agreed.value.policy } });
  expect(withdrawn.withdrawnAt).toMatch(/Z$/);
});

test("what is known has not to be sent again", async () => {
  const ask = clientOf("verified-known");
  const first = await ask("GET /me");
  expect([first.status, first.value?.plan.steps]).toEqual([200, expect.any(Array)]);
  const again = await ask("GET /me", { headers: { "If-None-Match": first.headers.get("etag") ?? "" } });
  expect([again.status, again.value]).toEqual([304, null]);
});

test("a stream is handed out unread, and can be given up", async () => {
  const leaving = new AbortController();
  const { value } = await clientOf("verified-stream")("GET /me/stream", { signal: leaving.signal });
  const reader = value.body?.getReader();
  const chunk = await reader?.read();
  expect(new TextDecoder().decode(chunk?.value)).toMatch(/^event: me\n/);
  leaving.abort();
  await expect(reader?.read()).rejects.toThrow();
});

test("operators ask with their own token", async () => {
  const ask = gatewayClient({ gateway: `${address}/`, authorize: () => OPERATOR });
  const { value } = await ask("GET /operator/export", { query: { format: "csv" } });
  expect([value.headers.get("content-type"), (await value.text()).length]).toEqual([
    expect.stringMatching(/^text\/csv/),
    expect.any(Number),
  ]);
  expect((await ask("GET /operator/policies")).value.inUse).toEqual(["crossmint-privacy-policy"]);
});

describe("what is refused", () => {
  test("bears the gateway's code and words", async () => {
    const error = await refusalOf(clientOf("verified-none")("PUT /crossmint/user", { body: RECORD }));
    expect([error.code, error.status]).toEqual(["consent-required", 403]);
    expect(error.message).toBe(error.problem?.detail);
    expect(error.problem?.requestId).toMatch(/^[0-9a-f-]{36,}$/);
    expect(JSON.stringify(error)).not.toContain("requestId");
  });

  test("names the rules that were broken", async () => {
    const body = { ...(await given()), tickedAtStart: true };
    const error = await refusalOf(clientOf("verified-rules")("POST /consents", { body }));
    expect([error.status, error.problem?.rules]).toEqual([422, ["pre-ticked"]]);
  });

  test("says that nobody is signed in", async () => {
    const error = await refusalOf(gatewayClient({ gateway: address })("GET /consents"));
    expect([error.code, error.status]).toEqual(["unauthorized", 401]);
  });

  test.each(["", ".", ".."])("a part of an address that would lead elsewhere is not sent: %o", async (policy) => {
    const nowhere = gatewayClient({ gateway: address, fetch: () => Promise.reject(new Error("it was sent")) });
    const error = await refusalOf(nowhere("DELETE /consents/{policy}", { path: { policy } }));
    expect([error.code, error.status, error.message]).toEqual(["invalid-input", 0, "path.policy is empty, or a point"]);
  });

  test("a part of an address leads to no other route", async () => {
    const error = await refusalOf(
      clientOf("verified-part")("DELETE /consents/{policy}", { path: { policy: "a/../b" } }),
    );
    expect([error.code, error.status]).toEqual(["not-found", 404]);
    expect(error.message).not.toBe("no such route");
  });
});

describe("in between", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function answering(answer: RequestListener): Promise<string> {
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/kyc`;
  }

  test("a page of another server's is no answer", async () => {
    const url = await answering((_, reply) =>
      reply.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad</h1>"),
    );
    const error = await refusalOf(gatewayClient({ gateway: url })("GET /health"));
    expect([error.code, error.status, error.problem]).toEqual(["unavailable", 502, undefined]);
  });

  test("an answer that is cut is unreadable", async () => {
    const url = await answering((_, reply) => reply.writeHead(200, { "content-type": "application/json" }).end('{"st'));
    const error = await refusalOf(gatewayClient({ gateway: url })("GET /health"));
    expect([error.code, error.status]).toEqual(["unreadable", 200]);
  });

  test("nobody there is unavailable; given up is given up", async () => {
    const url = await answering((_, reply) => reply.end());
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    const ask = gatewayClient({ gateway: url });
    const error = await refusalOf(ask("GET /health"));
    expect([error.code, error.status]).toEqual(["unavailable", 0]);
    const given = ask("GET /health", { signal: AbortSignal.abort() });
    await expect(given).rejects.toMatchObject({ name: "AbortError" });
  });

  test("the gateway may be below a path, and is asked as the description says", async () => {
    const seen: unknown[] = [];
    const url = await answering(({ method, url: path, headers }, reply) => {
      seen.push([method, path, headers["authorization"], headers["content-type"]]);
      reply.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
    const ask = gatewayClient({ gateway: `${url}/`, authorize: () => "a.b.c" });
    await ask("POST /flow/tasks/{id}/fields", { path: { id: "crossmint.details" }, body: {} });
    const file = new Blob(["%PDF-"], { type: "application/pdf" });
    const path = { id: "b2core.documents", part: "1/ä" };
    await ask("POST /flow/tasks/{id}/documents/{part}", { path, query: { scopes: "level" }, body: file });
    expect(seen).toEqual([
      ["POST", "/kyc/flow/tasks/crossmint.details/fields", "Bearer a.b.c", "application/json"],
      ["POST", "/kyc/flow/tasks/b2core.documents/documents/1%2F%C3%A4?scopes=level", "Bearer a.b.c", "application/pdf"],
    ]);
  });
});
