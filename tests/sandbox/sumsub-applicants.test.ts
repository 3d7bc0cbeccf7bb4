// Sumsub: the status of each made-up applicant, outcomes set by the sandbox endpoint and by staff, and their webhooks.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Read, type Sandbox, startSandbox } from "./start-sandbox.ts";
import { PRODUCTION_DONOR, sumsub } from "./sumsub-client.ts";
import { type Receiver, startReceiver } from "./webhook-receiver.ts";

let sandbox: Sandbox;
let receiver: Receiver;
beforeAll(async () => {
  [sandbox, receiver] = await Promise.all([startSandbox(), startReceiver()]);
});
afterAll(() => Promise.all([sandbox.stop(), receiver.stop()]));
beforeEach(async () => {
  await sandbox.reset();
  receiver.hooks.length = 0;
});

const look = (id: string): Promise<Read> => sumsub(sandbox, "GET", `/resources/applicants/${id}/status`);
const complete = (id: string, body: unknown, options?: object): Promise<Read> =>
  sumsub(sandbox, "POST", `/resources/applicants/${id}/status/testCompleted`, JSON.stringify(body), options);

const DATE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+0000$/;
const RED = { reviewAnswer: "RED", rejectLabels: expect.any(Array) };

describe("people", () => {
  test.each([
    ["approved", "completed", { reviewAnswer: "GREEN" }],
    ["retry", "completed", { ...RED, reviewRejectType: "RETRY" }],
    ["final", "completed", { ...RED, reviewRejectType: "FINAL" }],
    ["init", "init", undefined],
    ["pending", "pending", undefined],
    ["prechecked", "prechecked", undefined],
    ["queued", "queued", undefined],
    ["on-hold", "onHold", undefined],
    ["awaiting-service", "awaitingService", { reviewAnswer: "GREEN" }],
    ["awaiting-user", "awaitingUser", undefined],
    ["unsuitable", "completed", { reviewAnswer: "GREEN" }],
  ])("%s is %s", async (outcome, reviewStatus, reviewResult) => {
    for (const id of [outcome, `${outcome}-7`]) {
      const { status, json } = await look(id);
      expect(status).toBe(200);
      expect(json).toMatchObject({ reviewStatus, ...(reviewResult && { reviewResult }) });
      if (reviewResult === undefined) expect(json).not.toHaveProperty("reviewResult");
    }
  });

  test("24 hexadecimal digits stand for the person at the place of the first two", async () => {
    const { people } = (await sandbox.control("GET", "people")) as { people: Record<string, string>[] };
    const own = people.filter(({ partner }) => partner === "sumsub");
    for (const { outcome = "", ids = "" } of own) {
      const { reviewStatus } = (await look(outcome)).json as { reviewStatus: string };
      expect((await look(`${ids.slice(0, 2)}b0${"c".repeat(20)}`)).json).toMatchObject({ reviewStatus });
    }
    expect((await look("f".repeat(24))).status).toBe(404);
  });

  test.each(["nobody", "approvedly", "approved-", "approved%2F1", "%"])("%s is not found", async (id) => {
    expect((await look(id)).status).toBe(id === "%" ? 400 : 404);
  });

  test("a status has every documented field", async () => {
    const { json } = await look("retry-1");
    expect(json).toEqual({
      reviewId: expect.any(String),
      attemptId: expect.any(String),
      attemptCnt: 1,
      levelName: expect.any(String),
      elapsedSincePendingMs: expect.any(Number),
      createDate: expect.stringMatching(DATE),
      reviewDate: expect.stringMatching(DATE),
      reviewStatus: "completed",
      reviewResult: {
        reviewAnswer: "RED",
        rejectLabels: ["UNSATISFACTORY_PHOTOS", "SCREENSHOTS"],
        reviewRejectType: "RETRY",
        moderationComment: expect.stringContaining("photo"),
        clientComment: expect.stringContaining("PRIVATE"),
      },
    });
    expect((await look("init")).json).not.toHaveProperty("elapsedSincePendingMs");
    expect((await look("pending")).json).not.toHaveProperty("reviewDate");
  });
});

