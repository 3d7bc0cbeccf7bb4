// Kriptomat: the webhook about the result, what staff can set, and what outlives a restart.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { kriptomat, shown, tokenFor } from "./kriptomat-client.ts";
import { type Sandbox, startSandbox } from "./start-sandbox.ts";
import { shareToken } from "./sumsub-client.ts";
import { type Receiver, startReceiver } from "./webhook-receiver.ts";

let sandbox: Sandbox;
let receiver: Receiver;
let token: string;
beforeAll(async () => {
  [sandbox, receiver] = await Promise.all([startSandbox(), startReceiver()]);
});
afterAll(() => Promise.all([sandbox.stop(), receiver.stop()]));
beforeEach(async () => {
  await sandbox.reset();
  receiver.hooks.length = 0;
  receiver.answers.length = 0;
  token = await tokenFor(sandbox);
});

const set = (settings: object) => sandbox.set({ ...settings }, "kriptomat");
const statuses = async (user: number) => {
  const { kyc_status, edd_status } = await shown(sandbox, token, user);
  return [kyc_status, edd_status];
};
async function doImport(user: number): Promise<void> {
  const share = { token: await shareToken(sandbox) };
  const reply = await kriptomat(sandbox, token, "POST", `/v1/users/${user}/kyc-import`, share);
  expect(reply.status).toBe(200);
}

describe("webhook", () => {
  const DATE = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+0000$/);
  beforeEach(() => set({ webhookUrl: receiver.url }));

  test("tells of the result when it is there, unsigned", async () => {
    await doImport(1000);
    await sandbox.advance(2);
    expect(receiver.hooks).toEqual([]);
    await sandbox.advance(1);
    expect(receiver.hooks).toHaveLength(1);
    expect(receiver.hooks[0]?.json).toEqual({
      user_id: 1000,
      status: {
        createDate: DATE,
        reviewDate: DATE,
        startDate: DATE,
        reviewResult: { reviewAnswer: "GREEN", rejectLabels: [] },
        reviewStatus: "completed",
        notificationFailureCnt: 0,
        applicantId: expect.any(String),
      },
      documentStatus: [{ idDocType: "PASSPORT", reviewResult: { reviewAnswer: "GREEN", rejectLabels: [] } }],
    });
    expect(Object.keys(receiver.hooks[0]?.headers ?? {}).join()).not.toMatch(/digest|signature/);
  });

  test.each([3000, 4000])("%i: RED, with reasons and a private comment", async (user) => {
    await doImport(user);
    await sandbox.advance(3);
    expect(receiver.hooks[0]?.json).toMatchObject({
      user_id: user,
      status: {
        reviewResult: {
          reviewAnswer: "RED",
          reviewRejectType: "FINAL",
          rejectLabels: ["FORGERY"],
          moderationComment: expect.any(String),
          clientComment: expect.stringContaining("PRIVATE"),
        },
      },
    });
  });

  test("documents can be left out; who never started is not told of", async () => {
    await set({ documentStatus: false });
    await doImport(1000);
    await doImport(9000);
    await sandbox.advance(3);
    expect(receiver.hooks).toHaveLength(1);
    expect(receiver.hooks[0]?.json).not.toHaveProperty("documentStatus");
  });

  test.each([
    [1, 1],
    [3, 3],
  ])("is tried %i times in all", async (webhookTimes, expected) => {
    await set({ webhookTimes });
    receiver.answers.push(500, 500, 500, 500);
    await doImport(1000);
    await sandbox.advance(3);
    for (let count = 0; count < 5; count += 1) await sandbox.advance(300);
    expect(receiver.hooks).toHaveLength(expected);
  });

  test("of a KYC that was begun anew comes once", async () => {
    await doImport(1000);
    await sandbox.staff("kriptomat", "set-status", { user: "1000", kyc_status: "failed" });
    await sandbox.advance(1);
    await doImport(1000);
    expect(await statuses(1000)).toEqual(["pending", ""]);
    await sandbox.advance(2.5);
    expect(receiver.hooks).toEqual([]);
    await sandbox.advance(0.5);
    expect(receiver.hooks).toHaveLength(1);
    expect(await sandbox.control("GET", "webhooks")).toMatchObject({
      webhooks: [{ state: "withdrawn", attempts: [] }, { state: "delivered" }],
    });
  });

  test("comes by itself when the clock runs", async () => {
    await set({ reviewSeconds: 0 });
    await sandbox.control("PUT", "clock", { running: true });
    await doImport(1000);
    await expect.poll(() => receiver.hooks.length, { timeout: 30_000 }).toBe(1);
  });

  test("staff send one that nothing stands behind, and anybody can forge one", async () => {
    await sandbox.staff("kriptomat", "send-webhook", { user: "1000", answer: "GREEN" });
    expect(receiver.hooks[0]?.json).toMatchObject({
      user_id: 1000,
      status: { reviewResult: { reviewAnswer: "GREEN" } },
    });
    expect(await statuses(1000)).toEqual(["not_started", ""]);
    const { webhooks } = (await sandbox.control("GET", "webhooks")) as { webhooks: { id: string }[] };
    await sandbox.control("POST", `webhooks/${webhooks[0]?.id}/forge`, { how: "answer" });
    expect(receiver.hooks[1]?.json).toMatchObject({ user_id: 1000, status: { reviewResult: { reviewAnswer: "RED" } } });
  });
});

describe("staff", () => {
  test("set any word as status, for one environment and account", async () => {
    const change = { user: "1000", kyc_status: "Levitating", edd_status: "odd" };
    expect(await sandbox.staff("kriptomat", "set-status", change)).toEqual({
      kyc_status: "Levitating",
      edd_status: "odd",
    });
    expect(await statuses(1000)).toEqual(["Levitating", "odd"]);
    await sandbox.staff("kriptomat", "set-status", { ...change, user: "1001", environment: "staging" });
    expect(await statuses(1001)).toEqual(["not_started", ""]);
  });

  test("confirm a due diligence", async () => {
    await doImport(5000);
    await sandbox.advance(3);
    await sandbox.staff("kriptomat", "set-status", { user: "5000", edd_status: "confirmed" });
    expect(await statuses(5000)).toEqual(["passed", "confirmed"]);
  });

  test.each([
    ["set-status", { user: "101000" }, 404],
    ["set-status", { user: "1000", clientId: "71002" }, 404],
    ["set-status", { user: "1000", clientId: "5" }, 400],
    ["set-status", { user: "1000", environment: "moon" }, 400],
    ["send-webhook", { user: "1000", answer: "BLUE" }, 400],
  ])("%s %j: %i", async (action, input, status) => {
    await expect(sandbox.staff("kriptomat", action, input)).rejects.toThrow(`: ${status} `);
  });
});

test("a restart keeps a running KYC and the webhook that waits for its end", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  try {
    const first = await startSandbox(folder);
    await first.reset();
    await first.set({ webhookUrl: receiver.url }, "kriptomat");
    const bearer = await tokenFor(first);
    await kriptomat(first, bearer, "POST", "/v1/users/passed-ada/kyc-import", { token: await shareToken(first) });
    await first.stop();

    const second = await startSandbox(folder);
    expect(await shown(second, bearer, "passed-ada")).toMatchObject({ kyc_status: "pending" });
    await second.advance(3);
    expect(receiver.hooks).toHaveLength(1);
    expect(await shown(second, bearer, "passed-ada")).toMatchObject({ kyc_status: "passed" });
    await second.stop();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
