import { afterAll, beforeAll, expect, test } from "vitest";
import { ORIGIN, type RunningGateway, startGateway } from "./start-gateway.ts";

const [ONE, TWO] = ["first-operators-token-of-the-tests-0001", "second-operators-token-of-the-tests-0002"];

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ variables: { OPERATOR_TOKENS: `${ONE}, ${TWO}` } });
});
afterAll(() => gateway.stop());

/** A route that nobody has: whoever is let in learns that, the others do not. */
const PATH = "/operator/no-such-route";
const from = (address: string) => ({ "cf-connecting-ip": address, origin: "" });

test("each token lets its operator in, and the log says which it was", async () => {
  for (const [index, token] of [ONE, TWO].entries()) {
    const answer = await gateway.ask(PATH, { token, headers: from("192.0.2.1") });
    expect([answer.status, answer.body.code]).toEqual([404, "not-found"]);
    const line = gateway.log.find((one) => one.event === "operator" && one.requestId === answer.body.requestId);
    expect(line?.operator).toBe(index + 1);
  }
  expect(gateway.output).not.toMatch(/operators-token/);
});

test.each([
  ["no token", undefined],
  ["a part of one", ONE.slice(0, -1)],
  ["one in capitals", ONE.toUpperCase()],
  ["both at once", `${ONE},${TWO}`],
])("%s lets nobody in", async (_, token) => {
  const answer = await gateway.ask(PATH, { ...(token && { token }), headers: from("192.0.2.2") });
  expect([answer.status, answer.body.code]).toEqual([401, "unauthorized"]);
});

test("a person's token is no operator's", async () => {
  expect((await gateway.person("verified-operator").ask(PATH, { headers: from("192.0.2.3") })).status).toBe(401);
});

test("after ten wrong tokens none of that address is looked at; others are", async () => {
  const ask = (token: string, address: string) => gateway.ask(PATH, { token, headers: from(address) });
  for (let time = 0; time < 10; time++) expect((await ask("wrong", "192.0.2.4")).status).toBe(401);
  const limited = await ask(ONE, "192.0.2.4");
  expect([limited.status, limited.body.code]).toEqual([429, "rate-limited"]);
  expect(limited.headers.get("retry-after")).toMatch(/^([1-9]|[1-5]\d|60)$/);
  expect((await ask(ONE, "192.0.2.5")).status).toBe(404);
});

test("no page is allowed to call it", async () => {
  const preflight = await gateway.ask(PATH, {
    method: "OPTIONS",
    headers: { origin: ORIGIN, "cf-connecting-ip": "a" },
  });
  expect(preflight.status).toBe(401);
  const asked = await gateway.ask(PATH, { token: ONE, headers: { origin: ORIGIN } });
  for (const answer of [preflight, asked]) expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  const foreign = await gateway.ask(PATH, { token: ONE, headers: { origin: "https://elsewhere.example" } });
  expect(foreign.status).toBe(403);
});

test("without tokens nothing is there", async () => {
  await gateway.restart({ variables: {} });
  expect((await gateway.ask(PATH, { token: ONE, headers: from("192.0.2.6") })).status).toBe(404);
});

test.each(["short", `${ONE},short`, `${ONE},`, "x".repeat(513)])("no list of tokens: %.20s", async (tokens) => {
  await gateway.restart({ variables: { OPERATOR_TOKENS: tokens } });
  const { status, body } = await gateway.ask("/health");
  expect([status, body.variables]).toEqual([503, ["OPERATOR_TOKENS"]]);
});
