// Webhooks on the wire: digests over the raw bytes, resending by the sandbox's clock, order, copies and forgeries.

import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CONTROL, type Sandbox, startSandbox } from "./start-sandbox.ts";
import { type ReceivedHook, type Receiver, startReceiver } from "./webhook-receiver.ts";

let sandbox: Sandbox;
let receiver: Receiver;
beforeAll(async () => {
  [sandbox, receiver] = await Promise.all([startSandbox(), startReceiver()]);
});
afterAll(() => Promise.all([sandbox.stop(), receiver.stop()]));
beforeEach(async () => {
  await sandbox.reset();
  receiver.hooks.length = 0;
  receiver.answers.length = 0;
  await sandbox.set({ webhookUrl: receiver.url }, "sumsub");
});

interface Listed {
  held: boolean;
  webhooks: { id: string; state: string; body: string; dueAt: number | null; attempts: { status: number | null }[] }[];
}
const listed = async (from = sandbox) => (await from.control("GET", "webhooks")) as Listed;
const last = async () => {
  const { webhooks } = await listed();
  const hook = webhooks.at(-1);
  if (hook === undefined) throw new Error("there is no webhook");
  return { ...hook, statuses: hook.attempts.map(({ status }) => status) };
};
const review = (applicantId = "approved-1", reviewAnswer = "RED") =>
  sandbox.staff("sumsub", "set-review", { applicantId, reviewStatus: "completed", reviewAnswer });
const SECRET = "sandbox-only-webhook-secret";
const digest = (algorithm: string, body: string, secret = SECRET) =>
  createHmac(algorithm, secret).update(body).digest("hex");
const only = (): ReceivedHook => {
  expect(receiver.hooks).toHaveLength(1);
  return receiver.hooks[0] as ReceivedHook;
};

describe("digest", () => {
  test.each([
    ["HMAC_SHA256_HEX", "sha256"],
    ["HMAC_SHA512_HEX", "sha512"],
    ["HMAC_SHA1_HEX", "sha1"],
  ])("%s over the raw bytes", async (webhookAlgorithm, algorithm) => {
    await sandbox.set({ webhookAlgorithm }, "sumsub");
    await review();
    const { method, headers, body, json } = only();
    expect(method).toBe("POST");
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-payload-digest": digest(algorithm, body),
      "x-payload-digest-alg": webhookAlgorithm,
    });
    expect(JSON.stringify(json), "who serialises again checks other bytes").not.toBe(body);
    expect(JSON.stringify(json, null, 2)).not.toBe(body);
  });

  test("SHA-256 until something else is set, under the secret that is set", async () => {
    await sandbox.set({ webhookSecret: "sandbox-only-другой" }, "sumsub");
    await review();
    const { headers, body } = only();
    expect(headers["x-payload-digest"]).toBe(digest("sha256", body, "sandbox-only-другой"));
    expect(headers["x-payload-digest-alg"]).toBe("HMAC_SHA256_HEX");
  });

  test("comments beyond ASCII are covered", async () => {
    await sandbox.staff("sumsub", "set-review", {
      applicantId: "retry-1",
      reviewStatus: "completed",
      reviewAnswer: "ROT-GRÜN",
    });
    const { headers, body } = only();
    expect(body).toContain("ROT-GRÜN");
    expect(headers["x-payload-digest"]).toBe(digest("sha256", body));
  });
});

