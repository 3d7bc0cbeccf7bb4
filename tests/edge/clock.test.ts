import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesWith, hashOf } from "./ledger-file.ts";
import { leavesOf, verifiedHead } from "./log-files.ts";
import { evidence, RECORD, type RunningGateway, startGateway, token } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ entry: "tests/edge/jumping-clock-worker.ts" });
});
afterAll(() => gateway.stop());

const jump = (by: number) => gateway.ask(`/clock?by=${by}`);

test("a clock that goes back an hour and forward a day leaves a chain that holds, and a log that grows", async () => {
  const ask = async (path: string, method: string, body?: unknown) => {
    const expires = Math.floor((Date.now() + 3 * DAY) / 1000);
    return gateway.ask(path, { method, token: await token("verified-jumps", { expires }), body });
  };
  const ids: string[] = [];
  for (const by of [0, -HOUR, DAY, 0, -HOUR, DAY + HOUR]) {
    await jump(by);
    const { status, body } = await ask("/consents", "POST", await evidence(gateway));
    expect([status, body.delivery]).toEqual([201, "delivered"]);
    expect((await ask("/crossmint/user", "PUT", RECORD)).status).toBe(200);
    ids.push(body.id ?? "");
    expect((await ask("/consents/crossmint-privacy-policy", "DELETE")).status).toBe(200);
  }
  const entries = entriesWith(gateway.folder, ids[0] ?? "");
  expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
  for (const [index, entry] of entries.entries()) {
    expect([entry.previous, entry.hash]).toEqual([entries[index - 1]?.hash ?? "0".repeat(64), hashOf(entry)]);
    expect(entry.at >= (entries[index - 1]?.at ?? "")).toBe(true);
  }
  const consents = (await ask("/consents", "GET")).body.consents ?? [];
  expect(consents.map(({ id }) => id)).toEqual(ids);

  // The clock is right again; what it put off by a day goes to the log with what comes next.
  await jump(0);
  const last = await ask("/consents", "POST", await evidence(gateway));
  expect(last.body.delivery).toBe("delivered");
  await waitFor(() => {
    const count = entriesWith(gateway.folder, ids[0] ?? "").length;
    return leavesOf(gateway.folder).filter(({ kind }) => kind === "entry").length === count;
  });
  const { body } = await gateway.ask("/log/heads");
  const heads = await Promise.all((body.heads ?? []).map(({ jws }) => verifiedHead(gateway, jws)));
  for (const [index, head] of heads.entries()) {
    const before = heads[index - 1];
    expect(before === undefined || (head.at >= before.at && head.size >= before.size)).toBe(true);
  }
});