describe("testCompleted", () => {
  const url = () => sandbox.set({ webhookUrl: receiver.url }, "sumsub");

  test("sets the outcome and sends applicantReviewed", async () => {
    await url();
    const result = {
      reviewAnswer: "RED",
      rejectLabels: ["UNSATISFACTORY_PHOTOS"],
      reviewRejectType: "RETRY",
      clientComment: "secret",
      moderationComment: "Unscharf",
    };
    expect((await complete("pending-1", result)).status).toBe(200);
    expect((await look("pending-1")).json).toMatchObject({ reviewStatus: "completed", reviewResult: result });
    await expect.poll(() => receiver.hooks.length).toBe(1);
    expect(receiver.hooks[0]?.json).toEqual({
      applicantId: "pending-1",
      inspectionId: expect.any(String),
      correlationId: expect.any(String),
      externalUserId: "person-of-pending-1",
      levelName: expect.any(String),
      type: "applicantReviewed",
      reviewResult: result,
      reviewStatus: "completed",
      createdAtMs: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/),
    });
  });

  test("GREEN carries nothing more", async () => {
    await complete("pending-1", { reviewAnswer: "GREEN", rejectLabels: [] });
    expect(((await look("pending-1")).json as { reviewResult: unknown }).reviewResult).toEqual({
      reviewAnswer: "GREEN",
    });
  });

  test("is for sandbox tokens only, and applicants of the two environments are apart", async () => {
    const options = { account: PRODUCTION_DONOR };
    expect((await complete("pending-1", { reviewAnswer: "GREEN", rejectLabels: [] }, options)).status).toBe(403);
    await complete("pending-1", { reviewAnswer: "GREEN", rejectLabels: [] });
    const path = "/resources/applicants/pending-1/status";
    const production = await sumsub(sandbox, "GET", path, undefined, options);
    expect(production.json).toMatchObject({ reviewStatus: "pending" });
  });

  test.each([
    [{}],
    [{ reviewAnswer: "YELLOW", rejectLabels: [] }],
    [{ reviewAnswer: "RED", rejectLabels: "FORGERY" }],
    [{ reviewAnswer: "RED", rejectLabels: [1] }],
    [{ reviewAnswer: "RED", rejectLabels: [], reviewRejectType: "MAYBE" }],
    [{ reviewAnswer: "RED", rejectLabels: [], clientComment: 1 }],
    [[]],
  ])("%j is refused and changes nothing", async (body) => {
    await url();
    expect((await complete("pending-1", body)).status).toBe(400);
    expect((await look("pending-1")).json).toMatchObject({ reviewStatus: "pending" });
    expect(await sandbox.control("GET", "webhooks")).toMatchObject({ webhooks: [] });
  });
});

describe("staff", () => {
  beforeEach(() => sandbox.set({ webhookUrl: receiver.url }, "sumsub"));

  test.each([
    ["init", "applicantReset"],
    ["pending", "applicantPending"],
    ["prechecked", "applicantPrechecked"],
    ["onHold", "applicantOnHold"],
    ["awaitingService", "applicantAwaitingService"],
    ["awaitingUser", "applicantAwaitingUser"],
    ["completed", "applicantReviewed"],
  ])("sets %s and sends %s", async (reviewStatus, type) => {
    await sandbox.staff("sumsub", "set-review", { applicantId: "approved-1", reviewStatus, reviewAnswer: "GREEN" });
    expect((await look("approved-1")).json).toMatchObject({ reviewStatus, reviewResult: { reviewAnswer: "GREEN" } });
    expect(receiver.hooks.map(({ json }) => json)).toMatchObject([{ type, reviewStatus }]);
  });

  test("sets a status that no paper names, of which no webhook tells", async () => {
    const change = { applicantId: "final-1", reviewStatus: "levitating" };
    await sandbox.staff("sumsub", "set-review", change);
    expect((await look("final-1")).json).toMatchObject({ reviewStatus: "levitating" });
    expect(receiver.hooks).toEqual([]);
  });

  test("finds fraud in who was GREEN", async () => {
    await complete("pending-1", { reviewAnswer: "GREEN", rejectLabels: [] });
    await sandbox.advance(86_400);
    await sandbox.staff("sumsub", "find-fraud", { applicantId: "pending-1" });
    const red = { reviewAnswer: "RED", reviewRejectType: "FINAL", rejectLabels: ["FRAUDULENT_PATTERNS"] };
    expect((await look("pending-1")).json).toMatchObject({ reviewStatus: "completed", reviewResult: red });
    const bodies = receiver.hooks.map(({ json }) => json as { reviewResult: object; createdAtMs: string });
    expect(bodies.map(({ reviewResult }) => reviewResult)).toMatchObject([{ reviewAnswer: "GREEN" }, red]);
    expect(bodies[0]?.createdAtMs.localeCompare(bodies[1]?.createdAtMs ?? "")).toBe(-1);
  });

  test("createdAtMs has either form", async () => {
    await sandbox.set({ webhookDates: "offset" }, "sumsub");
    await sandbox.staff("sumsub", "find-fraud", { applicantId: "approved-1" });
    expect(receiver.hooks[0]?.json).toMatchObject({ createdAtMs: expect.stringMatching(DATE) });
  });

  test.each([
    ["set-review", { reviewStatus: "init" }],
    ["set-review", { applicantId: "approved-1" }],
    ["find-fraud", { applicantId: "approved-1", appToken: "sbx:nobody" }],
    ["set-partners", { clientIds: 5 }],
  ])("%s %j is refused", async (action, input) => {
    await expect(sandbox.staff("sumsub", action, input)).rejects.toThrow(/: 400 /);
  });
});