describe("sending again", () => {
  test("after 5 min, 1 h, 5 h and 18 h, then no more", async () => {
    receiver.answers.push(500, 404, 302, 503, 500);
    await review();
    const bytes = only().body;
    for (const [seconds, count] of [
      [300, 2],
      [3600, 3],
      [18_000, 4],
      [64_800, 5],
    ] as const) {
      await sandbox.advance(seconds - 1);
      expect(receiver.hooks).toHaveLength(count - 1);
      expect((await last()).state).toBe("waiting");
      await sandbox.advance(1);
      expect(receiver.hooks).toHaveLength(count);
    }
    expect(await last()).toMatchObject({ state: "given-up", dueAt: null, statuses: [500, 404, 302, 503, 500] });
    await sandbox.advance(1_000_000);
    expect(receiver.hooks).toHaveLength(5);
    expect(new Set(receiver.hooks.map(({ body }) => body))).toEqual(new Set([bytes]));
  });

  test.each([200, 201, 204, 299])("a %i ends it", async (status) => {
    receiver.answers.push(500, status);
    await review();
    await sandbox.advance(300);
    expect(await last()).toMatchObject({ state: "delivered", statuses: [500, status] });
    await sandbox.advance(100_000);
    expect(receiver.hooks).toHaveLength(2);
  });

  test("silence beyond the time is no answer", async () => {
    await sandbox.set({ webhookPatience: 100 }, "sumsub");
    receiver.answers.push("silence");
    await review();
    expect(await last()).toMatchObject({ state: "waiting", statuses: [null] });
    await sandbox.advance(300);
    expect(await last()).toMatchObject({ state: "delivered", statuses: [null, 200] });
  });

  test("one that is on its way is not sent a second time", async () => {
    await sandbox.set({ webhookPatience: 500 }, "sumsub");
    receiver.answers.push("silence");
    await Promise.all([review(), ...Array.from({ length: 5 }, () => sandbox.advance(0))]);
    expect(receiver.hooks).toHaveLength(1);
    expect(await last()).toMatchObject({ state: "waiting", statuses: [null] });
  });

  test("nobody listening is no answer, and a URL that is set meanwhile is used", async () => {
    await sandbox.set({ webhookUrl: "http://127.0.0.1:1/" }, "sumsub");
    await review();
    expect(await last()).toMatchObject({ state: "waiting", statuses: [null] });
    await sandbox.set({ webhookUrl: receiver.url }, "sumsub");
    await sandbox.advance(300);
    expect(await last()).toMatchObject({ state: "delivered" });
  });

  test("without a URL nothing is sent, then or later", async () => {
    await sandbox.set({ webhookUrl: "" }, "sumsub");
    await review();
    expect(await last()).toMatchObject({ state: "no-url", statuses: [] });
    await sandbox.set({ webhookUrl: receiver.url }, "sumsub");
    await sandbox.advance(100_000);
    expect(receiver.hooks).toEqual([]);
  });

  test("a running clock needs nobody to move it", async () => {
    await sandbox.control("PUT", "clock", { running: true });
    receiver.answers.push(500);
    await review();
    await sandbox.advance(299);
    await expect.poll(() => receiver.hooks.length, { timeout: 30_000 }).toBe(2);
  });

  test("only http and https are taken as a URL", async () => {
    for (const webhookUrl of ["ftp://a.example/", "javascript:alert(1)", "here", 5]) {
      await expect(sandbox.set({ webhookUrl }, "sumsub")).rejects.toThrow(/webhookUrl must be an http or https URL/);
    }
  });
});

describe("order", () => {
  const who = () => receiver.hooks.map(({ json }) => (json as { applicantId: string }).applicantId);

  test("as they were made", async () => {
    await review("approved-1");
    await review("approved-2");
    expect(who()).toEqual(["approved-1", "approved-2"]);
  });

  test.each([
    ["oldest-first", ["approved-1", "approved-2", "approved-3"]],
    ["newest-first", ["approved-3", "approved-2", "approved-1"]],
  ])("held back and let go %s", async (order, expected) => {
    expect(await sandbox.control("PUT", "webhooks", { held: true })).toEqual({ held: true });
    for (const number of [1, 2, 3]) {
      await review(`approved-${number}`);
      await sandbox.advance(1);
    }
    expect(receiver.hooks).toEqual([]);
    expect((await listed()).held).toBe(true);
    await sandbox.control("PUT", "webhooks", { held: false, order });
    expect(who()).toEqual(expected);
  });

  test.each([[{}], [{ held: "yes" }], [{ held: false, order: "random" }]])("%j is refused", async (body) => {
    await expect(sandbox.control("PUT", "webhooks", body)).rejects.toThrow(/: 400 /);
  });
});

