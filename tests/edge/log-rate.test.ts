// The public routes of the log: one caller cannot keep it busy for all the others.

import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningGateway, startGateway } from "./start-gateway.ts";

const RATE = 5;

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ variables: { LOG_RATE: String(RATE) } });
});
afterAll(() => gateway.stop());

const PATHS = ["/log/head", "/log/heads", "/log/keys", "/log/consistency?from=1&to=1", "/log/consistency"];
const from = (address: string, path = "/log/keys") =>
  gateway.ask(path, { headers: { origin: "", "cf-connecting-ip": address } });

async function used(address: string): Promise<void> {
  for (const path of PATHS) expect((await from(address, path)).status).not.toBe(429);
}

test("all its routes together, refused requests too, count against one address, and no other", async () => {
  await used("192.0.2.1");
  const limited = await from("192.0.2.1");
  expect([limited.status, limited.body.code]).toEqual([429, "rate-limited"]);
  const wait = Number(limited.headers.get("retry-after"));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  expect(limited.headers.get("access-control-allow-origin")).toBe("*");
  expect((await from("192.0.2.2")).status).toBe(200);
  expect((await gateway.ask("/health", { headers: { "cf-connecting-ip": "192.0.2.1" } })).status).toBe(200);
});

test("an IPv6 address counts with all of its /64, however it is written", async () => {
  await used("2001:db8:1:2::1");
  for (const own of ["2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"]) expect((await from(own)).status).toBe(429);
  for (const other of ["2001:db8:1:3::1", "2001:db8:1::2"]) expect((await from(other)).status).toBe(200);
  await used("2001:db8::1");
  expect((await from("2001:db8:0:0::7")).status).toBe(429);
});

test.each(["0", "-1", "many", "1.5", "1000001"])("no rate: %s", async (rate) => {
  await gateway.restart({ variables: { LOG_RATE: rate } });
  const { status, body } = await gateway.ask("/health");
  expect([status, body.variables]).toEqual([503, ["LOG_RATE"]]);
});

test("left out it is 120", async () => {
  await gateway.restart({ variables: { LOG_RATE: undefined } });
  const statuses: number[] = [];
  for (let time = 0; time < 121; time++) statuses.push((await from("192.0.2.3")).status);
  expect([statuses.filter((status) => status === 200).length, statuses.at(-1)]).toEqual([120, 429]);
});