describe("copies", () => {
  const copy = async (what: "replay" | "forge", how?: string) =>
    sandbox.control("POST", `webhooks/${(await last()).id}/${what}`, how === undefined ? {} : { how });

  test("a replay is the same bytes under the same digest", async () => {
    await review();
    expect(await copy("replay")).toMatchObject({ status: 200 });
    const [first, second] = receiver.hooks;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers["x-payload-digest"]).toBe(first?.headers["x-payload-digest"]);
  });

  test.each(["body", "digest", "secret", "unsigned", "algorithm", "header"])("forged: %s", async (how) => {
    await review();
    receiver.answers.push(401);
    expect(await copy("forge", how)).toMatchObject({ status: 401 });
    const [real, forged] = receiver.hooks as [ReceivedHook, ReceivedHook];
    expect(forged.body !== real.body).toBe(how === "body");
    if (how === "body") expect(forged.json).toMatchObject({ reviewResult: { reviewAnswer: "GREEN" } });
    const { "x-payload-digest": signed, "x-payload-digest-alg": algorithm } = forged.headers;
    const passes = algorithm === "HMAC_SHA256_HEX" && signed === digest("sha256", forged.body);
    expect(passes).toBe(false);
    expect(forged.headers["x-signature"] === digest("sha256", real.body)).toBe(how === "header");
    expect(algorithm === "HMAC_MD5_HEX").toBe(how === "algorithm");
    expect(await last(), "the real one is not touched").toMatchObject({ state: "delivered", statuses: [200] });
  });

  test("what there is not cannot be copied", async () => {
    await review();
    const { id } = await last();
    const refused = [
      ["hook-none/replay", {}],
      [`${id}/forge`, {}],
      [`${id}/forge`, { how: "toString" }],
      [`${id}/other`, {}],
    ];
    for (const [path, json] of refused) {
      const reply = await sandbox.fetch(`${CONTROL}/control/webhooks/${path}`, { method: "POST", json });
      expect(reply.status).toBe(404);
    }
    await sandbox.set({ webhookUrl: "" }, "sumsub");
    await expect(copy("replay")).rejects.toThrow(/: 409 /);
  });

  test("the page has them as forms", async () => {
    await review();
    const { id } = await last();
    const submit = (form: Record<string, string>) =>
      sandbox.fetch(`${CONTROL}/`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(form).toString(),
      });
    expect((await sandbox.fetch(`${CONTROL}/`)).text).toContain(id);
    expect((await submit({ form: "copy", id, how: "unsigned" })).status).toBe(303);
    expect((await submit({ form: "copy", id, how: "" })).status).toBe(303);
    expect(receiver.hooks.map(({ headers }) => headers["x-payload-digest"] !== undefined)).toEqual([true, false, true]);
    await submit({ form: "hold", held: "true" });
    expect((await listed()).held).toBe(true);
    expect((await sandbox.fetch(`${CONTROL}/`)).text).toContain("newest first");
    await submit({ form: "hold", held: "false", order: "newest-first" });
    expect((await listed()).held).toBe(false);
  });
});

test("the last 200 that are settled are kept", async () => {
  await sandbox.set({ webhookUrl: "" }, "sumsub");
  for (let count = 0; count < 205; count += 1) await review();
  expect((await listed()).webhooks.length).toBeLessThanOrEqual(201);
});

test("a restart forgets none that waits", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  try {
    const first = await startSandbox(folder);
    await first.reset();
    await first.set({ webhookUrl: receiver.url }, "sumsub");
    receiver.answers.push(500);
    await first.staff("sumsub", "find-fraud", { applicantId: "approved-1" });
    await first.stop();

    const second = await startSandbox(folder);
    expect((await listed(second)).webhooks).toMatchObject([{ state: "waiting", attempts: [{ status: 500 }] }]);
    await second.advance(300);
    expect((await listed(second)).webhooks).toMatchObject([{ state: "delivered" }]);
    expect(receiver.hooks).toHaveLength(2);
    await second.stop();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
